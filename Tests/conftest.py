"""Fixtures for every folder: a server with the demo data, once per database and run."""

import os
import sys
from dataclasses import dataclass

import pytest

sys.dont_write_bytecode = True
os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")  # loopback only
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")

from PythonSupport import databases  # noqa: E402
from PythonSupport.installation import Installation, Server, binary  # noqa: E402


def pytest_sessionstart(session):
    if not session.config.option.collectonly and not binary().exists():
        pytest.exit(f"{binary()} is missing; run `swift build` first", returncode=2)


@dataclass
class DemoServer:
    """A running server and what `voordeur demo --json` says about it."""

    installation: Installation
    server: Server
    demo: dict

    @property
    def base(self) -> str:
        return self.installation.base

    @property
    def api(self) -> str:
        return self.demo["api"]

    def portal(self, slug: str = "bakkerij") -> dict:
        return next(portal for portal in self.demo["portals"] if portal["slug"] == slug)

    def app(self, type: str, profile: str) -> dict:
        return next(app for app in self.demo["apps"] if (app["type"], app["profile"]) == (type, profile))


@pytest.fixture(scope="session", params=databases.available())
def demo_server(request, tmp_path_factory):
    """`voordeur serve --demo` on an empty database; ends on SIGTERM with status 0."""
    folder = tmp_path_factory.mktemp(f"demo-{request.param}")
    with databases.fresh(request.param, folder) as url:
        installation = Installation(folder, url, WEBHOOK_ALLOW_PRIVATE="true")
        with installation.serving("--demo") as server:
            yield DemoServer(installation, server, installation.demo())


@pytest.fixture
def installation(tmp_path):
    """An empty installation on SQLite, for tests of commands."""
    return Installation(tmp_path)
