"""`voordeur generate`: many customers and invoices, and a portal that works as before."""

import re
import signal
import sqlite3
import subprocess
import time

import pytest
import requests

from PythonSupport import databases
from PythonSupport.installation import Installation, binary


def portal_for_tests(folder) -> Installation:
    folder.mkdir(exist_ok=True)
    installation = Installation(folder)
    installation.run("portal", "create", "--name", "P", "--slug", "p-een", "--owner-email", "o@p.example", check=True)
    return installation


def written(installation: Installation, table: str) -> list[tuple]:
    """The rows without what may differ: ids and times."""
    with sqlite3.connect(installation.sqlite_file) as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        kept = [name for name in columns if not re.search(r"(^|_)(id|at)$", name)]
        assert kept
        return sorted(database.execute(f"SELECT {', '.join(kept)} FROM {table}"), key=repr)


def generated(folder, seed: str) -> list[tuple]:
    installation = portal_for_tests(folder)
    arguments = ("--customers", "60", "--invoices", "200", "--seed", seed)
    done = installation.run("generate", "--portal", "p-een", *arguments, check=True)
    assert "\r" not in done.stdout + done.stderr and "\x1b" not in done.stdout + done.stderr
    assert len((done.stdout + done.stderr).splitlines()) == 2, "progress is for terminals"
    customers = written(installation, "customers")
    with sqlite3.connect(installation.sqlite_file) as database:
        amounts = [row[0] for row in database.execute("SELECT amount FROM customer_invoices ORDER BY id")]
    assert (len(customers), len(amounts)) == (60, 200)
    return [customers, amounts]


def test_generate_is_quiet_in_a_pipe_and_the_same_for_the_same_seed(tmp_path):
    first = generated(tmp_path / "first", "7")
    assert generated(tmp_path / "second", "7") == first
    assert generated(tmp_path / "third", "8") != first


def test_invoices_need_customers(tmp_path):
    done = portal_for_tests(tmp_path).run("generate", "--portal", "p-een", "--invoices", "1")
    assert done.returncode == 1
    assert "no customers" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("database", databases.available())
def test_a_portal_with_generated_invoices_works_as_before(database, tmp_path):
    """Lists, filters, numbers, PDFs: what was generated is as good as what was made one by one."""
    with databases.fresh(database, tmp_path) as url:
        installation = Installation(tmp_path, url, RATE_LIMIT_PER_MINUTE="0")
        demo = installation.demo()
        key = {"Authorization": f"Bearer {demo['portals'][0]['apiKey']}", "X-VERSION": "1.1.0"}
        mails = installation.run("mail", "list", check=True).stdout
        with installation.serving() as server:

            def walk(path: str) -> list[dict]:
                found, query = [], ""
                while True:
                    answer = requests.get(f"{server.base}/v1/{path}per_page=100{query}", headers=key, timeout=30)
                    assert answer.status_code == 200, answer.text
                    found += answer.json()["data"]
                    if not answer.json()["next_cursor"]:
                        return found
                    query = f"&cursor={answer.json()['next_cursor']}"

            before = walk("customer-invoices?")
            # Beside the running server, and more than one transaction of them; then again, which continues the numbers.
            arguments = ("generate", "--portal", demo["portals"][0]["slug"])
            installation.run(*arguments, "--customers", "150", "--invoices", "2400", "--seed", "3", check=True)
            installation.run(*arguments, "--invoices", "100", "--seed", "4", check=True)
            assert installation.run("mail", "list", check=True).stdout == mails

            invoices = walk("customer-invoices?")
            assert len(invoices) == len(before) + 2500
            assert [one["id"] for one in invoices] == sorted({one["id"] for one in invoices}, reverse=True)
            assert len({one["invoiceNumber"] for one in invoices}) == len(invoices)
            assert all(one["invoiceNumber"].startswith(one["issuedAt"][:4]) for one in invoices)
            known = {one["id"] for one in walk("customers?")}
            assert {one["customerId"] for one in invoices} <= known

            paid = [one["id"] for one in invoices if one["paidAt"]]
            assert [one["id"] for one in walk("customer-invoices?status=paid&")] == paid
            assert len(walk("customer-invoices?status=open&")) == len(invoices) - len(paid)
            moment = invoices[1000]["createdAt"]
            since = [one["id"] for one in invoices if one["createdAt"][:10] >= moment[:10]]
            found = walk(f"customer-invoices?created_after={moment[:10]}&")
            assert [one["id"] for one in found] == since

            # The PDF is everybody's, and stays when one of them goes.
            old = {one["id"] for one in before}
            mine = [one for one in invoices if one["id"] not in old and not one["paidAt"]]
            gone, stays = mine[0]["id"], mine[1]["id"]
            address = f"{server.base}/v1/customer-invoices"
            assert requests.delete(f"{address}/{gone}", headers=key, timeout=30).status_code == 204
            link = requests.get(f"{address}/{stays}/pdf", headers=key, timeout=30).json()["link"]
            assert requests.get(link, timeout=30).content.startswith(b"%PDF-")

            made = requests.post(
                f"{address}/manual", headers=key, timeout=60,
                json={
                    "customerId": mine[1]["customerId"], "invoiceNumber": "X-1", "issuedAt": "2026-03-05",
                    "lines": [{"description": "Advies", "amountExclVat": "100.00", "vatRate": 21}],
                },
            )
            assert made.status_code == 201, made.text
            newest = requests.get(f"{address}?per_page=1", headers=key, timeout=30).json()["data"][0]
            assert newest["id"] == made.json()["id"]


def test_a_stopped_run_says_what_stays(tmp_path):
    installation = portal_for_tests(tmp_path)
    process = subprocess.Popen(
        [str(binary()), "generate", "--portal", "p-een", "--customers", "400000", "--invoices", "1"],
        cwd=installation.folder, env=installation.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )
    with sqlite3.connect(installation.sqlite_file) as database:

        def count() -> int:
            return database.execute("SELECT COUNT(*) FROM customers").fetchone()[0]

        try:
            deadline = time.monotonic() + 120
            while not count():
                assert time.monotonic() < deadline and process.poll() is None
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            out, trouble = process.communicate(timeout=60)
        finally:
            process.kill()
        assert (process.returncode, out) == (1, "")
        stopped = re.fullmatch(r"voordeur: Stopped: ([\d,]+) of 400,000 customers were added to p-een, and stay\.\n", trouble)
        assert stopped, trouble
        assert count() == int(stopped.group(1).replace(",", ""))
        assert not count() % 2000
