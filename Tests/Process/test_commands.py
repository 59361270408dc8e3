"""The commands as a person types them: answers, exit status, and one clear line when something is wrong."""

import json
import re
import sqlite3
import stat
import time

import pytest
import requests

from PythonSupport import databases
from PythonSupport.forms import Visitor
from PythonSupport.installation import Installation

PASSWORD = "geheim-wachtwoord-7351"


def one_clear_line(text: str) -> str:
    """The only line on stderr: neither a stack trace nor a secret in it."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, f"expected one line, found:\n{text}"
    for sign in ("Fatal error", "Optional(", "Swift/", ".swift:", PASSWORD):
        assert sign not in lines[0]
    return lines[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["serve", "--listen"],
        ["serve", "--fly"],
        ["portal", "create", "--name", "Only a name"],
        ["generate", "--portal", "bakkerij"],
        ["generate", "--portal", "bakkerij", "--customers", "many"],
        ["mail", "show"],
        ["portal", "suspend"],
        ["portal", "limit", "bakkerij"],
        ["portal", "limit", "bakkerij", "0"],
        ["app", "end"],
        ["backup"],
        ["restore", "--replace"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64(installation, arguments):
    done = installation.run(*arguments)
    assert done.returncode == 64
    assert done.stdout == ""
    assert "Usage" in done.stderr or "usage" in done.stderr
    assert not list(installation.folder.iterdir()), "a command that was not understood leaves nothing behind"


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["portal", "create", "--help"]], ids=" ".join)
def test_help_is_0(installation, arguments):
    done = installation.run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "USAGE" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["portal", "create", "--name", "Dubbel", "--slug", "Geen Slug!", "--owner-email", "owner@dubbel.example"],
        ["portal", "create", "--name", "Dubbel", "--slug", "dubbel", "--owner-email", "geen adres"],
        ["generate", "--portal", "bestaat-niet", "--customers", "1"],
        ["mail", "show", "mai_00000000000000000000"],
        ["portal", "suspend", "bestaat-niet"],
        ["app", "end", "app_00000000000000000000"],
        ["app", "end", "geen-id"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_trouble_is_1_with_one_line(installation, arguments):
    installation.run("migrate", check=True)
    done = installation.run(*arguments)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    one_clear_line(done.stderr)


def test_a_portal_twice_is_refused(installation):
    arguments = ["portal", "create", "--name", "Dubbel", "--slug", "dubbel", "--owner-email", "owner@dubbel.example"]
    installation.run(*arguments, check=True)
    done = installation.run(*arguments)
    assert done.returncode == 1
    assert "dubbel" in one_clear_line(done.stderr)


def test_an_unreachable_database_is_one_line_without_the_password(tmp_path):
    away = Installation(tmp_path, f"postgres://voordeur:{PASSWORD}@127.0.0.1:1/voordeur?connect_timeout=2")
    for arguments in (["migrate"], ["serve"], ["migrate", "--status"]):
        done = away.run(*arguments, limit=60)
        assert done.returncode == 1
        one_clear_line(done.stderr)
        assert PASSWORD not in done.stdout


# Configuration


def test_every_fault_of_the_configuration_is_reported_at_once(tmp_path):
    wrong = Installation(
        tmp_path,
        "mysql://127.0.0.1/voordeur",
        LISTEN="nowhere",
        PUBLIC_URL="not an address",
        RATE_LIMIT_PER_MINUTE="many",
        CODE_LIFETIME="-1",
        LOG_LEVEL="loud",
        TRUSTED_PROXIES="10.0.0.0/99",
    )
    done = wrong.run("serve", limit=30)
    assert done.returncode == 1
    for name in wrong.settings:
        assert name in done.stderr, f"{name} is not reported:\n{done.stderr}"
    assert "Fatal error" not in done.stderr


def test_config_shows_each_value_with_its_source_and_no_secret(tmp_path):
    shown = Installation(
        tmp_path,
        f"postgres://voordeur:{PASSWORD}@127.0.0.1:5432/voordeur",
        SMTP_URL=f"smtps://mailer:{PASSWORD}@mail.example:465",
        MAIL_FROM="post@portaal.example",
    )
    (tmp_path / ".env").write_text("VOORDEUR_RATE_LIMIT_PER_MINUTE=77\nVOORDEUR_MAIL_FROM=other@portaal.example\n")
    done = shown.run("config")
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    lines = {name: line for line in done.stdout.splitlines() for name in re.findall(r"\b[A-Z][A-Z_]{4,}\b", line)[:1]}

    def line(name: str) -> str:
        found = [text for text in done.stdout.splitlines() if re.search(rf"\b(VOORDEUR_)?{name}\b", text)]
        assert found, f"{name} is missing:\n{done.stdout}"
        return found[0]

    assert lines
    assert f"127.0.0.1:{shown.port}" in line("LISTEN") and "environment" in line("LISTEN").lower()
    assert "post@portaal.example" in line("MAIL_FROM"), "the environment wins over the file"
    assert "77" in line("RATE_LIMIT_PER_MINUTE") and ".env" in line("RATE_LIMIT_PER_MINUTE")
    assert "3600" in line("ACCESS_TOKEN_LIFETIME") and "default" in line("ACCESS_TOKEN_LIFETIME").lower()
    assert "127.0.0.1:5432" in line("DATABASE_URL"), "only the password is left out"


def test_config_reads_the_yaml_file_and_flags_win(tmp_path):
    shown = Installation(tmp_path)
    shown.settings.pop("LISTEN")
    (tmp_path / "voordeur.yaml").write_text(f"listen: 127.0.0.1:{shown.port}\naccess_token_lifetime: 120\n")
    done = shown.run("config", check=True)
    assert f"127.0.0.1:{shown.port}" in done.stdout
    assert "voordeur.yaml" in done.stdout

    other = Installation(tmp_path)
    shown.settings["LISTEN"] = "127.0.0.1:1"
    server = shown.start("--listen", f"127.0.0.1:{other.port}")
    server.base = other.base
    try:
        server.wait_until_ready()
        assert server.terminate() == 0
    finally:
        server.kill()


# Database


def test_migrate_and_status(installation):
    before = installation.run("migrate", "--status", check=True)
    assert not installation.sqlite_file.exists() or "0001" in before.stdout or "1" in before.stdout
    first = installation.run("migrate", check=True)
    assert first.stderr == ""
    second = installation.run("migrate", check=True)
    after = installation.run("migrate", "--status", check=True)
    assert after.stdout != before.stdout
    assert second.returncode == 0
    with sqlite3.connect(installation.sqlite_file) as database:
        versions = [row[0] for row in database.execute("SELECT version FROM schema_migrations ORDER BY version")]
    assert versions == sorted(set(versions)) and versions


@pytest.mark.parametrize("change", ["future", "checksum"])
def test_serve_refuses_a_schema_that_it_does_not_know(installation, change):
    installation.run("migrate", check=True)
    with sqlite3.connect(installation.sqlite_file) as database:
        if change == "future":
            database.execute(
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'hover', 'x', 4102444800)"
            )
        else:
            database.execute("UPDATE schema_migrations SET checksum = 'changed' WHERE version = 1")
    for command in ("serve", "migrate"):
        done = installation.run(command, limit=30)
        assert done.returncode == 1, f"{command}: {done.stdout}"
        line = one_clear_line(done.stderr)
        assert re.search(r"9999|newer|future" if change == "future" else r"checksum|changed|differ", line)


def test_doctor(tmp_path):
    healthy = Installation(tmp_path)
    healthy.run("migrate", check=True)
    done = healthy.run("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    for subject in ("database", "clock"):
        assert subject in done.stdout.lower()

    healthy.settings["DATABASE_URL"] = f"postgres://voordeur:{PASSWORD}@127.0.0.1:1/voordeur?connect_timeout=2"
    ill = healthy.run("doctor", limit=60)
    assert ill.returncode == 1
    assert "database" in (ill.stdout + ill.stderr).lower()
    assert PASSWORD not in ill.stdout + ill.stderr


@pytest.mark.parametrize("kind", databases.available())
def test_a_database_belongs_to_one_secret_key(tmp_path, kind):
    with databases.fresh(kind, tmp_path) as url:
        check_key(tmp_path, url)


def check_key(folder, url):
    for name in ("first", "second"):
        (folder / name).mkdir()
    first = Installation(folder / "first", url)
    key = first.demo()["portals"][0]["apiKey"]

    def webhooks(node):
        return requests.get(f"{node.base}/v1/webhooks", headers={"Authorization": f"Bearer {key}"}, timeout=10).json()

    with first.serving():
        assert webhooks(first)["data"], "the demo has webhooks"
    # The second node of an installation, or a restored backup, without the key of the first.
    second = Installation(folder / "second", url)
    refused = second.run("serve", limit=60)
    assert refused.returncode == 1
    assert "secret.key" in one_clear_line(refused.stderr)
    diagnosis = second.run("doctor")
    assert diagnosis.returncode == 1 and "not the key" in diagnosis.stdout

    second.run("migrate", "--adopt-key", check=True)
    assert second.run("doctor").returncode == 0
    with second.serving():
        # Their secrets were sealed under the old key.
        assert webhooks(second)["data"] == []
    assert first.run("serve", limit=60).returncode == 1, "the old key counts no more"


def test_openapi(installation):
    document = json.loads(installation.run("openapi", check=True).stdout)
    assert document["openapi"].startswith("3.1")
    assert "/customers" in " ".join(document["paths"])
    for version in ("1.0.0", "1.1.0"):
        assert json.loads(installation.run("openapi", "--version", version, check=True).stdout)["info"]["version"] == version
    assert installation.run("openapi", "--version", "9.9.9").returncode in (1, 64)


# People and data


def test_portal_create_prints_a_link_that_works_once(installation):
    done = installation.run(
        "portal", "create", "--name", "Slagerij Prins", "--slug", "slagerij", "--owner-email", "owner@slagerij.example",
        check=True,
    )
    links = re.findall(r"http://[^\s<>\"']+", done.stdout)
    assert len(links) == 1, done.stdout
    assert links[0].startswith(installation.base)

    with installation.serving():
        owner = Visitor(installation.base)
        owner.open(links[0])
        form = owner.page.form("password")
        form.fill(**{control.name: PASSWORD for control in form.controls if control.kind == "password"})
        owner.submit(form)
        assert owner.answer.status_code == 200, owner.page.text[:300]

        again = Visitor(installation.base)
        again.open(links[0])
        assert again.answer.status_code >= 400
        assert not again.page.has_form("password"), "the link works a second time"

        Visitor(installation.base).sign_in("/manage/sign-in", "owner@slagerij.example", PASSWORD)


def test_a_portal_is_suspended_and_goes_on_beside_the_server(installation):
    portal = installation.demo()["portals"][0]
    key = {"Authorization": f"Bearer {portal['apiKey']}"}

    def settled(status: int) -> bool:
        """A server forgets within two seconds what another process ended."""
        for _ in range(200):
            if requests.get(installation.base + "/v1/me", headers=key, timeout=30).status_code == status:
                return True
            time.sleep(0.05)
        return False

    with installation.serving():
        assert settled(200)
        done = installation.run("portal", "suspend", portal["slug"], check=True)
        assert done.stdout == f"{portal['name']} is suspended.\n"
        assert "before" in installation.run("portal", "suspend", portal["slug"], check=True).stdout
        states = installation.run("portal", "list", check=True).stdout.splitlines()
        assert [line.split()[1:3] for line in states] == [["suspended", "bakkerij"], ["active", "fietsenmaker"]]
        assert settled(401)
        assert installation.run("portal", "reinstate", portal["slug"], check=True).stdout == f"{portal['name']} goes on.\n"
        assert "not suspended" in installation.run("portal", "reinstate", portal["slug"], check=True).stdout
        assert settled(200)


def test_a_portal_gets_a_rate_limit_beside_the_server(installation):
    portal = installation.demo()["portals"][0]
    key = {"Authorization": f"Bearer {portal['apiKey']}"}

    def settled(limit: str | None) -> bool:
        """A server forgets within two seconds what another process changed."""
        for _ in range(50):
            answer = requests.get(installation.base + "/v1/me", headers=key, timeout=30)
            if answer.headers.get("X-RateLimit-Limit") == limit:
                return True
            time.sleep(0.1)
        return False

    with installation.serving():
        for rate, shown, limit in [
            ("500", "500 requests per minute", "500"), ("none", "no limit", None), ("standard", "the server's limit", "60")
        ]:
            done = installation.run("portal", "limit", portal["slug"], rate, check=True)
            assert done.stdout == f"{portal['name']} now has {shown}.\n"
            again = installation.run("portal", "limit", portal["slug"], rate, check=True)
            assert again.stdout == f"{portal['name']} had {shown} before.\n"
            assert settled(limit)


def test_demo_json(installation):
    done = installation.run("demo", "--json", check=True)
    decoder = json.JSONDecoder()
    demo, end = decoder.raw_decode(done.stdout)
    assert done.stdout[end:].strip() == "", "exactly one JSON object"
    assert done.stderr == ""
    assert installation.run("demo", "--json", check=True).stdout == done.stdout, "made once"

    assert demo["issuer"] == installation.base
    assert demo["api"] == installation.base + "/v1"
    assert [portal["slug"] for portal in demo["portals"]] == ["bakkerij", "fietsenmaker"]
    for portal in demo["portals"]:
        assert re.fullmatch(r"ptl_[0-9a-z]{20}", portal["id"])
        assert portal["name"]
        for role in ("owner", "employee"):
            assert portal[role]["email"] == f"{role}@{portal['slug']}.example"
            assert len(portal[role]["password"]) >= 10
        for key in ("apiKey", "apiKeyReadOnly"):
            assert re.fullmatch(r"vdr_key_[0-9A-Za-z]{36}", portal[key])
        assert re.fullmatch(r"cst_[0-9a-z]{20}", portal["customer"]["id"])
        assert "@" in portal["customer"]["email"]
    assert demo["developer"]["email"] == "developer@apps.example"
    assert len(demo["developer"]["password"]) >= 10

    kinds = {(app["type"], app["profile"]): app for app in demo["apps"]}
    assert {("web", "standard"), ("web", "strict"), ("native", "strict")} <= set(kinds)
    for (kind, _), app in kinds.items():
        assert app["name"] and app["scope"] and app["redirect_uris"]
        assert re.fullmatch(r"app_[0-9a-z]{20}", app["client_id"])
        if kind == "web":
            assert re.fullmatch(r"vdr_secret_[0-9A-Za-z]{36}", app["client_secret"])
        else:
            assert not app.get("client_secret")

    # Random for each installation, and kept where only its owner can read.
    for name in ("demo.json", "secret.key"):
        file = installation.folder / "var" / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, name

    with installation.serving():
        for portal in demo["portals"]:
            for key in ("apiKey", "apiKeyReadOnly"):
                headers = {"Authorization": f"Bearer {portal[key]}"}
                answer = requests.get(demo["api"] + "/customers?per_page=100", headers=headers, timeout=30)
                assert answer.status_code == 200
                assert len(answer.json()["data"]) >= 40
            write = requests.post(
                demo["api"] + "/customers", json={}, timeout=30,
                headers={"Authorization": f"Bearer {portal['apiKeyReadOnly']}"},
            )
            assert write.status_code == 403


def test_demo_passwords_differ_between_installations(tmp_path):
    demos = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        demos.append(json.loads(Installation(tmp_path / name).run("demo", "--json", check=True).stdout))
    assert demos[0]["portals"][0]["owner"]["password"] != demos[1]["portals"][0]["owner"]["password"]
    assert demos[0]["apps"][0]["client_secret"] != demos[1]["apps"][0]["client_secret"]


def test_a_resource_server_comes_and_goes(installation):
    uri = "https://routes.example/api"
    add = ["resource-server", "add", "--name", "Routes", "--uri", uri]
    made = installation.run(*add, check=True).stdout
    assert re.search(r"^  rsv_[0-9a-z]{20}$", made, re.M)
    first = re.search(r"^  (vdr_secret_[0-9A-Za-z]{36})$", made, re.M).group(1)
    listed = installation.run("resource-server", "list", check=True).stdout
    assert uri in listed and "Routes" in listed and "vdr_" not in listed

    for arguments, word in [
        (add, uri),
        (["resource-server", "add", "--name", "Own", "--uri", f"{installation.base}/v1"], "in use"),
        (["resource-server", "add", "--name", "Relative", "--uri", "/api"], "absolute"),
        (["resource-server", "add", "--name", "Fragment", "--uri", uri + "#x"], "fragment"),
        (["resource-server", "add", "--name", " ", "--uri", "https://other.example"], "name"),
        (["resource-server", "secret", "https://other.example"], "other.example"),
        (["resource-server", "remove", "https://other.example"], "other.example"),
    ]:
        done = installation.run(*arguments)
        assert (done.returncode, done.stdout) == (1, ""), arguments
        assert word in one_clear_line(done.stderr)

    second = installation.run("resource-server", "secret", uri, check=True).stdout.strip()
    assert re.fullmatch(r"vdr_secret_[0-9A-Za-z]{36}", second) and second != first
    installation.run("resource-server", "remove", uri, check=True)
    assert installation.run("resource-server", "list", check=True).stdout == ""
