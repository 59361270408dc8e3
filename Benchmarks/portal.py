"""The rows that are measured twice: in a portal, and in the same portal when it is large."""

import json
import random
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import requests
from measuring import Row, measure

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
YEARS = 3
PATHS = 2000


def cursor_at(moment: float) -> str:
    """Continues a list at a moment: an id without its prefix holds 48 bits of milliseconds and 52 of chance."""
    bits = int(moment * 1000) << 52
    return "".join(DIGITS[bits >> shift & 31] for shift in range(95, -5, -5))


class Portal:
    """What is asked of a portal, and found out about it to ask that."""

    def __init__(self, api: str, key: str, folder: Path):
        self.api, self.folder = api, folder
        self.key = {"Authorization": f"Bearer {key}", "X-VERSION": "1.1.0"}
        self.dice = random.Random(1)

    def get(self, address: str) -> requests.Response:
        answer = requests.get(self.api + address, headers=self.key, timeout=60)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {address} answered {answer.status_code}: {answer.text[:300]}")
        return answer

    def moments(self, count: int) -> list[float]:
        """From all of the time that the generated entities come from, the last month excepted."""
        now = time.time()
        return [now - self.dice.uniform(30, YEARS * 365 - 30) * 86_400 for _ in range(count)]

    def anywhere(self, resource: str) -> list[str]:
        """Ids from the whole length of a list."""
        found = []
        for moment in self.moments(PATHS // 50):
            page = self.get(f"/{resource}?per_page=100&cursor={cursor_at(moment)}").json()["data"]
            found += [entity["id"] for entity in self.dice.sample(page, min(50, len(page)))]
        return found

    def read(self, name: str, addresses: list[str]) -> Row:
        """Random ones of these addresses."""
        prefix = urlsplit(self.api).path
        paths = self.folder / "paths"
        paths.write_text("".join(f"{prefix}{address}\n" for address in addresses))
        size = len(self.get(addresses[0]).content)
        return measure(name, self.api, ["paths", str(paths)], self.key, size)

    def create(self, name: str, address: str, sample: dict, mode: list[str]) -> Row:
        answer = requests.post(self.api + address, json=sample, headers=self.key, timeout=60)
        if answer.status_code != 201:
            raise SystemExit(f"bench: POST {address} answered {answer.status_code}: {answer.text[:300]}")
        headers = {**self.key, "Content-Type": "application/json"}
        return measure(name, self.api + address, mode, headers, len(answer.content))


def measure_portal(api: str, key: str, folder: Path) -> list[Row]:
    """Reading first: what is created makes the portal larger."""
    portal = Portal(api, key, folder)
    customers, invoices = portal.anywhere("customers"), portal.anywhere("customer-invoices")

    def month(moment: float) -> str:
        start = datetime.fromtimestamp(moment, timezone.utc)
        return f"created_after={start:%Y-%m-%d}&created_before={start + timedelta(30):%Y-%m-%d}"

    invoice = {
        "customerId": customers[0], "invoiceNumber": "2026-1", "issuedAt": "2026-03-05",
        "lines": [{"description": "Advies, per uur", "quantity": 2.5, "amountExclVat": "95.00", "vatRate": 21}],
    }
    body = folder / "invoice"
    body.write_text(json.dumps(invoice))
    new = {
        "companyName": "Bakkerij Proef 0", "address": "Dorpsstraat 1", "zipCode": "1234AB", "city": "Utrecht",
        "primaryEmail": "proef0@voorbeeld.example",
    }
    return [
        portal.read("GET /v1/customers", ["/customers"]),
        portal.read(
            "GET /v1/customers, by cursor, anywhere",
            [f"/customers?cursor={cursor_at(moment)}" for moment in portal.moments(PATHS)],
        ),
        portal.read(
            "GET /v1/customers, created in a month",
            [f"/customers?{month(moment)}" for moment in portal.moments(PATHS)],
        ),
        portal.read("GET /v1/customers/{id}, anywhere", [f"/customers/{one}" for one in customers]),
        portal.read("GET /v1/customer-invoices", ["/customer-invoices"]),
        portal.read("GET /v1/customer-invoices, open", ["/customer-invoices?status=open"]),
        portal.read(
            "GET /v1/customer-invoices, of a customer", [f"/customer-invoices?customerId={one}" for one in customers]
        ),
        portal.read(
            "GET /v1/customer-invoices, created in a month",
            [f"/customer-invoices?{month(moment)}" for moment in portal.moments(PATHS)],
        ),
        portal.read("GET /v1/customer-invoices/{id}, anywhere", [f"/customer-invoices/{one}" for one in invoices]),
        portal.create("POST /v1/customers", "/customers", new, ["customers"]),
        portal.create(
            "POST /v1/customer-invoices/manual, with its PDF", "/customer-invoices/manual", invoice, ["body", str(body)]
        ),
    ]
