"""The server as a process: it finishes what it began, survives nonsense, and keeps secrets out of its log."""

import json
import re
import socket
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from PythonSupport.forms import Visitor
from PythonSupport.installation import TOKEN, Installation

NEW_CUSTOMER = {
    "companyName": "Bloemen Visser", "address": "Kerkstraat 5", "zipCode": "3511LX", "city": "Utrecht",
    "primaryEmail": "info@bloemenvisser.example",
}


def connect(base: str, limit: float = 15) -> socket.socket:
    address = urlsplit(base)
    return socket.create_connection((address.hostname, address.port), timeout=limit)


def status(answer: bytes) -> int | None:
    match = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(match.group(1)) if match else None


def healthy(base: str) -> bool:
    return requests.get(base + "/health/ready", timeout=10).status_code == 200


# Stopping


def test_sigterm_finishes_an_open_request(tmp_path):
    installation = Installation(tmp_path)
    key = installation.demo()["portals"][0]["apiKey"]
    body = json.dumps(NEW_CUSTOMER).encode()
    head = (
        f"POST /v1/customers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()
    server = installation.start()
    try:
        server.wait_until_ready()
        with connect(server.base, 30) as wire:
            wire.sendall(head + body[:20])
            time.sleep(0.5)
            stopping = threading.Thread(target=server.terminate)
            stopping.start()
            time.sleep(0.5)
            wire.sendall(body[20:])
            answer = b""
            while chunk := wire.recv(65536):
                answer += chunk
        stopping.join(60)
        assert status(answer) == 201, answer[:300]
        assert server.process.poll() == 0, server.log()[-2000:]
    finally:
        server.kill()

    with installation.serving():
        listing = requests.get(
            installation.base + "/v1/customers?search=bloemen", headers={"Authorization": f"Bearer {key}"}, timeout=30
        ).json()
        assert [customer["companyName"] for customer in listing["data"]] == ["Bloemen Visser"]


@pytest.mark.parametrize("idle", ["nothing sent", "half a head", "kept alive"])
def test_sigterm_does_not_wait_for_idle_connections(installation, idle):
    server = installation.start()
    try:
        server.wait_until_ready()
        with connect(server.base) as wire:
            if idle == "half a head":
                wire.sendall(b"GET / HTTP/1.1\r\nHost: 127")
            elif idle == "kept alive":
                wire.sendall(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert wire.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(0.3)
            begin = time.monotonic()
            assert server.terminate(limit=35) == 0
            assert time.monotonic() - begin < 30
    finally:
        server.kill()


def test_a_port_in_use_is_one_clear_line(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        done = installation.run("serve", limit=60)
    assert done.returncode == 1
    last = [line for line in done.stderr.splitlines() if line.strip()][-1]
    assert str(installation.port) in last
    assert "Fatal error" not in done.stderr


# Nonsense


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server that has met everything in this module when it is asked to stop, and still answers."""
    installation = Installation(tmp_path_factory.mktemp("nonsense"), RATE_LIMIT_PER_MINUTE="0")
    demo = installation.demo()
    with installation.serving():
        yield installation, demo
        assert healthy(installation.base)


GARBAGE = {
    "zeros": b"\x00" * 4096,
    "TLS": bytes.fromhex("16030100a5010000a10303") + b"\x11" * 160,
    "not HTTP": b"HELP\r\nQUIT\r\n\r\n",
    "a bad version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "two lengths": b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "length and chunks": (
        b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "a negative length": b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a huge length": b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "broken chunks": b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "a space in a name": b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n",
    "bytes in the path": b"GET /\xff\xfe%00%zz/../.. HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "bytes in the query": b"GET /oauth/authorize?client_id=%ff%fe%00&%zz=%e2%82 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "100,000 headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
    "a header of 1 MB": b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a path of 1 MB": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a parameter of 1 MB": (
        b"GET /oauth/authorize?client_id=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    ),
    "an odd method": b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused(served, name):
    installation, _ = served
    request = GARBAGE[name]
    with connect(installation.base, 15) as wire:
        answer = b""
        try:
            wire.sendall(request)
            wire.shutdown(socket.SHUT_WR)
            while chunk := wire.recv(65536):
                answer += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass
    found = status(answer)
    assert found is None or found < 500, answer[:300]
    assert healthy(installation.base)


ENDPOINTS = ["/oauth/token", "/oauth/tokens", "/oauth/revoke", "/oauth/introspect", "/manage/sign-in",
             "/developers/sign-in", "/developers/register", "/v1/customers", "/v1/customer-groups"]

BODIES = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "1 MB in one parameter": ("application/x-www-form-urlencoded", b"grant_type=" + b"a" * 1_048_576),
    "1 MB of names": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(130_000))),
    "a parameter twice": ("application/x-www-form-urlencoded", b"grant_type=a&grant_type=b&email=a&email=b&password=1&password=2"),
    "broken escapes": ("application/x-www-form-urlencoded", b"email=%&password=%zz&grant_type=%ff%fe&%00=%00"),
    "structure": ("application/x-www-form-urlencoded", b"email[a][b]=1&email[]=2&grant_type[]=x"),
    "not UTF-8": ("application/json", b'{"companyName": "\xff\xfe"}'),
    "cut off": ("application/json", b'{"companyName": "a'),
    "deep": ("application/json", b'{"a":' * 20_000 + b"1" + b"}" * 20_000),
    "an array": ("application/json", b"[1,2,3]"),
    "names twice": ("application/json", b'{"companyName":"a","companyName":"b"}'),
    "a huge number": ("application/json", b'{"companyName": 1e999999, "grant_type": 123456789012345678901234567890}'),
    "lone surrogate": ("application/json", b'{"companyName": "\\ud800", "grant_type": "\\udfff"}'),
    "NUL": ("application/json", b'{"companyName": "a\\u0000b", "grant_type": "a\\u0000"}'),
    "multipart without a boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "odd type": ("text/plain; charset=ebcdic", b"hello"),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ENDPOINTS)
def test_odd_bodies_are_refused(served, path, body):
    installation, demo = served
    kind, content = BODIES[body]
    headers = {"Content-Type": kind}
    if path.startswith("/v1"):
        headers["Authorization"] = f"Bearer {demo['portals'][0]['apiKey']}"
    try:
        answer = requests.post(
            installation.base + path, data=content, headers=headers, timeout=20, allow_redirects=False
        )
    except requests.ConnectionError:
        assert healthy(installation.base)  # closed in the middle of a body that is too large
        return
    assert 200 <= answer.status_code < 500, f"{answer.status_code}: {answer.text[:300]}"
    for sign in ("Fatal error", "DecodingError", "SQLITE", "keyNotFound", ".swift"):
        assert sign not in answer.text


@pytest.mark.parametrize("step", range(6))
def test_connections_that_break(served, step):
    installation, demo = served
    body = json.dumps(NEW_CUSTOMER).encode()
    request = (
        f"POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {demo['portals'][0]['apiKey']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    for _ in range(20):
        with connect(installation.base) as wire:
            wire.sendall(request[: len(request) * step // 5])
            # A reset instead of a goodbye.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    assert healthy(installation.base)


def test_many_idle_connections(served):
    installation, _ = served
    wires = [connect(installation.base) for _ in range(200)]
    try:
        assert healthy(installation.base)
    finally:
        for wire in wires:
            wire.close()


# The log


def test_the_log_holds_no_secret_and_no_query(tmp_path):
    installation = Installation(tmp_path, LOG_LEVEL="trace", LOG_FORMAT="json")
    demo = installation.demo()
    owner, app = demo["portals"][0]["owner"], next(app for app in demo["apps"] if app["profile"] == "standard")
    base = installation.base
    said = [owner["password"], demo["developer"]["password"], app["client_secret"]]

    with installation.serving() as server:
        visitor = Visitor(base)
        state = "toestand-7e57ab1e"
        request = {
            "response_type": "code", "client_id": app["client_id"], "redirect_uri": app["redirect_uris"][0],
            "scope": app["scope"], "state": state,
        }
        target = visitor.authorize(f"{base}/oauth/authorize?{urlencode(request)}", owner["email"], owner["password"])
        code = parse_qs(urlsplit(target).query)["code"][0]
        said += [state, code, *(value for value in visitor.session.cookies.values() if len(value) >= 16)]

        form = {
            "grant_type": "authorization_code", "client_id": app["client_id"], "client_secret": app["client_secret"],
            "redirect_uri": app["redirect_uris"][0], "code": code,
        }
        token = requests.post(base + "/oauth/token", data=form, timeout=30).json()
        said += [token["access_token"], token["refresh_token"]]
        requests.post(base + "/oauth/token", data={**form, "client_secret": "verkeerd-geheim-0000"}, timeout=30)
        requests.post(base + "/oauth/token", data=form, timeout=30)  # a replay
        said.append("verkeerd-geheim-0000")

        key = demo["portals"][0]["apiKey"]
        said.append(key)
        for header in ("Authorization", "Authentication"):
            requests.get(base + "/v1/customers?search=zoekterm-51b", headers={header: f"Bearer {key}"}, timeout=30)
            requests.get(base + "/v1/nergens-51b", headers={header: "Bearer vdr_key_nietgoed"}, timeout=30)
        requests.get(base + f"/v1/customers?access_token={key}", timeout=30)
        requests.get(base + "/nergens-51b?q=zoekterm-51b", timeout=30)
        requests.post(base + "/v1/customers", json={"companyName": 7}, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        said += ["zoekterm-51b", "nergens-51b"]
        visitor.submit(visitor_form(visitor, base, owner["email"], "verkeerd-wachtwoord-51b"))
        said.append("verkeerd-wachtwoord-51b")

    log = server.log()
    assert not TOKEN.search(log), f"a token is in the log: {TOKEN.search(log).group(0)[:16]}…"
    for secret in said:
        assert secret not in log, f"{secret[:12]}… is in the log"

    # Every line is for a machine, and says which request and which route it speaks of.
    lines = [json.loads(line) for line in log.splitlines() if line.strip()]
    text = json.dumps(lines)
    assert "req_" in text
    assert "/v1/customers" in text


def visitor_form(visitor: Visitor, base: str, email: str, password: str):
    """The sign-in form, seen by somebody who is not signed in, filled in."""
    visitor.session.cookies.clear()
    visitor.open(base + "/manage/sign-in")
    return visitor.page.form("email", "password").fill(email=email, password=password)
