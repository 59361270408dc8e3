"""The databases that a test may run on, each fresh."""

import contextlib
import os
import secrets
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES = os.environ.get("VOORDEUR_TEST_POSTGRES") or None


def available() -> list[str]:
    """`sqlite`, and `postgres` when there is a server for it, or when there must be one."""
    return ["sqlite", "postgres"] if POSTGRES or os.environ.get("CI") == "true" else ["sqlite"]


def tool(name: str) -> str:
    beside_server = Path("/usr/lib/postgresql/15/bin") / name
    return str(beside_server) if beside_server.exists() else shutil.which(name) or name


def statement(text: str) -> None:
    subprocess.run(
        [tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", text, POSTGRES],
        check=True, capture_output=True, timeout=60,
    )


@contextlib.contextmanager
def fresh(kind: str, folder: Path):
    """The URL of an empty database, which is gone after the block."""
    if kind == "sqlite":
        yield f"sqlite:{folder}/voordeur.db"
        return
    assert POSTGRES, "VOORDEUR_TEST_POSTGRES is not set, and CI may not skip PostgreSQL"
    name = f"voordeur_{secrets.token_hex(6)}"
    statement(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
    try:
        yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
    finally:
        statement(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
