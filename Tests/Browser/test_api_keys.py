"""The life of an API key by clicking: made, changed with the password, replaced, revoked; and the settings of the portal."""

import secrets

import pytest
import requests

from test_main_job import make_api_key, sign_in
from test_pages import look


def status(demo_server, key: str, path: str = "/customers") -> int:
    return requests.get(demo_server.api + path, headers={"Authorization": f"Bearer {key}"}, timeout=30).status_code


def row_of(browser, name: str):
    rows = [row for row in browser.all("tbody tr") if name in row.text]
    assert rows, f"{name} is not in the list: {browser.text[:600]}"
    return rows


def open_actions(browser, name: str, index: int = 0):
    row = row_of(browser, name)[index]
    row.find_element("css selector", "summary").click()
    return row


def press(browser, row, selector: str) -> None:
    browser._follow(row.find_element("css selector", selector))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_key_is_made_changed_replaced_and_revoked(demo_server, people, screenshots, javascript):
    owner = demo_server.portal()["owner"]
    browser = people(javascript)
    sign_in(browser, "/manage/sign-in", owner["email"], owner["password"])
    name = f"Kassa {secrets.token_hex(3)}"
    key = make_api_key(browser, name)
    assert status(demo_server, key) == 200

    # More scopes: the password is asked for on the same form, and what was filled in stays.
    browser.go("/manage/settings/api-keys")
    press(browser, open_actions(browser, name), 'a[href$="/edit"]')
    browser.type("name", name + " II")
    browser.choose("scope", "customers.write")
    browser.submit("name")
    assert browser.has('input[name="current_password"]'), browser.text[:600]
    assert browser.find('input[name="name"]').get_attribute("value") == name + " II"
    browser.check(expected_status=422)
    if javascript:
        assert look(browser, screenshots, "api-key-widen") == []
        browser.resize(1280)
    browser.type("current_password", "not the password")
    browser.submit("current_password")
    browser.check(expected_status=422)
    assert browser.has('[aria-invalid="true"][name="current_password"]')
    browser.type("current_password", owner["password"])
    browser.submit("current_password")
    browser.faults = [fault for fault in browser.faults if "status of 422" not in fault]
    assert browser.path == "/manage/settings/api-keys"
    assert name + " II" in browser.text

    # Less needs no password, and holds at once.
    press(browser, open_actions(browser, name), 'a[href$="/edit"]')
    browser.type("allowed_addresses", "203.0.113.0/24")
    browser.submit("name")
    assert browser.path == "/manage/settings/api-keys"
    assert status(demo_server, key) == 403

    # Replaced with an overlap: two rows, the old one marked and without these buttons.
    row = open_actions(browser, name)
    press(browser, row, 'form[action$="/rotate"] button')
    successor = browser.secret("api-key")
    assert successor.startswith("vdr_key_") and successor != key
    browser.go("/manage/settings/api-keys")
    assert len(row_of(browser, name)) == 2
    old = next(row for row in row_of(browser, name) if key[-4:] in row.text)
    assert old.find_elements("css selector", 'form[action$="/rotate"], a[href$="/edit"]') == []
    if javascript:
        assert look(browser, screenshots, "api-keys-replaced") == []
        browser.resize(1280)
        browser.open("/manage/settings/api-keys")

    # Revoked, both of them.
    for _ in range(2):
        press(browser, open_actions(browser, name), 'form[action$="/revoke"] button')
    assert name not in browser.text
    assert (status(demo_server, key), status(demo_server, successor)) == (401, 401)

    browser.open("/manage/settings/audit")
    for event in ("api_key.changed", "api_key.rotated", "api_key.revoked"):
        assert event in browser.driver.page_source, f"the audit log does not tell of {event}"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_settings_of_the_portal(demo_server, people, screenshots, language):
    owner = demo_server.portal("fietsenmaker")["owner"]
    browser = people(language=language)
    sign_in(browser, "/manage/sign-in", owner["email"], owner["password"])
    browser.go("/manage/settings/portal")
    assert look(browser, screenshots, f"{language}-portal-settings") == []
    browser.resize(1280)
    browser.choose("time_zone", "Europe/Paris")
    browser.type("key_days", "90")
    browser.submit("key_days")
    assert browser.find('input[name="key_days"]').get_attribute("value") == "90"
    browser.open("/manage/settings/api-keys/new")
    assert browser.find('input[name="expires_at"]').get_attribute("value")
    assert look(browser, screenshots, f"{language}-api-key-new-limited") == []
    browser.resize(1280)
    browser.open("/manage/settings/portal")
    browser.choose("time_zone", "Europe/Amsterdam")
    browser.find('input[name="key_days"]').clear()
    browser.submit("key_days")
    assert browser.find('input[name="key_days"]').get_attribute("value") == ""
