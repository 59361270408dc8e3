"""Kills the server with SIGKILL while clients exchange, refresh, rotate and create, and looks for what was lost or done twice.

By hand, for as long as one likes, from the root of the repository:

    PYTHONPATH=Tests .build-python/bin/python -B -m Crash.crash --kills 500
    PYTHONPATH=Tests VOORDEUR_TEST_POSTGRES=postgres://… .build-python/bin/python -B -m Crash.crash --database postgres --minutes 120

Every client notes what the server acknowledged. After a kill it does what a real client does: it repeats the request whose answer it
never got. The promises are checked after each restart and, over the whole database, at the end. `--seed` repeats the moments of the
kills; which request each one hits is up to the machine.
"""

import argparse
import collections
import contextlib
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from Crash.database import Database
from PythonSupport import databases
from PythonSupport.forms import Page, Visitor
from PythonSupport.installation import Installation

# Seconds. The answer to a refresh that was lost can be had again within the grace; a machine under load may take longer to restart,
# and what was lost then is no fault.
GRACE = 10
MARGIN = 2


class Lost(Exception):
    """The server went away before it answered."""


class Broken(AssertionError):
    """A promise was not kept."""


class Client(threading.Thread):
    """One app with one person, or one piece of software with a key: a loop of requests that survives kills."""

    def __init__(self, run: "Run", name: str):
        super().__init__(name=name, daemon=True)
        self.run_ = run
        self.http = requests.Session()
        self.http.trust_env = False
        self.dice = random.Random(f"{run.seed} {name}")
        self.busy = threading.Lock()  # held during a step, which the check after a restart waits for

    def run(self):
        try:
            while not self.run_.stopping.is_set():
                if not self.run_.serving.wait(0.1):
                    continue
                with self.busy, contextlib.suppress(Lost):
                    self.step()
        except BaseException as fault:
            self.run_.fail(f"{self.name}: {type(fault).__name__}: {fault}")

    def step(self):
        raise NotImplementedError

    def verify(self):
        """After a restart, before the others go on: what was acknowledged is there."""

    def send(self, method: str, path: str, **arguments) -> requests.Response:
        try:
            answer = self.http.request(
                method, self.run_.installation.base + path, timeout=30, allow_redirects=False, **arguments
            )
            answer.content
        except requests.RequestException as lost:
            self.run_.count("answers lost")
            raise Lost from lost
        if answer.status_code >= 500:
            # A server that is going down may say so; one that runs has no excuse.
            if self.run_.serving.is_set():
                raise Broken(f"{method} {path.split('?')[0]}: {answer.status_code} {answer.text[:200]}")
            raise Lost
        return answer


