"""The benchmark proper: prepares data, runs wrk row by row with the ceiling before and after, prints one table.

    bench.py sqlite|postgres FOLDER

The ceiling of a row is a route of the bare framework that answers as many bytes of JSON (`voordeur bench-ceiling`), measured with the
same tool and connections just before and just after the row; the ratio is to the mean of the two. A row in which anything but
2xx was answered, or a connection broke, is void.
"""

import base64
import contextlib
import hashlib
import json
import os
import platform
import re
import secrets
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from measuring import CONNECTIONS, REPOSITORY, SECONDS, Row, measure, say
from portal import measure_portal

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from PythonSupport import databases
from PythonSupport.forms import Visitor
from PythonSupport.installation import Installation
from PythonSupport.large_file import MEGABYTE, Passage, pass_through

CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "10000"))
SCALE = int(os.environ.get("BENCH_SCALE", "200000"))
INVOICES_EACH = 5
FILE = int(os.environ.get("BENCH_FILE", "1024")) * MEGABYTE
MEMORY_LIMIT = 200 * MEGABYTE
CODES = int(os.environ.get("BENCH_CODES", "10000"))
PROOFS = int(os.environ.get("BENCH_PROOFS", "20000"))
PORTAL = "bakkerij"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


# The person and the apps


class Preparation:
    """A signed-in owner who has let an app in, so that `prompt=none` gives codes without a page."""

    def __init__(self, installation: Installation, demo: dict):
        self.installation = installation
        self.base = installation.base
        self.apps = {app["profile"]: app for app in demo["apps"] if app["type"] == "web"}
        self.owner = next(portal for portal in demo["portals"] if portal["slug"] == PORTAL)["owner"]
        self.visitor = Visitor(self.base)

    def address(self, app: dict, **more: str) -> str:
        request = {
            "response_type": "code", "client_id": app["client_id"], "redirect_uri": app["redirect_uris"][0],
            "scope": app["scope"], "state": "bench", **more,
        }
        if app["profile"] == "strict":
            request |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        return "/oauth/authorize?" + urlencode(request)

    def exchange_form(self, app: dict, code: str) -> dict[str, str]:
        form = {
            "grant_type": "authorization_code", "client_id": app["client_id"], "client_secret": app["client_secret"],
            "redirect_uri": app["redirect_uris"][0], "code": code,
        }
        return form | ({"code_verifier": VERIFIER} if app["profile"] == "strict" else {})

    def consent(self, app: dict) -> str:
        """The first code of an app, by way of the consent page."""
        target = self.visitor.authorize(self.base + self.address(app), self.owner["email"], self.owner["password"])
        return parse_qs(urlsplit(target).query)["code"][0]

    def tokens(self, app: dict, code: str) -> dict:
        answer = requests.post(self.base + "/oauth/token", data=self.exchange_form(app, code), timeout=30)
        if answer.status_code != 200:
            raise SystemExit(f"bench: the exchange answered {answer.status_code}: {answer.text}")
        return answer.json()

    def codes(self, app: dict, number: int) -> list[str]:
        """`number` codes over four plain keep-alive connections, each by one request with `prompt=none`."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.visitor.session.cookies)
        address = urlsplit(self.base)
        request = (
            f"GET {self.address(app, prompt='none')} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookies}\r\n\r\n"
        ).encode()

        def some(count: int) -> list[str]:
            found = []
            with socket.create_connection((address.hostname, address.port), timeout=30) as wire:
                stream = wire.makefile("rb")
                for _ in range(count):
                    wire.sendall(request)
                    length, code, status = 0, None, stream.readline()
                    while (line := stream.readline().strip()):
                        name, _, value = line.partition(b":")
                        if name.lower() == b"content-length":
                            length = int(value)
                        elif name.lower() == b"location":
                            code = parse_qs(urlsplit(value.strip().decode()).query).get("code", [None])[0]
                    body = stream.read(length)
                    if code is None:
                        raise SystemExit(f"bench: no code without a page: {status!r} {body[:200]!r}")
                    found.append(code)
            return found

        with ThreadPoolExecutor(4) as pool:
            parts = [number // 4 + (index < number % 4) for index in range(4)]
            return [code for part in pool.map(some, parts) for code in part]


class ProofMaker:
    """A client's key, and a new proof that it holds it for each request (RFC 9449 §4.2)."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_numbers()
        jwk = {"kty": "EC", "crv": "P-256", "x": self._coordinate(point.x), "y": self._coordinate(point.y)}
        self.head = self._base64(json.dumps({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}).encode())

    def proof(self, method: str, url: str, token: str | None = None) -> str:
        claims = {"jti": secrets.token_urlsafe(16), "htm": method, "htu": url, "iat": int(time.time())}
        if token:
            claims["ath"] = self._base64(hashlib.sha256(token.encode()).digest())
        signed = f"{self.head}.{self._base64(json.dumps(claims).encode())}"
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return signed + "." + self._base64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    @classmethod
    def _coordinate(cls, number: int) -> str:
        return cls._base64(number.to_bytes(32, "big"))

    @staticmethod
    def _base64(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# The whole


def rows(installation: Installation, demo: dict, folder: Path) -> list[Row]:
    portal = next(portal for portal in demo["portals"] if portal["slug"] == PORTAL)
    api = demo["api"]
    key = {"Authorization": f"Bearer {portal['apiKey']}"}
    found = {}

    def get(address: str) -> requests.Response:
        answer = requests.get(api + address, headers=key, timeout=30)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {address} answered {answer.status_code}: {answer.text[:300]}")
        return answer

    found["me"] = measure("GET /v1/me", api + "/me", ["get"], key, len(get("/me").content))

    preparation = Preparation(installation, demo)
    standard, strict = preparation.apps["standard"], preparation.apps["strict"]
    token = preparation.tokens(standard, preparation.consent(standard))
    basic = base64.b64encode(f"{standard['client_id']}:{standard['client_secret']}".encode()).decode()

    (folder / "introspect").write_text(urlencode({"token": token["access_token"]}))
    sample = requests.post(
        installation.base + "/oauth/introspect", data={"token": token["access_token"]},
        headers={"Authorization": f"Basic {basic}"}, timeout=30,
    )
    if sample.status_code != 200 or not sample.json()["active"]:
        raise SystemExit(f"bench: introspection answered {sample.status_code}: {sample.text}")
    found["introspect"] = measure(
        "POST /oauth/introspect", installation.base + "/oauth/introspect", ["body", str(folder / "introspect")],
        {**FORM, "Authorization": f"Basic {basic}"}, len(sample.content),
    )

    def secret(app: dict) -> dict[str, str]:
        return {"client_id": app["client_id"], "client_secret": app["client_secret"]}

    refresh = {"grant_type": "refresh_token", **secret(standard), "refresh_token": token["refresh_token"]}
    (folder / "refresh").write_text(urlencode(refresh))
    sample = requests.post(installation.base + "/oauth/token", data=refresh, timeout=30)
    found["fixed"] = measure(
        "refresh, fixed", installation.base + "/oauth/token", ["body", str(folder / "refresh")], FORM, len(sample.content)
    )

    # More families than connections, so that one is always at hand while the others are under way.
    first = preparation.consent(strict)
    families = [preparation.tokens(strict, code) for code in [first, *preparation.codes(strict, CONNECTIONS + 15)]]
    fields = urlencode({"grant_type": "refresh_token", **secret(strict)})
    (folder / "rotate").write_text("".join(f"{fields} {family['refresh_token']}\n" for family in families))
    found["rotating"] = measure(
        "refresh, rotating", installation.base + "/oauth/token", ["rotate", str(folder / "rotate")], FORM,
        len(json.dumps(families[0])),
    )

    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in preparation.visitor.session.cookies)
    page = installation.base + preparation.address(standard)
    sample = requests.get(page, headers={"Cookie": cookies}, timeout=30)
    if sample.status_code != 200 or 'name="decision"' not in sample.text:
        raise SystemExit(f"bench: the authorize page answered {sample.status_code}: {sample.text[:300]}")
    found["authorize"] = measure("authorize page", page, ["get"], {"Cookie": cookies}, len(sample.content))

    pushed = parse_qs(urlsplit(preparation.address(standard)).query)
    pushed = {name: values[0] for name, values in pushed.items()} | secret(standard)
    sample = requests.post(installation.base + "/oauth/par", data=pushed, timeout=30)
    if sample.status_code != 201:
        raise SystemExit(f"bench: the pushed request answered {sample.status_code}: {sample.text}")
    (folder / "pushed").write_text(urlencode(pushed))
    found["pushed"] = measure(
        "pushed authorization request", installation.base + "/oauth/par", ["body", str(folder / "pushed")], FORM,
        len(sample.content),
    )

    holder = ProofMaker()
    code = preparation.codes(standard, 1)[0]
    answer = requests.post(
        installation.base + "/oauth/token", data=preparation.exchange_form(standard, code),
        headers={"DPoP": holder.proof("POST", installation.base + "/oauth/token")}, timeout=30,
    )
    if answer.status_code != 200 or answer.json()["token_type"] != "DPoP":
        raise SystemExit(f"bench: the exchange with a proof answered {answer.status_code}: {answer.text}")
    bound = answer.json()["access_token"]
    say(f"preparing {PROOFS:,} proofs")
    proofs = [holder.proof("GET", api + "/me", bound) for _ in range(PROOFS)]
    (folder / "proofs").write_text("\n".join(proofs) + "\n")
    found["bound"] = measure(
        f"GET /v1/me, DPoP ({PROOFS:,} proofs)", api + "/me", ["proofs", str(folder / "proofs")],
        {"Authorization": f"DPoP {bound}"}, len(get("/me").content),
    )

    say(f"preparing {CODES:,} codes")
    begin = time.monotonic()
    codes = preparation.codes(standard, CODES)
    say(f"  {CODES / (time.monotonic() - begin):,.0f} authorizations/s from four plain connections")
    (folder / "codes").write_text(
        "".join(urlencode(preparation.exchange_form(standard, code)) + "\n" for code in codes)
    )
    found["exchange"] = measure(
        f"code exchange ({CODES:,} codes)", installation.base + "/oauth/token", ["once", str(folder / "codes")], FORM,
        len(json.dumps(token)),
    )

    for path, new in (
        ("/tickets", {"title": "Levering", "message": "<p>Wanneer komt de bestelling?</p>"}),
        ("/payment-links", {"description": "Aanbetaling", "amount": "125.00"}),
    ):
        sample = requests.post(api + path, json=new, headers=key, timeout=30)
        if sample.status_code != 201:
            raise SystemExit(f"bench: POST {path} answered {sample.status_code}: {sample.text}")
        body = folder / path.strip("/")
        body.write_text(json.dumps(new))
        found[path] = measure(
            f"POST /v1{path}", api + path, ["body", str(body)], {**key, "Content-Type": "application/json"},
            len(sample.content),
        )
    order = (
        "me", "bound", "authorize", "pushed", "exchange", "fixed", "rotating", "introspect", "/tickets", "/payment-links"
    )
    return [found[name] for name in order]


