"""The steps for backup and restore in docs/operations.md, run as they stand there, with the folders and the database of a test."""

import re
import shlex
import subprocess

import pytest
import requests

from PythonSupport import databases
from PythonSupport.installation import REPOSITORY, Installation, binary

CUSTOMER = {"address": "Kade 1", "zipCode": "1000AA", "city": "Amsterdam", "primaryEmail": "info@kade.example"}
# What the steps use of the machine: its services are the test's, and its users are not.
MACHINE = """
systemctl() { :; }
chown() { :; }
"""


def steps(title: str, kind: str) -> str:
    """The commands below a heading of docs/operations.md that are for this kind of database, or for both."""
    document = (REPOSITORY / "docs" / "operations.md").read_text()
    section = re.search(rf"^### {title}\n(.*?)(?=^##)", document, re.S | re.M)[1]
    (block,) = re.findall(r"^```sh\n(.*?)^```", section, re.S | re.M)
    other = {"sqlite": "# PostgreSQL", "postgres": "# SQLite"}[kind]
    return "".join(line for line in block.splitlines(keepends=True) if other not in line)


def run(commands: str, installation: Installation, backup) -> None:
    for path, here in (("/var/lib/voordeur", installation.folder / "var"), ("/backup", backup)):
        commands = commands.replace(path, str(here))
    # pg_dump of the server's own release.
    tools = f'voordeur() {{ {shlex.quote(str(binary()))} "$@"; }}\nPATH=/usr/lib/postgresql/15/bin:$PATH\n'
    done = subprocess.run(
        ["bash", "-euc", MACHINE + tools + commands], cwd=installation.folder, env=installation.environment,
        capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class API:
    def __init__(self, installation: Installation):
        self.base = f"{installation.base}/v1"
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {installation.demo()['portals'][0]['apiKey']}"

    def make(self, name: str) -> str:
        answer = self.http.post(f"{self.base}/customers", json={"companyName": name, **CUSTOMER}, timeout=30)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def upload(self, content: bytes) -> str:
        answer = self.http.post(f"{self.base}/files", files={"file": ("kept.bin", content)}, timeout=30)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def status(self, path: str) -> int:
        return self.http.get(f"{self.base}{path}", timeout=30).status_code

    def download(self, file: str) -> bytes:
        link = self.http.get(f"{self.base}/files/{file}/download", timeout=30).json()["link"]
        answer = requests.get(link, timeout=30)
        assert answer.status_code == 200
        return answer.content


def refusal(installation: Installation, *arguments: str) -> str:
    done = installation.run(*arguments)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("kind", databases.available())
def test_a_copy_replaces_nothing_by_mistake(kind, tmp_path):
    with databases.fresh(kind, tmp_path) as url:
        installation = Installation(tmp_path, url)
        installation.run("migrate", check=True)
        copy = tmp_path / "copies" / "one"
        copy.parent.mkdir()
        done = installation.run("backup", str(copy), check=True)
        assert "kB" in done.stdout and "secret.key" in done.stdout
        assert copy.stat().st_mode & 0o077 == 0
        assert list(copy.parent.iterdir()) == [copy], "no draft stays"
        assert "exists" in refusal(installation, "backup", str(copy))

        assert "--replace" in refusal(installation, "restore", str(copy))
        with installation.serving():
            assert "stop the server" in refusal(installation, "restore", "--replace", str(copy))
        other = tmp_path / "other"
        other.write_bytes({"sqlite": b"PGDMP", "postgres": b"SQLite format 3\0"}[kind] + bytes(1000))
        assert "no copy" in refusal(installation, "restore", "--replace", str(other))
        assert "cannot be read" in refusal(installation, "restore", "--replace", str(tmp_path / "none"))
        # Cut off on its way: what is there stays.
        other.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
        refusal(installation, "restore", "--replace", str(other))
        assert installation.run("doctor").returncode == 0

        installation.run("restore", "--replace", str(copy), check=True)
        assert installation.run("doctor").returncode == 0
        if kind == "sqlite":
            assert (tmp_path / "voordeur.db.replaced").exists() and not (tmp_path / "voordeur.db.restored").exists()
            assert "earlier" in refusal(installation, "restore", "--replace", str(copy)), "the first original stays"


@pytest.mark.skipif(not databases.POSTGRES, reason="SQLite has one file, which is another one afterwards")
def test_a_copy_of_an_older_release_is_brought_up_to_date(tmp_path):
    with databases.fresh("postgres", tmp_path) as url:
        installation = Installation(tmp_path, url)
        installation.run("migrate", check=True)

        def statement(text: str) -> str:
            command = [databases.tool("psql"), "--no-psqlrc", "--tuples-only", "--command", text, url]
            return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout

        statement("DROP TABLE rate_reports; DELETE FROM schema_migrations WHERE version = 56")
        installation.run("backup", str(tmp_path / "copy"), check=True)
        installation.run("migrate", check=True)
        statement("CREATE TABLE somebody_elses (id TEXT)")
        installation.run("restore", "--replace", str(tmp_path / "copy"), check=True)
        done = installation.run("migrate", check=True)
        assert "1 step done" in done.stdout
        assert statement("SELECT COUNT(*) FROM rate_reports").strip() == "0"
        assert statement("SELECT COUNT(*) FROM somebody_elses").strip() == "0"


def test_a_tool_that_is_missing_is_named(tmp_path, monkeypatch):
    installation = Installation(tmp_path, "postgres://voordeur:geheim@127.0.0.1:1/voordeur")
    said = refusal(installation, "backup", str(tmp_path / "copy"))
    assert "pg_dump failed" in said and "geheim" not in said
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "postgresql-client" in refusal(installation, "backup", str(tmp_path / "copy"))


@pytest.mark.parametrize("kind", databases.available())
def test_what_was_backed_up_is_there_again(kind, tmp_path):
    backup = tmp_path / "backup"
    (tmp_path / "var").mkdir()
    backup.mkdir()
    with databases.fresh(kind, tmp_path / "var") as url:
        installation = Installation(tmp_path, url, RATE_LIMIT_PER_MINUTE="0")
        api = API(installation)
        content = bytes(range(256)) * 1000
        with installation.serving():
            before, file = api.make("Before"), api.upload(content)
            run(steps("Backup", kind), installation, backup)
            after = api.make("After")
            assert api.http.delete(f"{api.base}/files/{file}", timeout=30).status_code == 204
            made = api.upload(b"made after the backup")

        # The machine is lost. Leftovers of another database lie where the restored one goes.
        for path in (installation.folder / "var").iterdir():
            if path.name in ("secret.key", "voordeur.db"):
                path.write_bytes(b"another one")
        if kind == "sqlite":
            (installation.folder / "var" / "voordeur.db-wal").write_bytes(b"another one")
        run("rm -r /var/lib/voordeur/files", installation, backup)

        run(steps("Restore", kind), installation, backup)
        with installation.serving():
            assert api.status(f"/customers/{before}") == 200
            assert api.status(f"/customers/{after}") == 404
            assert api.download(file) == content
            assert api.status(f"/files/{made}") == 404
