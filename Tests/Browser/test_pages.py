"""Every key page, on a phone and on a desk, light and dark: nothing sticks out, nothing complains, everything has a name."""

import re
import secrets
import sqlite3
import time
from urllib.parse import urlencode

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from PythonSupport.browser import WIDTHS, Browser
from PythonSupport.installation import Installation


# Each has a list and a page for each of what is in it.
AREAS = (
    "invoices", "offers", "subscriptions", "packages", "payment-links", "punch-cards", "appointments", "tickets",
    "agreements",
)
FORMS = (
    "customers", "invoices", "offers", "subscriptions", "packages", "payment-links", "punch-cards", "appointments",
    "tickets", "file-requests",
)


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


def sign_up(demo_server) -> str:
    """Where somebody new pays for the first package, so that they become a customer."""
    portal = demo_server.portal()
    packages = f"{demo_server.api}/customer-subscription-packages"
    key = {"Authorization": f"Bearer {portal['apiKey']}"}
    package = requests.get(packages, headers=key, timeout=30).json()["data"][0]["id"]
    newcomer = {
        "companyName": "Nieuw B.V.", "address": "Kade 1", "zipCode": "3511 AB", "city": "Utrecht",
        "email": "nieuw@bedrijf.example",
    }
    made = requests.post(f"{packages}/{package}/sign-up/", headers=key, json=newcomer, timeout=30).json()
    return made["paymentLink"].removeprefix(demo_server.base)