class AppClient(Client):
    """Authorizes, exchanges, refreshes. The refresh token rotates for strict apps."""

    def __init__(self, run: "Run", name: str, app: dict, owner: dict):
        super().__init__(run, name)
        self.app, self.owner = app, owner
        self.rotates = app["profile"] == "strict"
        self.chains: list[dict] = []  # {"old": …, "head": …, "access": …}
        self.pending: tuple | None = None  # what was sent and not answered: kind, token, since when
        self.fresh: list[tuple[str, dict]] = []  # codes whose exchange was acknowledged since the last restart

    def prepare(self):
        """Signs in and consents once: from then on a code costs one request."""
        visitor = Visitor(self.run_.installation.base)
        visitor.authorize(
            self.run_.installation.base + self.authorize_path("consent"), self.owner["email"], self.owner["password"]
        )
        self.http.cookies = visitor.session.cookies

    def authorize_path(self, prompt: str) -> str:
        return "/oauth/authorize?" + urlencode({
            "response_type": "code", "client_id": self.app["client_id"], "redirect_uri": self.app["redirect_uris"][0],
            "scope": "customers.read", "state": "s", "prompt": prompt, "portal": self.run_.portal["slug"],
            # RFC 7636, appendix B.
            "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
        })

    def token(self, **fields) -> requests.Response:
        path = self.dice.choice(["/oauth/token", "/oauth/tokens"])
        secret = {"client_id": self.app["client_id"], "client_secret": self.app["client_secret"]}
        return self.send("POST", path, data={**secret, **fields})

    def exchange(self, code: str) -> requests.Response:
        return self.token(
            grant_type="authorization_code", code=code, redirect_uri=self.app["redirect_uris"][0],
            code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )

    def step(self):
        if self.pending:
            return self.repeat()
        if len(self.chains) < 3 or self.dice.random() < 0.2:
            self.authorize()
        else:
            self.refresh(self.dice.choice(self.chains))
        if len(self.chains) > 6:
            self.chains.pop(0)

    def authorize(self):
        answer = self.send("GET", self.authorize_path("none"))
        fields = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        if "code" not in fields:
            raise Broken(f"no code although consent was given: {answer.status_code} {fields} {answer.text[:200]}")
        self.run_.count("codes")
        code = fields["code"][0]
        self.pending = ("exchange", code, None, time.monotonic())
        self.finish_exchange(code, self.exchange(code))

    def finish_exchange(self, code: str, answer: requests.Response):
        if answer.status_code != 200:
            raise Broken(f"a fresh code was refused: {answer.text[:200]}")
        self.pending = None
        tokens = answer.json()
        chain = {"old": None, "head": tokens["refresh_token"], "access": tokens["access_token"]}
        self.chains.append(chain)
        self.fresh.append((code, chain))
        self.run_.count("exchanges")

    def refresh(self, chain: dict):
        self.pending = ("refresh", chain["head"], chain, time.monotonic())
        self.finish_refresh(chain, self.token(grant_type="refresh_token", refresh_token=chain["head"]))

    def finish_refresh(self, chain: dict, answer: requests.Response):
        if answer.status_code != 200:
            raise Broken(f"a live refresh token was refused: {answer.text[:200]}")
        self.pending = None
        tokens = answer.json()
        if self.rotates != ("refresh_token" in tokens):
            raise Broken("a refresh token rotates, or does not, against the app's profile")
        chain["access"] = tokens["access_token"]
        if self.rotates:
            chain["old"], chain["head"] = chain["head"], tokens["refresh_token"]
        self.run_.count("refreshes")

    def repeat(self):
        """Sends again what was not answered."""
        kind, token, chain, since = self.pending
        if kind == "exchange":
            answer = self.exchange(token)
            if answer.status_code == 200:
                return self.finish_exchange(token, answer)
            if answer.json().get("error") != "invalid_grant":
                raise Broken(f"a code that may be spent: {answer.text[:200]}")
            # It had been spent before the kill. The replay has ended its grant; nobody has its tokens.
            self.pending = None
            if time.monotonic() - since < 60 - MARGIN:
                self.run_.count("exchanges committed and not answered")
            return None
        late = time.monotonic() - since > GRACE - MARGIN
        answer = self.token(grant_type="refresh_token", refresh_token=token)
        if answer.status_code == 200:
            return self.finish_refresh(chain, answer)
        if late and answer.json().get("error") == "invalid_grant":
            self.run_.count("repeated after the grace")
            self.pending = None
            self.chains.remove(chain)
            return None
        raise Broken(f"within the grace the successor was not handed out again: {answer.text[:200]}")

    def verify(self):
        for chain in self.chains:
            if self.pending and self.pending[2] is chain:
                continue
            answer = self.send("GET", "/v1/me", headers={"Authorization": f"Bearer {chain['access']}"})
            if answer.status_code != 200:
                raise Broken(f"an acknowledged access token does not work: {answer.status_code} {answer.text[:200]}")
        # One code that was exchanged, and one refresh token that was replaced twice: neither works again, and who shows one ends all.
        fresh = [(code, chain) for code, chain in self.fresh if any(chain is known for known in self.chains)]
        self.fresh = []
        if fresh and not (self.pending and self.pending[2] is fresh[-1][1]):
            code, chain = fresh[-1]
            self.must_fail(self.exchange(code), "a code worked twice")
            self.must_be_dead(chain)
            self.run_.count("codes shown again")
        for chain in self.chains:
            if not self.rotates or not chain["old"] or self.pending and self.pending[2] is chain:
                continue
            oldest, head = chain["old"], chain["head"]
            self.refresh(chain)  # uses the head: from now on `oldest` is older than the predecessor
            self.must_fail(
                self.token(grant_type="refresh_token", refresh_token=oldest), "a refresh token worked twice"
            )
            self.must_fail(self.token(grant_type="refresh_token", refresh_token=head), "a reused family lives on")
            self.must_be_dead(chain)
            self.run_.count("refresh tokens shown again")
            break

    def must_fail(self, answer: requests.Response, what: str):
        if answer.status_code != 400 or answer.json().get("error") != "invalid_grant":
            raise Broken(f"{what}: {answer.status_code} {answer.text[:200]}")

    def must_be_dead(self, chain: dict):
        self.chains.remove(chain)
        self.must_fail(self.token(grant_type="refresh_token", refresh_token=chain["head"]), "a replay left a refresh token")
        answer = self.send("GET", "/v1/me", headers={"Authorization": f"Bearer {chain['access']}"})
        if answer.status_code != 401:
            raise Broken("a replay left an access token alive")


