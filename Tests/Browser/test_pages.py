"""Every key page, on a phone and on a desk, light and dark: nothing sticks out, nothing complains, everything has a name."""

import secrets
from urllib.parse import urlencode

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from PythonSupport.browser import WIDTHS


def look(browser, screenshots, name: str) -> list[str]:
    """Takes the pictures of the current page; answers what is wrong with it."""
    wrong = []
    for scheme in ("light", "dark"):
        browser.prefer(scheme)
        for width in WIDTHS:
            browser.resize(width)
            if excess := browser.overflow():
                wrong.append(f"{name}: {excess} pixels too wide at {width}")
            browser.screenshot(screenshots / f"{name}-{width}-{scheme}.png")
    if not browser.find("html").get_attribute("lang"):
        wrong.append(f"{name}: the page does not say its language")
    if not browser.driver.title.strip():
        wrong.append(f"{name}: the page has no title")
    if len(browser.all("h1")) != 1:
        wrong.append(f"{name}: {len(browser.all('h1'))} elements h1")
    wrong += [f"{name}: no label for {control}" for control in browser.unlabelled()]
    return wrong


def sign_in(browser, address: str, person: dict) -> None:
    browser.resize(1280)
    browser.open(address)
    browser.type("email", person["email"])
    browser.type("password", person["password"])
    browser.submit("password")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_key_pages(demo_server, people, screenshots, language):
    if "postgres" in demo_server.installation.database:
        pytest.skip("the pages do not depend on the database; SQLite has shown them")
    browser = people(language=language)
    wrong = []

    def page(name: str, address: str | None = None, status: int = 200) -> None:
        if address:
            browser.driver.get(browser.base + address)
        browser.check(expected_status=status)
        wrong.extend(look(browser, screenshots, f"{language}-{name}"))

    page("start", "/")
    page("not-found", "/nergens", status=404)
    page("manage-sign-in", "/manage/sign-in")
    browser.type("email", "niemand@bakkerij.example")
    browser.type("password", "verkeerd-wachtwoord")
    browser.submit("password")
    browser.faults = [fault for fault in browser.faults if "status of 4" not in fault]
    page("manage-sign-in-refused")

    sign_in(browser, "/manage/sign-in", demo_server.portal()["owner"])
    page("manage")
    page("customers", "/manage/customers")
    customer = browser.find('main a[href*="/manage/customers/cst_"]').get_attribute("href")
    page("customer", customer.removeprefix(browser.base))
    page("api-keys", "/manage/settings/api-keys")
    page("api-key-new", "/manage/settings/api-keys/new")
    browser.type("name", "Schermafdruk")
    browser.choose("scope", "customers.read")
    browser.submit("name")
    page("api-key-made")
    page("connected-apps", "/manage/settings/apps")
    page("audit", "/manage/settings/audit")

    app = demo_server.app("web", "standard")
    request = {
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": app["redirect_uris"][0],
        "scope": app["scope"], "state": secrets.token_urlsafe(16),
    }
    page("consent", "/oauth/authorize?" + urlencode(request))
    page(
        "authorize-refused",
        "/oauth/authorize?" + urlencode({**request, "redirect_uri": "https://elders.example/cb"}),
        status=400,
    )

    native = demo_server.app("native", "strict")
    device = requests.post(
        browser.base + "/oauth/device_authorization",
        data={"client_id": native["client_id"], "scope": native["scope"]},
        timeout=30,
    ).json()
    page("device", f"/oauth/device?user_code={device['user_code']}")
    browser.submit("user_code")
    page("device-question")
    page("device-done", "/oauth/device/done?decision=approved")

    page("developers-register", "/developers/register")
    page("developers-sign-in", "/developers/sign-in")
    sign_in(browser, "/developers/sign-in", demo_server.demo["developer"])
    page("developers-apps", "/developers/apps")
    page("developers-app-new", "/developers/apps/new")
    page("developers-app", f"/developers/apps/{app['client_id']}")
    page("developers-app-edit", f"/developers/apps/{app['client_id']}/edit")
    page("developers-app-logo", f"/developers/apps/{app['client_id']}/logo")
    page("developers-try", f"/developers/apps/{app['client_id']}/try")
    page("developers-test-portal", "/developers/test-portal")
    page("developers-delete-account", "/developers/account/delete")
    page("developers-confirm", "/developers/confirm/resend")

    assert wrong == []


def test_sign_in_and_consent_with_the_keyboard_only(demo_server, people, callback):
    owner = demo_server.portal()["owner"]
    browser = people()
    browser.open("/manage/sign-in")
    browser.tab_to('input[name="email"]')
    browser.press_keys(owner["email"])
    browser.tab_to('input[name="password"]')
    browser.press_keys(owner["password"], Keys.ENTER)
    browser.wait(lambda: not browser.has('input[name="password"]'))
    assert browser.path.startswith("/manage")

    app = demo_server.app("native", "strict")
    request = {
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": callback.redirect_uri,
        "scope": "customers.read", "state": "s" * 20,
        # The challenge of RFC 7636, appendix B.
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
    }
    browser.open("/oauth/authorize?" + urlencode(request))
    browser.tab_to('button[name="decision"][value="approve"]')
    outline = browser.driver.execute_script(
        "const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.boxShadow"
    )
    assert outline != "none none", "the focused button looks like any other"
    browser.press_keys(Keys.ENTER)
    fields = callback.fields()
    assert fields["state"] == "s" * 20
    assert fields["code"].startswith("vdr_code_")


def test_language_switch(demo_server, people):
    browser = people(language="nl")
    browser.open("/manage/sign-in")
    assert browser.find("html").get_attribute("lang").startswith("nl")
    english = people(language="en")
    english.open("/manage/sign-in")
    assert english.find("html").get_attribute("lang").startswith("en")