def time_to_first_answer(installation: Installation, times: int = 5) -> list[float]:
    """From the start of the process to the first byte of a 200, in milliseconds, on the database as it is."""
    address = urlsplit(installation.base)
    found = []
    for _ in range(times):
        begin = time.monotonic()
        server = installation.start()
        try:
            while time.monotonic() - begin < 30:
                with contextlib.suppress(OSError):
                    with socket.create_connection((address.hostname, address.port), timeout=5) as wire:
                        wire.sendall(b"GET /health/ready HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                        if wire.recv(4096).startswith(b"HTTP/1.1 200"):
                            found.append((time.monotonic() - begin) * 1000)
                            break
                time.sleep(0.001)
            server.terminate()
        finally:
            server.kill()
    if len(found) != times:
        raise SystemExit("bench: the server did not answer within 30 s of its start")
    return found


def command(*arguments: str, limit: float = 20) -> str:
    try:
        return subprocess.run(arguments, cwd=REPOSITORY, capture_output=True, text=True, timeout=limit, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def surroundings(kind: str) -> list[str]:
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 1024 / 1024
    commit = command("git", "rev-parse", "--short=12", "HEAD") or "none yet"
    if command("git", "status", "--porcelain"):
        commit += ", with changes"
    database = f"SQLite {sqlite3.sqlite_version}"
    if kind == "postgres":
        version, buffers = (
            command(databases.tool("psql"), "--no-psqlrc", "-Atc", f"SHOW {name}", databases.POSTGRES)
            for name in ("server_version", "shared_buffers")
        )
        database = f"PostgreSQL {version}, on the same machine, shared_buffers {buffers}"
    swift = command("swift", "--version").splitlines()
    return [
        f"- Machine: {processor.group(1).strip() if processor else platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, Linux {platform.release()}; server, database and wrk share it",
        f"- Commit: {commit}",
        f"- Database: {database}; {CUSTOMERS:,} customers and {CUSTOMERS * INVOICES_EACH:,} invoices generated with seed 1",
        f"- Swift: {swift[0] if swift else 'unknown'}, release build",
        f"- Load: wrk, 1 thread, {CONNECTIONS} connections, {SECONDS} s a row, no rate limit, log level warning",
        f"- Date: {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
    ]


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]

    def line(cells: list[str]) -> str:
        aligned = [cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:]))]
        return "| " + " | ".join(aligned) + " |"

    rule = "|" + "|".join([":" + "-" * (widths[0] + 1), *("-" * (width + 1) + ":" for width in widths[1:])]) + "|"
    return [line(head), rule, *(line(row) for row in rows)]


