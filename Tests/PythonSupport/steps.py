"""Steps that several browser tests take."""

import re


def register(browser, demo_server, email: str, password: str, name: str = "Noor de Vries") -> None:
    """A developer registers, opens the mailed link and is signed in."""
    browser.open("/developers/register")
    browser.type("name", name)
    browser.type("email", email)
    browser.type("password", password)
    browser.submit("password")

    mails = demo_server.installation.mails_to(email)
    link = re.search(re.escape(demo_server.base) + r"/developers/confirm[^\s<>\"')\]]+", mails[0])
    assert link, f"no link in the mail:\n{mails[0]}"
    browser.open(link.group(0))
    # A link that a mail scanner may follow does nothing by itself, and whoever opens it must have chosen the password.
    browser.type("password", password)
    browser.submit("password")
    assert browser.path == "/developers/apps"
