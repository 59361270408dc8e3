"""Invoices and offers as PDF, asked for through the API and read by another program."""

import time

import pytest
import requests

from PythonSupport.papers import Paper

# Nothing is drawn closer to the edge, in points.
MARGIN = 36

HOSTILE = {
    "long words": "W" * 2000,
    "wide glyphs": "\ufdfd" * 2000,
    "stacked marks": "a" + "\u0301\u0323" * 999,
    "right to left": "مرحبا שלום \u202egnihton\u2067 € 100 " * 60,
    "emoji": "👩‍👩‍👧‍👦🚲🏳️‍🌈" * 150,
    "control characters": "x" + "\x01\x7f\x85\u200b\ufeff\r\n\t\x0b\u2028" * 199 + "x",
    "line feeds": "a" + "\n" * 1998 + "b",
}


class Desk:
    """The API of the demo portal, with its full key."""

    def __init__(self, demo_server, folder):
        self.server, self.folder = demo_server, folder
        self.key = demo_server.portal()["apiKey"]
        self.customer = demo_server.portal()["customer"]["id"]

    def call(self, method: str, path: str, **more) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", "X-VERSION": "1.1.0"}
        while True:
            answer = requests.request(method, f"{self.server.api}{path}", headers=headers, timeout=120, **more)
            if answer.status_code != 429:
                return answer
            time.sleep(int(answer.headers["Retry-After"]))

    def make(self, kind: str, lines: list[dict], **more) -> Paper:
        number = {"customer-invoices": "invoiceNumber", "customer-offers": "offerNumber"}[kind]
        body = {"customerId": self.customer, number: "2025-001", "issuedAt": "2025-03-05", "lines": lines, **more}
        made = self.call("POST", f"/{kind}/manual", json=body)
        assert made.status_code == 201, made.text
        return self.paper(f"/{kind}/{made.json()['id']}/pdf")

    def paper(self, path: str) -> Paper:
        link = self.call("GET", path).json()["link"]
        answer = requests.get(link, timeout=120)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        return Paper(self.folder, answer.content)


@pytest.fixture
def desk(demo_server, tmp_path):
    return Desk(demo_server, tmp_path)


def line(description: str, amount: str = "1234.56", rate: int = 21, **more) -> dict:
    return {"description": description, "amountExclVat": amount, "vatRate": rate, **more}


def test_an_invoice_can_be_read(desk):
    paper = desk.make(
        "customer-invoices",
        [line("Taart met krenten", quantity=1.5), line("Bezorging", "17.50"), line("Korting", "-25.00", 9)],
    )
    text = paper.text()
    for words in (
        "Bakkerij Jansen B.V.", "Oudegracht 112", "NL001234567B01", "NL91 ABNA 0417 1643 00", "Factuur", "2025-001",
        "5 maart 2025", "Taart met krenten", "1,5", "€ 1.234,56", "€ 1.851,84", "€ -25,00", "9%", "21%",
    ):
        assert words in text.replace("\u00a0", " "), f"{words!r} is missing in\n{text}"
    assert "1/1" in text.replace(" ", "")
    # 1851.84 and 17.50 at 21%, -25.00 at 9%: 388.89 + 3.68 - 2.25 of VAT.
    assert "€ 2.234,66" in text.replace("\u00a0", " "), text
    assert paper.facts["Page size"].endswith("(A4)")
    assert paper.facts["Title"] == "Factuur 2025-001"
    assert paper.facts["JavaScript"] == "no"
    assert paper.fonts(), "there is no font"
    assert all(font["embedded"] and font["unicode"] for font in paper.fonts()), paper.fonts()


def test_an_offer_says_how_long_it_is_valid(desk):
    text = desk.make("customer-offers", [line("Advies")], offerNumber="O-7", expiresAt="2025-04-04").text()
    for words in ("Offerte", "O-7", "Geldig tot en met", "4 april 2025"):
        assert words in text, text


def test_a_long_invoice_repeats_its_heading_and_counts_its_pages(desk):
    paper = desk.make("customer-invoices", [line(f"Levering {number} " + "van brood " * 12, "1.00") for number in range(100)])
    assert 3 <= paper.pages <= 20
    for page in range(1, paper.pages + 1):
        text = paper.text(page)
        assert f"{page}/{paper.pages}" in text.replace(" ", "")
        assert "Bakkerij Jansen" in text
        if page < paper.pages:
            assert "Omschrijving" in text, f"page {page} has no heading"
    whole = paper.text()
    assert all(f"Levering {number} " in whole for number in range(100))
    assert whole.count("Totaal incl. btw") == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_drawn_over_the_edge(desk, name):
    paper = desk.make("customer-invoices", [line(HOSTILE[name], "1.00")] * 12, invoiceNumber=HOSTILE[name][:255])
    assert paper.facts["Page size"].endswith("(A4)")
    for number, page in enumerate(paper.drawn(last=6), start=1):
        width, height = page.size
        edges = {
            "left": (0, 0, MARGIN, height), "right": (width - MARGIN, 0, width, height),
            "top": (0, 0, width, MARGIN), "bottom": (0, height - MARGIN, width, height),
        }
        for side, box in edges.items():
            darkest = page.crop(box).getextrema()[0]
            assert darkest == 255, f"page {number} of {name}: something at the {side}"
        assert page.getextrema()[0] < 128, f"page {number} is empty"


def test_what_the_operator_charges(desk, demo_server):
    installation = demo_server.installation
    arguments = ["portal", "invoice", "bakkerij", "--number", "VDR-9", "--from", "Beheer B.V.", "--issued", "2025-04-12"]
    done = installation.run(*arguments, "--line", "Portaal; april;1;12.95;21", check=True)
    assert "15.67" in done.stdout
    again = installation.run(*arguments, "--line", "x;1;1.00;21")
    assert again.returncode == 1
    assert len(again.stderr.strip().splitlines()) == 1
    for wrong in ("x;1;1.00;19", "x;0;1.00;21", "x;1;1;21", ";1;1.00;21", "1;1.00;21"):
        done = installation.run(*arguments[:4], "VDR-10", *arguments[5:], "--line", wrong)
        assert (done.returncode, done.stdout) == (1, ""), wrong
    invoice = next(one for one in desk.call("GET", "/invoices?per_page=100").json()["data"] if one["invoiceNumber"] == "VDR-9")
    assert (invoice["totalAmount"], invoice["issuedAt"], invoice["isPaid"]) == (
        "15.67", "2025-04-12T00:00:00+02:00", False,
    )
    assert invoice["lines"][0]["description"] == "Portaal; april"
    text = desk.paper(f"/invoices/{invoice['id']}/pdf").text()
    assert "Beheer B.V." in text
    assert "Bakkerij Jansen B.V." in text
    installation.run("portal", "invoice-paid", "bakkerij", "VDR-9", check=True)
    assert installation.run("portal", "invoice-paid", "bakkerij", "VDR-9").returncode == 1
    assert desk.call("GET", f"/invoices/{invoice['id']}").json()["isPaid"] is True