def to_sign(demo_server) -> str:
    """The page that the signer of the newest agreement was mailed."""
    key = {"Authorization": f"Bearer {demo_server.portal()['apiKey']}"}
    agreements = f"{demo_server.api}/agreements"
    newest = requests.get(agreements, headers=key, timeout=30).json()["data"][0]["id"]
    for signer in requests.get(f"{agreements}/{newest}", headers=key, timeout=30).json()["signers"]:
        for mail in demo_server.installation.mails_to(signer["email"]):
            if link := re.search(r"\S+(/sign/\S+)", mail):
                return link.group(1)
    raise AssertionError("nobody was asked to sign")


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

    def first(address: str) -> str:
        """Where the page's first link to such an address leads."""
        return browser.find(f'main a[href*="{address}"]').get_attribute("href").removeprefix(browser.base)

    def link_of(entities: str, address: str) -> str:
        """A link to such an address on the page of the first of them."""
        browser.open(entities)
        browser.open(browser.find("main a.row-link").get_attribute("href"))
        return first(address)

    page("start", "/")
    page("not-found", "/nergens", status=404)
    page("docs", "/docs")
    page("docs-guide", "/docs/errors")
    page("docs-webhooks", "/docs/webhooks")
    page("docs-reference", "/docs/v1.0.0")
    page("docs-group", "/docs/v1.1.0/customers")
    page("docs-problem", "/docs/problems/invalid")
    page("docs-search", "/docs/search?q=customers")
    page("manage-sign-in", "/manage/sign-in")
    browser.type("email", "niemand@bakkerij.example")
    browser.type("password", "verkeerd-wachtwoord")
    browser.submit("password")
    browser.faults = [fault for fault in browser.faults if "status of 4" not in fault]
    page("manage-sign-in-refused")

    sign_in(browser, "/manage/sign-in", demo_server.portal()["owner"])
    page("manage")
    page("customers", "/manage/customers")
    page("customer", first("/manage/customers/cst_"))
    for area in AREAS:
        page(area, f"/manage/{area}")
        # Where a list has a form, its address comes before those of what is in the list.
        one = browser.find("main a.row-link").get_attribute("href").removeprefix(browser.base)
        page(area.removesuffix("s"), one)
    for area in FORMS:
        page(f"{area}-new", f"/manage/{area}/new")
        browser.driver.execute_script("document.querySelector('main form').noValidate = true")
        browser.click('main form .actions button[type="submit"]')
        browser.faults = [fault for fault in browser.faults if "status of 422" not in fault]
        page(f"{area}-refused")
    page("invoice-public", link_of("/manage/invoices?status=open", "/public-invoice/"))
    page("payment-link-public", link_of("/manage/payment-links?status=open", "/payment-link/"))
    browser.click("main form button")
    page("payment-sandbox")
    browser.click('button[value="paid"]')
    page("payment-paid")
    page("sign-up", sign_up(demo_server))
    page("signing", to_sign(demo_server))
    page("letterhead", "/manage/settings/letterhead")
    page("payments", "/manage/settings/payments")
    page("features", "/manage/settings/features")
    page("portal", "/manage/settings/portal")
    page("people", "/manage/settings/people")
    page("charged", "/manage/settings/invoices")
    page("charge", first("/manage/settings/invoices/"))
    page("files", "/manage/files")
    page("files-directory", first("/manage/files?directory="))
    page("file", first("/manage/files/fsf_"))
    page("file-shares", "/manage/file-shares")
    page("file-share", first("/manage/file-shares/fss_"))
    shared = first("/share/fss_")
    page("file-requests", "/manage/file-requests")
    page("file-request", first("/manage/file-requests/frq_"))
    page("public-file-request", first("/file-request/frq_"))
    page("public-share", shared)
    page("api-keys", "/manage/settings/api-keys")
    page("api-key-new", "/manage/settings/api-keys/new")
    browser.type("name", "Schermafdruk")
    browser.choose("scope", "customers.read")
    browser.submit("name")
    page("api-key-made")
    page("connected-apps", "/manage/settings/apps")
    page("webhooks", "/manage/settings/webhooks")
    page("webhook", first("/manage/settings/webhooks/wbh_"))
    browser.click('main form[action$="/test"] button')
    page("webhook-delivery", first("/deliveries/"))
    page("webhook-new", "/manage/settings/webhooks/new")
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


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_that_an_operator_makes_possible(tmp_path, screenshots, language):
    """Consent to strangers' apps and for other APIs; a suspended portal."""
    installation = Installation(tmp_path, DYNAMIC_REGISTRATION="true", CLIENT_ID_DOCUMENTS="true")
    portal = installation.demo()["portals"][0]
    app = next(app for app in installation.demo()["apps"] if (app["type"], app["profile"]) == ("web", "standard"))
    routes = "https://routes.example/api"
    installation.run("resource-server", "add", "--name", "Routeplanner Noord-Brabant", "--uri", routes, check=True)
    address = "https://agenda.example/.well-known/oauth-client.json"
    wrong = []

    with installation.serving(), Browser(tmp_path / "profile", installation.base, True, language) as browser:

        def page(name: str, address: str | None = None, status: int = 200) -> None:
            if address:
                browser.driver.get(browser.base + address)
            browser.check(expected_status=status)
            wrong.extend(look(browser, screenshots, f"{language}-{name}"))

        def consent(client: str, redirect: str, scope: str, **more: str) -> str:
            pkce = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
            fields = {"response_type": "code", "client_id": client, "redirect_uri": redirect, "scope": scope}
            return "/oauth/authorize?" + urlencode({**fields, **pkce, **more})

        sign_in(browser, "/manage/sign-in", portal["owner"])
        known = consent(app["client_id"], app["redirect_uris"][0], app["scope"], resource=routes)
        page("consent-other-api", known)

        metadata = {
            "client_name": "Agenda-assistent", "redirect_uris": ["http://127.0.0.1/callback"],
            "token_endpoint_auth_method": "none", "scope": "customers.read customers.write",
        }
        stranger = requests.post(installation.base + "/oauth/register", json=metadata, timeout=30).json()["client_id"]
        page("consent-self-registered", consent(stranger, "http://127.0.0.1:5000/callback", "customers.read customers.write"))
        # As if it had been read a moment ago: documents are fetched from public addresses only.
        with sqlite3.connect(installation.sqlite_file) as database:
            moment = int(time.time())
            row = (address, stranger, moment, moment + 3600)
            database.execute("INSERT INTO client_documents (url, app_id, fetched_at, expires_at) VALUES (?, ?, ?, ?)", row)
        page("consent-document", consent(address, "http://127.0.0.1:5000/callback", "customers.read"))

        browser.resize(1280)
        browser.driver.get(browser.base + "/manage/settings/api-keys")
        edit = browser.find('a[href$="/edit"]').get_attribute("href").removeprefix(browser.base)
        page("api-key-edit", edit)

        installation.run("portal", "suspend", portal["slug"], check=True)
        page("portal-suspended", "/manage", status=403)
        page("portal-suspended-authorize", known, status=403)
        assert browser.faults == []
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
