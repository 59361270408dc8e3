"""A developer edits an app, gives it a logo, and walks through its flow, by clicking."""

import struct
import zlib

import pytest

from Browser.test_pages import look, sign_in


def png(side: int) -> bytes:
    """A green square that browsers draw."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + b"\x1d\x5c\x46" * side for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_edit_logo_and_try_it(demo_server, people, screenshots, tmp_path, javascript):
    app = demo_server.app("web", "strict")
    path = f"/developers/apps/{app['client_id']}"
    browser = people(javascript)
    sign_in(browser, "/developers/sign-in", demo_server.demo["developer"])
    wrong = []

    def see(name: str) -> None:
        if javascript:
            wrong.extend(look(browser, screenshots, f"en-{name}"))
            browser.resize(1280)

    # Edit: the description changes, everything else stays.
    browser.open(path)
    browser.go(f"{path}/edit")
    see("app-edit")
    browser.type("description", f"Bewerkt, {javascript}")
    browser.submit("description")
    assert browser.path.startswith(path)
    assert f"Bewerkt, {javascript}" in browser.text
    assert app["redirect_uris"][0] in browser.text

    # The logo: refused as text, taken as a picture, and drawn.
    text = tmp_path / "logo.png"
    text.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    browser.go(f"{path}/logo")
    browser.find('input[name="logo"]').send_keys(str(text))
    browser.click('form[enctype="multipart/form-data"] button[type="submit"]')
    browser.faults = [fault for fault in browser.faults if "status of 4" not in fault]
    assert "not a PNG, JPEG or WebP" in browser.text
    see("app-logo-refused")
    picture = tmp_path / "square.png"
    picture.write_bytes(png(96))
    browser.find('input[name="logo"]').send_keys(str(picture))
    browser.click('form[enctype="multipart/form-data"] button[type="submit"]')
    assert browser.path.startswith(path)
    assert browser.has('img.app-logo[src^="/logos/"]')
    see("app-with-logo")

    # Try it: from the first request to an answer of the API.
    browser.go(f"{path}/try")
    if browser.has(f'form[action="{path}/try/callback"]'):
        see("try-callback-missing")
        browser.click(f'form[action="{path}/try/callback"] button')
    see("try")
    browser.click(f'form[action="{path}/try"] button[type="submit"]')
    see("try-request")
    browser.click('main a.button[href*="/oauth/authorize?"]')
    assert browser.has('img.app-logo[src^="/logos/"]'), "the consent page shows the logo"
    see("try-consent")
    browser.click('button[name="decision"][value="approve"]')
    assert browser.path.startswith("/developers/try/callback")
    see("try-callback")
    browser.type("client_secret", app["client_secret"])
    browser.submit("client_secret")
    assert "Everything worked." in browser.text
    assert "Drukkerij De Letter" in browser.text or "Muziekschool Allegro" in browser.text
    assert app["client_secret"] not in browser.driver.page_source
    see("try-result")

    # The test portal, as its owner.
    browser.go("/developers/test-portal")
    see("test-portal")
    browser.click('form[action="/developers/test-portal/enter"] button')
    assert browser.path == "/manage"
    browser.open("/manage/customers")
    assert "Drukkerij De Letter" in browser.text
    assert wrong == []