class KeyClient(Client):
    """Creates customers with an Idempotency-Key each."""

    def __init__(self, run: "Run", name: str, key: str):
        super().__init__(run, name)
        self.http.headers["Authorization"] = f"Bearer {key}"
        self.created: dict[str, str] = {}  # id → name
        self.recent: list[str] = []
        self.pending: str | None = None
        self.number = 0

    def step(self):
        repeated = self.pending is not None
        if not repeated:
            self.number += 1
            self.pending = f"{self.name} {self.run_.seed} {self.number}"
        name = self.pending
        answer = self.send(
            "POST", "/v1/customers", headers={"Idempotency-Key": name.replace(" ", "-")},
            json={
                "companyName": name, "address": "Kade 1", "zipCode": "1000AA", "city": "Amsterdam",
                "primaryEmail": "info@kade.example",
            },
        )
        if answer.status_code != 201:
            raise Broken(f"a customer was refused: {answer.status_code} {answer.text[:200]}")
        self.pending = None
        identifier = answer.json()["id"]
        if identifier in self.created:
            raise Broken(f"one id for two customers: {identifier}")
        self.created[identifier] = name
        self.recent.append(identifier)
        self.run_.count("customers")
        if repeated and answer.headers.get("Idempotent-Replayed") == "true":
            self.run_.count("customers committed and not answered")

    def verify(self):
        for identifier in self.recent[-20:]:
            answer = self.send("GET", f"/v1/customers/{identifier}")
            if answer.status_code != 200 or answer.json()["companyName"] != self.created[identifier]:
                raise Broken(f"an acknowledged customer is gone: {answer.status_code} {identifier}")
        self.recent = []


