import os
import secrets
from pathlib import Path

import pytest

from PythonSupport.browser import Browser
from PythonSupport.callback import CallbackServer


@pytest.fixture
def callback():
    server = CallbackServer()
    yield server
    server.close()


@pytest.fixture
def people(demo_server, tmp_path):
    """Opens a browser with a profile of its own for each person; at the end none has complained about a page."""
    browsers = []

    def person(javascript: bool = True, language: str = "en") -> Browser:
        browser = Browser(tmp_path / f"profile-{secrets.token_hex(4)}", demo_server.base, javascript, language)
        browsers.append(browser)
        return browser

    yield person
    faults = [fault for browser in browsers for fault in browser.faults]
    for browser in browsers:
        browser.driver.quit()
    assert faults == []


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory) -> Path:
    """Where pictures go: VOORDEUR_SCREENSHOTS, or a folder that goes away."""
    named = os.environ.get("VOORDEUR_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