def growth(small: Row, large: Row) -> list[str]:
    """What the same costs in the larger portal. Both are compared with the ceiling of their own minute: the machine is not
    equally fast all the time."""
    if small.measured.fault or large.measured.fault:
        return [small.name, small.measured.fault or "", "", large.measured.fault or "", "", ""]
    shares = [row.measured.rate / row.ceiling if row.ceiling else row.measured.rate for row in (small, large)]
    return [
        small.name, f"{small.measured.rate:,.0f}", f"{small.measured.p50:.2f}", f"{large.measured.rate:,.0f}",
        f"{large.measured.p50:.2f}", f"{shares[0] / shares[1]:.2f}",
    ]


def report(
    kind: str, measured: list[Row], portals: tuple[list[Row], list[Row]], rates: str, file: Passage, size: int,
    memory: tuple[int, int], starts: list[float],
) -> str:
    limited = "under a limit of 200 MiB" if file.is_limited else "without a limit, which this machine does not let us set"
    choices = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("BENCH_")]
    text = [
        "# Benchmark", "", f"Made with `{' '.join([*choices, 'make bench'])}`.", "",
        *surroundings(kind), "",
        *table(
            ["Row", "Bytes", "Requests/s", "p50 ms", "p99 ms", "Ceiling/s", "Ratio"],
            [row.cells() for row in [*portals[0], *measured]],
        ),
        "", f"The same portal, after `voordeur generate` added {SCALE:,} customers and {SCALE * INVOICES_EACH:,} invoices "
        f"({rates}). Cost: how many times as much as before, each compared with the ceiling of its own minute.", "",
        *table(
            ["Row", "Before/s", "p50 ms", "After/s", "p50 ms", "Cost"],
            [growth(small, large) for small, large in zip(*portals)],
        ),
        "", "| Memory and start | |\n|---|--:|",
        f"| Resident after the run | {memory[0] / 1024:.1f} MiB |",
        f"| Resident at its peak | {memory[1] / 1024:.1f} MiB |",
        f"| First answer after start, median of {len(starts)} | {statistics.median(starts):.0f} ms |",
        f"| A file of {size // MEGABYTE:,} MiB, up by multipart | {file.up:.1f} s |",
        f"| … and down again, with the same SHA-256 | {file.down:.1f} s |",
        f"| … resident at the peak, {limited} | {file.peak:.1f} MiB |",
    ]
    return "\n".join(text) + "\n"


