"""An account by clicking: a forgotten password, two-step sign-in from the picture to the code, and the people of a portal."""

import base64
import hashlib
import hmac
import io
import re
import secrets
import struct
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image

from PythonSupport.steps import register
from test_pages import look

NEW_PASSWORD = "een-ander-wachtwoord-" + secrets.token_hex(4)


def totp(secret: str, moment: float) -> str:
    """RFC 6238, written once more: a second implementation finds what the first one gets wrong."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def fresh_code(secret: str, used: set[str]) -> str:
    """A code that was not used yet; the next step is good already."""
    for ahead in (0, 30):
        code = totp(secret, time.time() + ahead)
        if code not in used:
            used.add(code)
            return code
    raise AssertionError("both codes are used")


def picture_says(browser) -> str:
    """What an authenticator app would read from the screen."""
    png = browser.find("svg.qr-code").screenshot_as_png
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    assert len(found) == 1, f"{len(found)} codes in the picture"
    return found[0].text


def sign_in(browser, area: str, email: str, password: str) -> None:
    browser.open(f"{area}/sign-in")
    browser.type("email", email)
    browser.type("password", password)
    browser.submit("password")


def link(demo_server, email: str, path: str) -> str:
    for mail in demo_server.installation.mails_to(email):
        if found := re.search(re.escape(demo_server.base + path) + r"\?token=\S+", mail):
            return found.group(0)
    raise AssertionError(f"no mail to {email} has a link to {path}")


@pytest.fixture
def developer(people, demo_server):
    """A developer of this test alone: the demo's people stay as they are."""
    email = f"bram-{secrets.token_hex(4)}@apps.example"
    browser = people()
    register(browser, demo_server, email, "het-eerste-wachtwoord", "Bram Bakker")
    return browser, email


def test_forgotten_password(demo_server, people, developer):
    desk, email = developer
    phone = people(javascript=False)
    phone.open("/developers/sign-in")
    phone.go("/developers/forgot-password")
    phone.type("email", email)
    phone.submit("email")
    assert "Check your mail" in phone.text
    phone.open(link(demo_server, email, "/developers/reset-password"))
    phone.type("password", NEW_PASSWORD)
    phone.submit("password")
    assert "Your new password is saved." in phone.text
    desk.open("/developers/account")
    assert desk.path == "/developers/sign-in", "the session on the desk goes on"
    sign_in(phone, "/developers", email, NEW_PASSWORD)
    assert phone.path == "/developers/apps"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_two_steps(demo_server, people, javascript):
    email = f"noor-{secrets.token_hex(4)}@apps.example"
    desk = people(javascript)
    register(desk, demo_server, email, "het-eerste-wachtwoord", "Noor")
    desk.open("/developers/account")
    desk.go("/developers/account/second-factor")
    desk.type("current_password", "het-eerste-wachtwoord")
    desk.submit("current_password")

    # Also in the dark: an authenticator app has to read it from there, too.
    said = set()
    for scheme in ("light", "dark"):
        desk.prefer(scheme)
        said.add(picture_says(desk))
    (address,) = said
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    fields = parse_qs(parts.query)
    secret, used = fields["secret"][0], set()
    assert fields["issuer"] == ["Voordeur"]
    assert desk.secret("totp-secret").replace(" ", "") == secret

    desk.type("code", fresh_code(secret, used))
    desk.submit("code")
    recovery = re.findall(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){3}", desk.secret("recovery-codes"))
    assert len(set(recovery)) == 10
    desk.go("/developers/account/second-factor")
    assert "10 left" in desk.text

    phone = people(javascript)
    sign_in(phone, "/developers", email, "het-eerste-wachtwoord")
    assert "One more step" in phone.text
    phone.type("code", fresh_code(secret, used))
    phone.submit("code")
    assert phone.path == "/developers/apps"

    tablet = people(javascript)
    sign_in(tablet, "/developers", email, "het-eerste-wachtwoord")
    tablet.type("code", recovery[0].upper())
    tablet.submit("code")
    assert tablet.path == "/developers/apps"
    tablet.open("/developers/account/second-factor")
    assert "9 left" in tablet.text


def test_people(demo_server, people):
    owner = demo_server.portal("fietsenmaker")["owner"]
    desk = people()
    sign_in(desk, "/manage", owner["email"], owner["password"])
    desk.go("/manage/settings/people")
    desk.go("/manage/settings/people/new")
    email = f"hulp-{secrets.token_hex(4)}@fietsenmaker.example"
    desk.type("email", email)
    desk.choose("role", "admin")
    desk.submit("email")
    assert "The invitation is on its way." in desk.text and email in desk.text

    colleague = people(javascript=False)
    colleague.open(link(demo_server, email, "/manage/invitation"))
    colleague.type("password", NEW_PASSWORD)
    colleague.submit("password")
    colleague.go("/manage/settings/people")
    assert email in colleague.text
    assert not colleague.has("table details") or owner["email"] in colleague.text

    desk.open("/manage/settings/people")
    row = next(row for row in desk.all("tbody tr") if email in row.text)
    row.find_element("css selector", "summary").click()
    remove = row.find_element("css selector", 'form[action$="/remove"]').get_attribute("action")
    desk.click(f'form[action="{remove.removeprefix(desk.base)}"] button')
    assert "They do not belong to this portal any more." in desk.text and email not in desk.text
    colleague.driver.get(colleague.base + "/manage")
    colleague.check(expected_status=403)
    assert colleague.has('form[action="/manage/sign-out"] button'), "there is a way out"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_account_pages(demo_server, people, screenshots, language):
    if "postgres" in demo_server.installation.database:
        pytest.skip("the pages do not depend on the database; SQLite has shown them")
    owner = demo_server.portal()["owner"]
    browser, wrong = people(language=language), []

    def page(name: str, address: str | None = None) -> None:
        if address:
            browser.open(address)
        wrong.extend(look(browser, screenshots, f"{language}-{name}"))

    page("forgot-password", "/manage/forgot-password")
    browser.type("email", owner["email"])
    browser.submit("email")
    page("forgot-password-sent")
    page("reset-password", link(demo_server, owner["email"], "/manage/reset-password"))
    browser.resize(1280)
    sign_in(browser, "/manage", owner["email"], owner["password"])
    page("people", "/manage/settings/people")
    page("people-new", "/manage/settings/people/new")
    page("account", "/manage/account")
    page("account-password", "/manage/account/password")
    page("account-sessions", "/manage/account/sessions")
    page("second-factor-off", "/manage/account/second-factor")
    if browser.has('input[value="begin"]'):
        browser.type("current_password", owner["password"])
        browser.submit("current_password")
    page("second-factor-set-up", "/manage/account/second-factor/set-up")
    secret, used = browser.secret("totp-secret").replace(" ", ""), set()
    browser.type("code", fresh_code(secret, used))
    browser.submit("code")
    page("recovery-codes")
    page("second-factor-on", "/manage/account/second-factor")
    other = people(language=language)
    sign_in(other, "/manage", owner["email"], owner["password"])
    wrong.extend(look(other, screenshots, f"{language}-second-factor"))

    # The owner of the demo data goes on without.
    browser.resize(1280)
    browser.open("/manage/account/second-factor")
    browser.type("current_password", owner["password"])
    browser.type("code", fresh_code(secret, used))
    browser.click('button[value="end"]')
    browser.open("/developers/account")
    assert wrong == []
