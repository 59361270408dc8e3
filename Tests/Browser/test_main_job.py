"""The main job by clicking: a business lets an app in, the app reads customers, the business puts it out again."""

import secrets
from urllib.parse import urlencode

import pytest
import requests

from PythonSupport.steps import register

PASSWORD = "een-lange-zin-met-" + secrets.token_hex(4)


def sign_in(browser, address: str, email: str, password: str) -> None:
    browser.open(address)
    browser.type("email", email)
    browser.type("password", password)
    browser.submit("password")
    assert not browser.has('input[name="password"]'), f"not signed in: {browser.text[:400]}"


def make_api_key(browser, name: str) -> str:
    browser.go("/manage/settings/api-keys")
    browser.go("/manage/settings/api-keys/new")
    browser.type("name", name)
    browser.choose("scope", "customers.read")
    browser.submit("name")
    return browser.secret("api-key")


def make_app(browser, name: str, redirect_uri: str) -> tuple[str, str]:
    browser.open("/developers/apps")
    browser.go("/developers/apps/new")
    browser.type("name", name)
    browser.type("description", "Zet klanten over naar de boekhouding.")
    browser.type("website", "https://koppeling.example")
    browser.choose("type", "web")
    browser.choose("profile", "standard")
    browser.type("redirect_uris", redirect_uri)
    browser.choose("scope", "customers.read")
    browser.submit("redirect_uris")
    return browser.secret("client-id"), browser.secret("client-secret")


def customers(demo_server, header: str, token: str) -> requests.Response:
    return requests.get(demo_server.api + "/customers", headers={header: f"Bearer {token}"}, timeout=30)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_business_lets_an_app_in_and_out_again(demo_server, people, callback, javascript):
    owner = demo_server.portal()["owner"]
    mark = secrets.token_hex(3)

    # The owner makes an API key, which works under both header names.
    desk = people(javascript)
    sign_in(desk, "/manage/sign-in", owner["email"], owner["password"])
    key_name = f"Boekhouding {mark}"
    key = make_api_key(desk, key_name)
    assert key.startswith("vdr_key_")
    for header in ("Authorization", "Authentication"):
        answer = customers(demo_server, header, key)
        assert answer.status_code == 200, answer.text
        assert answer.json()["data"]
    desk.go("/manage/settings/api-keys")
    assert key_name in desk.text
    assert key not in desk.driver.page_source, "the key is shown again"

    # A developer registers and makes an app.
    laptop = people(javascript)
    app_name = f"Factuurkoppeling {mark}"
    register(laptop, demo_server, f"noor-{mark}@apps.example", PASSWORD)
    client_id, client_secret = make_app(laptop, app_name, callback.redirect_uri)
    assert client_id.startswith("app_") and client_secret.startswith("vdr_secret_")
    laptop.open("/developers/apps")
    assert app_name in laptop.text

    # The app sends the owner to the consent page; the owner approves; the app is called back.
    state = secrets.token_urlsafe(24)
    request = {
        "response_type": "code", "client_id": client_id, "redirect_uri": callback.redirect_uri,
        "scope": "customers.read", "state": state,
    }
    desk.open("/oauth/authorize?" + urlencode(request))
    assert app_name in desk.text
    assert "127.0.0.1" in desk.text, "the consent page names the host of the redirect"
    desk.click('button[name="decision"][value="approve"]')
    fields = callback.fields()
    assert fields["state"] == state
    assert fields["iss"] == demo_server.demo["issuer"]

    # The app trades the code and reads customers.
    exchange = {
        "grant_type": "authorization_code", "client_id": client_id, "client_secret": client_secret,
        "redirect_uri": callback.redirect_uri, "code": fields["code"],
    }
    answer = requests.post(demo_server.base + "/oauth/tokens", json=exchange, timeout=30)
    assert answer.status_code == 200, answer.text
    token = answer.json()
    assert token["scope"] == "customers.read"
    reading = customers(demo_server, "Authorization", token["access_token"])
    assert reading.status_code == 200
    identifier = reading.json()["data"][0]["id"]
    one = requests.get(
        f"{demo_server.api}/customers/{identifier}",
        headers={"Authentication": f"Bearer {token['access_token']}"},
        timeout=30,
    )
    assert one.status_code == 200 and one.json()["id"] == identifier

    # The owner sees the app, revokes it, and it is out at once.
    desk.open("/manage")
    desk.go("/manage/settings/apps")
    assert app_name in desk.text
    for card in desk.all('form[action$="/revoke"], a[href$="/revoke"]'):
        if client_id in (card.get_attribute("action") or card.get_attribute("href")):
            break
    else:
        raise AssertionError(f"{client_id} has no revoke button: {desk.text[:400]}")

    def is_revoked() -> bool:
        return customers(demo_server, "Authorization", token["access_token"]).status_code == 401

    for _ in range(2):
        desk.click(f'form[action*="{client_id}/revoke"] button, a[href*="{client_id}/revoke"]')
        if is_revoked():
            break
    assert is_revoked(), "the access token still works after the app was revoked"
    refused = requests.post(
        demo_server.base + "/oauth/tokens",
        json={
            "grant_type": "refresh_token", "client_id": client_id, "client_secret": client_secret,
            "refresh_token": token["refresh_token"],
        },
        timeout=30,
    )
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert customers(demo_server, "Authorization", key).status_code == 200, "the API key has nothing to do with it"

    # All of it stands in the audit log.
    desk.open("/manage/settings/audit")
    audit = desk.text
    assert owner["email"] in audit
    assert key_name in audit or key[-4:] in audit
    assert app_name in audit or client_id in audit
    assert client_secret not in desk.driver.page_source and key not in desk.driver.page_source


def test_declining_sends_the_app_away(demo_server, people, callback):
    owner = demo_server.portal()["owner"]
    laptop = people()
    mark = secrets.token_hex(3)
    register(laptop, demo_server, f"joost-{mark}@apps.example", PASSWORD)
    client_id, _ = make_app(laptop, f"Rapporten {mark}", callback.redirect_uri)

    desk = people()
    request = {
        "response_type": "code", "client_id": client_id, "redirect_uri": callback.redirect_uri,
        "scope": "customers.read", "state": "s" * 20,
    }
    # Not signed in yet: the sign-in page comes first, and leads back to this request.
    desk.open("/oauth/authorize?" + urlencode(request))
    desk.type("email", owner["email"])
    desk.type("password", owner["password"])
    desk.submit("password")
    desk.click('button[name="decision"][value="deny"]')
    fields = callback.fields()
    assert fields["error"] == "access_denied"
    assert fields["state"] == "s" * 20
    assert "code" not in fields