def generate(installation: Installation, customers: int, seed: int) -> str:
    say(f"{customers:,} customers and {customers * INVOICES_EACH:,} invoices")
    done = installation.run(
        "generate", "--portal", PORTAL, "--customers", str(customers), "--invoices", str(customers * INVOICES_EACH),
        "--seed", str(seed), check=True, limit=3600,
    )
    rates = re.findall(r"[\d,]+ (\w+) added to \S+, ([\d,]+) a second", done.stdout)
    return " and ".join(f"{rate} {unit}" for unit, rate in rates) + " a second"


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with databases.fresh(kind, folder) as url:
        installation = Installation(
            folder, url, RATE_LIMIT_PER_MINUTE="0", LOG_LEVEL="warning", CODE_LIFETIME="600"
        )
        say("demo data")
        demo = installation.demo()
        key = next(portal for portal in demo["portals"] if portal["slug"] == PORTAL)["apiKey"]
        generate(installation, CUSTOMERS, 1)
        with installation.serving() as server:
            measured = rows(installation, demo, folder)
            small = measure_portal(demo["api"], key, folder)
            rates = generate(installation, SCALE, 2)
            if kind == "postgres":  # as it is when the database had time to look at what is new, and to write it where it belongs
                for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
                    command(databases.tool("psql"), "--no-psqlrc", "-c", statement, url, limit=900)
            large = measure_portal(demo["api"], key, folder)
            memory = server.memory()
            complaints = server.log().strip()
        if complaints:
            say("the server said:\n" + complaints[-2000:])
        say("start-up")
        starts = time_to_first_answer(installation)
        say("a large file")
        file = pass_through(installation, PORTAL, FILE, limit=MEMORY_LIMIT)
        text = report(kind, measured, (small, large), rates, file, FILE, memory, starts)
    results = Path(__file__).with_name("results")
    results.mkdir(exist_ok=True)
    (results / ("latest.md" if kind == "sqlite" else f"latest-{kind}.md")).write_text(text)
    print(text, end="", flush=True)
    if any(row.measured.fault for row in [*measured, *small, *large]) or file.peak * MEGABYTE > MEMORY_LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