class OwnerClient(Client):
    """Rotates one API key in the manage portal, without overlap."""

    PATH = "/manage/settings/api-keys"

    def __init__(self, run: "Run", owner: dict):
        super().__init__(run, "owner")
        self.owner = owner
        self.key: str | None = None
        self.is_pending = False

    def prepare(self):
        visitor = Visitor(self.run_.installation.base)
        visitor.sign_in("/manage/sign-in", self.owner["email"], self.owner["password"])
        self.http.cookies = visitor.session.cookies
        self.make()

    def page(self, path: str) -> Page:
        answer = self.send("GET", path)
        if answer.status_code != 200:
            raise Broken(f"{path} answered {answer.status_code}: the session is gone")
        return Page(answer.text, answer.url)

    def submit(self, form) -> requests.Response:
        return self.send("POST", urlsplit(form.action).path, data=form.data(), headers={"Origin": self.run_.installation.base})

    def make(self):
        form = self.page(f"{self.PATH}/new").form("name", "scope").fill(name="Wisselsleutel", scope=["customers.read"])
        self.key = Page(self.submit(form).text).secrets["api-key"]

    def step(self):
        time.sleep(0.05)  # a person is slower than a program
        if self.is_pending:
            # Whether the key was replaced nobody told. If so the successor is lost, as it is for a person: a new key is made.
            answer = self.send("GET", "/v1/me", headers={"Authorization": f"Bearer {self.key}"})
            if answer.status_code == 401:
                self.run_.count("rotations committed and not answered")
                self.make()
            self.is_pending = False
        form = self.row_of(self.key)
        self.is_pending = True
        answer = self.submit(form.fill(overlap="0"))
        new = Page(answer.text).secrets.get("api-key")
        if not new:
            raise Broken(f"a live key was not replaced: {answer.status_code}")
        old, self.key, self.is_pending = self.key, new, False
        self.run_.count("rotations")
        for key, status in ((old, 401), (new, 200)):
            if self.send("GET", "/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code != status:
                raise Broken(f"after a rotation a key does not answer {status}")

    def row_of(self, key: str):
        page = self.page(self.PATH)
        rows = page.html.split("<tr")
        for row in rows:
            if key[-4:] in row:
                form = next((form for form in Page(row, page.url).forms if form.action.endswith("/rotate")), None)
                if form:
                    return form
        raise Broken("a live key is not in the list")

    def verify(self):
        if self.key and not self.is_pending:
            answer = self.send("GET", "/v1/me", headers={"Authorization": f"Bearer {self.key}"})
            if answer.status_code != 200:
                raise Broken("an acknowledged key does not work")


class Run:
    """One installation, its clients, and the kills."""

    def __init__(self, folder: Path, url: str, seed: int):
        self.seed = seed
        self.dice = random.Random(seed)
        self.installation = Installation(folder, url, RATE_LIMIT_PER_MINUTE="0", LOG_LEVEL="warning")
        self.demo = self.installation.demo()
        self.portal = self.demo["portals"][0]
        self.database = Database(url)
        self.counts: collections.Counter = collections.Counter()
        self.faults: list[str] = []
        self.lock = threading.Lock()
        self.serving, self.stopping = threading.Event(), threading.Event()
        owner = self.portal["owner"]
        apps = [app for app in self.demo["apps"] if app["type"] == "web"]
        self.clients: list[Client] = [AppClient(self, f"{app['name']} {n}", app, owner) for app in apps for n in (1, 2)]
        self.clients += [KeyClient(self, f"administratie {n}", self.portal["apiKey"]) for n in (1, 2)]
        self.clients.append(OwnerClient(self, owner))

    def count(self, what: str):
        with self.lock:
            self.counts[what] += 1

    def fail(self, fault: str):
        with self.lock:
            self.faults.append(fault)
        self.stopping.set()

    def go(self, kills: int, seconds: float) -> dict:
        """Until so many kills, or so many seconds."""
        deadline = time.monotonic() + seconds
        before = self.database.totals()
        server = self.installation.start()
        server.wait_until_ready()
        for client in self.clients:
            if hasattr(client, "prepare"):
                client.prepare()
        for client in self.clients:
            client.start()
        slowest = 0.0
        try:
            while self.counts["kills"] < kills and time.monotonic() < deadline and not self.stopping.is_set():
                self.serving.set()
                self.stopping.wait(self.dice.uniform(0.05, 1.0))
                self.serving.clear()
                server.kill()
                self.count("kills")
                server = self.installation.start()
                slowest = max(slowest, server.wait_until_ready())
                self.check()
        except BaseException as fault:
            self.fail(f"{type(fault).__name__}: {fault}")
        finally:
            self.stopping.set()
            self.serving.set()
            for client in self.clients:
                client.join(60)
            status = server.terminate()
        if status != 0:
            self.faults.append(f"the server ended with status {status} on SIGTERM")
        self.faults += self.database.faults(before)
        self.faults += self.unrecorded()
        return {**dict(sorted(self.counts.items())), "slowest restart (s)": round(slowest, 2), "faults": self.faults}

    def check(self):
        """All clients at once, while none of them goes on by itself."""
        threads = []
        for client in self.clients:

            def verify(client=client):
                try:
                    with client.busy:
                        client.verify()
                except BaseException as fault:
                    self.fail(f"{client.name}, after a restart: {type(fault).__name__}: {fault}")

            threads.append(threading.Thread(target=verify, daemon=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

    def unrecorded(self) -> list[str]:
        """Acknowledged customers without exactly one event."""
        events = self.database.events("customer.created")
        acknowledged = [identifier for client in self.clients if isinstance(client, KeyClient) for identifier in client.created]
        return [f"{events[identifier]} events for {identifier}" for identifier in acknowledged if events[identifier] != 1]


def crash(kind: str, folder: Path, kills: int, seconds: float, seed: int) -> dict:
    with databases.fresh(kind, folder) as url:
        return Run(folder, url, seed).go(kills, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voordeur-crash.") as folder:
        figures = crash(options.database, Path(folder), options.kills, options.minutes * 60, options.seed)
    print(json.dumps({"database": options.database, "seed": options.seed, **figures}, indent=2, ensure_ascii=False))
    return 1 if figures["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
