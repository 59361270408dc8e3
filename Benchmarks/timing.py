#!/usr/bin/env python3
"""Asks whether answers tell by their time who exists: pairs of questions, in random order, over one connection.

    make timing                        (TIMING_SAMPLES=1000 of each, TIMING_HASHES=… of the sign-ins, which hash a password)

Every request names another client address, so that no throttle answers in the place of what is measured. A table is the last output:
the medians, their difference, and Welch's t over the samples without the slowest tenth. Beyond ±4.5 the two can be told apart.
"""

import http.client
import json
import math
import os
import random
import re
import secrets
import sqlite3
import statistics
import string
import sys
import tempfile
import time
import zlib
from pathlib import Path
from urllib.parse import urlencode

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests"))

from PythonSupport.installation import Installation  # noqa: E402

SAMPLES = int(os.environ.get("TIMING_SAMPLES", "1000"))
HASHES = int(os.environ.get("TIMING_HASHES", SAMPLES))
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
ACCOUNTS = 500


def token(kind: str) -> str:
    """One that is well-formed, with its checksum, and unknown."""
    body = f"vdr_{kind}_" + "".join(secrets.choice(BASE62) for _ in range(30))
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        digits = BASE62[rest % 62] + digits
        rest //= 62
    return body + digits


class Client:
    """One connection that is kept, with the cookie and the anti-forgery value of a browser."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.sent = 0
        self.cookie = ""

    def open(self, path: str) -> str:
        """The anti-forgery value of a page."""
        _, headers, body = self.ask("GET", path, {})
        for line in headers.get_all("Set-Cookie") or []:
            self.cookie = line.split(";")[0]
        return re.search(r'name="csrf" value="([^"]+)"', body).group(1)

    def ask(self, method: str, path: str, headers: dict, fields: dict | None = None):
        self.sent += 1
        address = f"10.{self.sent >> 16 & 255}.{self.sent >> 8 & 255}.{self.sent & 255}"
        headers = {"X-Forwarded-For": address, "Cookie": self.cookie, **headers}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def measure(name: str, count: int, one, other) -> dict:
    """`one` and `other` make the arguments of a request from a number. Both get the same status."""
    times, statuses = ([], []), set()
    for number in range(count + 20):
        for side in random.sample((0, 1), 2):
            send = (one, other)[side](number)
            start = time.perf_counter_ns()
            status = send()
            elapsed = (time.perf_counter_ns() - start) / 1e6
            statuses.add(status)
            if number >= 20:  # the first ones warm up
                times[side].append(elapsed)
    assert len(statuses) == 1, f"{name}: the statuses differ: {statuses}"
    trimmed = [sorted(values)[: len(values) * 9 // 10] for values in times]
    means = [statistics.fmean(values) for values in trimmed]
    error = math.sqrt(sum(statistics.variance(values) / len(values) for values in trimmed))
    medians = [statistics.median(values) for values in times]
    row = {"name": name, "samples": count, "status": statuses.pop(), "medians": medians, "t": (means[0] - means[1]) / error}
    print(f"{name}: {medians[0]:.3f} ms, {medians[1]:.3f} ms, t = {row['t']:.1f}", file=sys.stderr, flush=True)
    return row


def more_accounts(file: Path) -> None:
    """Accounts enough that no mailbox is asked for too often."""
    with sqlite3.connect(file) as database:
        (secret,) = database.execute("SELECT password_hash FROM users WHERE password_hash IS NOT NULL").fetchone()
        for number in range(ACCOUNTS):
            email = f"known{number}@timing.example"
            database.execute(
                "INSERT INTO users (id, email, email_key, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (f"usr_{number:020}", email, email, "Known", secret, int(time.time())),
            )


def rows(port: int, demo: dict, revoked: str) -> list[dict]:
    client = Client(port)

    def post(path: str, **fields):
        return lambda: client.ask("POST", path, {}, fields)[0]

    def known(number: int) -> str:
        return f"known{number % ACCOUNTS}@timing.example"

    def unknown(number: int) -> str:
        return f"other{number % ACCOUNTS}@timing.example"

    def bearer(text: str):
        return lambda: client.ask("GET", "/v1/me", {"Authorization": f"Bearer {text}"})[0]

    def exchange(app: str, secret: str):
        return post(
            "/oauth/token", grant_type="authorization_code", client_id=app, client_secret=secret, code=token("code"),
            redirect_uri="https://app1.example/cb",
        )

    app = next(app for app in demo["apps"] if app.get("client_secret"))
    table = [
        measure("API: unknown token, revoked key", SAMPLES, lambda _: bearer(token("key")), lambda _: bearer(revoked)),
        measure(
            "App: unknown App ID, wrong App Secret", SAMPLES,
            lambda _: exchange("app_" + "0" * 20, token("secret")), lambda _: exchange(app["client_id"], token("secret")),
        ),
    ]
    csrf = client.open("/manage/forgot-password")
    table.append(
        measure(
            "Password reset: unknown address, known address", SAMPLES,
            lambda number: post("/manage/forgot-password", csrf=csrf, email=unknown(number)),
            lambda number: post("/manage/forgot-password", csrf=csrf, email=known(number)),
        )
    )
    table.append(
        measure(
            "Sign-in: unknown user, wrong password", HASHES,
            lambda number: post("/manage/sign-in", csrf=csrf, email=unknown(number), password="not the password"),
            lambda number: post("/manage/sign-in", csrf=csrf, email=known(number), password="not the password"),
        )
    )
    return table


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), RATE_LIMIT_PER_MINUTE="0", TRUSTED_PROXIES="127.0.0.1")
        demo = installation.demo()
        revoked = demo["portals"][0]["apiKeyReadOnly"]
        more_accounts(installation.sqlite_file)
        with sqlite3.connect(installation.sqlite_file) as database:
            database.execute("UPDATE api_keys SET revoked_at = 1 WHERE last_four = ?", (revoked[-4:],))
        with installation.serving():
            table = rows(installation.port, demo, revoked)
    print("| Pair | Samples of each | Status | Medians (ms) | Difference (ms) | Welch's t |")
    print("|---|---|---|---|---|---|")
    for row in table:
        one, other = row["medians"]
        print(
            f"| {row['name']} | {row['samples']} | {row['status']} | {one:.3f}, {other:.3f} | {one - other:+.3f} "
            f"| {row['t']:+.1f} |"
        )


if __name__ == "__main__":
    main()
