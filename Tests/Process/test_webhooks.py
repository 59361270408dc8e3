"""Webhooks of the real program: killed in the middle of a thousand deliveries, on two nodes, and with a receiver that fails.

Every request is verified with the reference library of Standard Webhooks.
"""

import collections
import threading

import pytest
import requests

from PythonSupport import databases
from PythonSupport.hook_receiver import HookReceiver
from PythonSupport.installation import Installation

CUSTOMER = {"address": "Kade 1", "zipCode": "1000AA", "city": "Amsterdam", "primaryEmail": "info@kade.example"}
SETTINGS = {"WEBHOOK_ALLOW_PRIVATE": "true", "RATE_LIMIT_PER_MINUTE": "0"}


class Portal:
    """The API of one demo portal, through any node."""

    def __init__(self, installation: Installation, base: str | None = None):
        portal = next(portal for portal in installation.demo()["portals"] if portal["slug"] == "bakkerij")
        self.base = (base or installation.base) + "/v1"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Authorization"] = f"Bearer {portal['apiKey']}"

    def call(self, method: str, path: str, **arguments) -> requests.Response:
        return self.http.request(method, self.base + path, timeout=30, **arguments)

    def webhook(self, receiver: HookReceiver, path: str, type: str = "customer-created") -> dict:
        answer = self.call("POST", "/webhooks", json={"url": receiver.base + path, "type": type})
        assert answer.status_code == 201, answer.text
        receiver.expect(path, answer.json()["signingSecret"])
        return answer.json()

    def customer(self, name: str) -> str:
        """Made exactly once, however often the server goes away."""
        while True:
            try:
                answer = self.call(
                    "POST", "/customers", json={"companyName": name, **CUSTOMER}, headers={"Idempotency-Key": name}
                )
            except requests.RequestException:
                threading.Event().wait(0.1)
                continue
            if answer.status_code == 201:
                return answer.json()["id"]
            assert answer.status_code >= 500, answer.text

    def deliveries(self, webhook: str) -> list[dict]:
        found, page = [], 1
        while True:
            answer = self.call("GET", f"/webhooks/{webhook}/deliveries", params={"per_page": 100, "page": page})
            found += answer.json()["data"]
            if answer.json()["next_page_url"] is None:
                return found
            page += 1

    def settled(self, webhook: str) -> list[dict]:
        while True:
            found = self.deliveries(webhook)
            if all(delivery["status"] != "pending" for delivery in found):
                return found
            threading.Event().wait(0.2)


@pytest.mark.parametrize("kind", databases.available())
def test_227_killed_in_the_middle_of_a_thousand_deliveries(kind, tmp_path):
    webhooks, customers, kills = 10, 100, (150, 500)
    with databases.fresh(kind, tmp_path) as url, HookReceiver(delay=0.005) as receiver:
        installation = Installation(tmp_path, url, **SETTINGS)
        portal = Portal(installation)
        server = installation.start()
        try:
            server.wait_until_ready()
            made = [portal.webhook(receiver, f"/{number}") for number in range(webhooks)]
            assert {hook["url"] for hook in made} == {receiver.base + path for path in receiver.secrets}
            created: dict[str, str] = {}
            maker = threading.Thread(
                target=lambda: [created.update({portal.customer(f"c-{n}"): f"c-{n}"}) for n in range(customers)]
            )
            maker.start()
            for count in kills:
                receiver.wait(lambda received: len(received) >= count)
                server.kill()
                server = installation.start()
                server.wait_until_ready()
            maker.join(120)
            assert not maker.is_alive() and len(created) == customers

            # Each arrives at least once …
            wanted = {(path, customer) for path in receiver.secrets for customer in created}
            arrived = lambda received: {(one.path, one.event["data"]["id"]) for one in received}  # noqa: E731
            receiver.wait(lambda received: len(received) >= len(wanted) and arrived(received) >= wanted)
            records = [delivery for hook in made for delivery in portal.settled(hook["id"])]
        except BaseException:
            print(server.log()[-4000:])
            raise
        finally:
            server.kill()
    # … none is invented …
    assert receiver.faults == []
    assert arrived(receiver.received) == wanted
    assert len(records) == len(wanted) and {record["status"] for record in records} == {"delivered"}
    # … and a repetition is the same event with the same bytes.
    events = collections.defaultdict(set)
    bodies = collections.defaultdict(set)
    for one in receiver.received:
        events[one.event["data"]["id"]].add(one.id)
        bodies[one.id].add(one.body)
        assert one.event["id"] == one.id and one.event["data"]["companyName"] == created[one.event["data"]["id"]]
    assert len(bodies) == customers
    assert all(len(ids) == 1 for ids in events.values()), "one customer, one event"
    assert all(len(texts) == 1 for texts in bodies.values())
    print(f"{len(receiver.received)} requests for {len(wanted)} deliveries")


@pytest.mark.skipif("postgres" not in databases.available(), reason="two nodes need PostgreSQL")
def test_two_nodes_deliver_each_once(tmp_path):
    with databases.fresh("postgres", tmp_path) as url, HookReceiver() as receiver:
        first = Installation(tmp_path / "one", url, SECRET_KEY_FILE=str(tmp_path / "secret.key"), **SETTINGS)
        second = Installation(tmp_path / "two", url, SECRET_KEY_FILE=str(tmp_path / "secret.key"), **SETTINGS)
        for node in (first, second):
            node.folder.mkdir()
        demo = first.demo()
        with first.serving(), second.serving():
            portals = [Portal(first), Portal(first, second.base)]
            hooks = [portals[number % 2].webhook(receiver, f"/{number}") for number in range(3)]
            names = [f"c-{number}" for number in range(60)]
            created = [portals[number % 2].customer(name) for number, name in enumerate(names)]
            for hook in hooks:
                assert all(record["attempts"] == 1 for record in portals[1].settled(hook["id"]))
    assert demo and receiver.faults == []
    counted = collections.Counter((one.path, one.event["data"]["id"]) for one in receiver.received)
    assert counted == {(path, customer): 1 for path in receiver.secrets for customer in created}


def test_a_receiver_that_fails_and_recovers(tmp_path):
    statuses = iter([500, 302, 503])
    with HookReceiver(lambda _: next(statuses, 204)) as receiver:
        installation = Installation(tmp_path, WEBHOOK_RETRY_SCHEDULE="1, 1, 1", **SETTINGS)
        portal = Portal(installation)
        with installation.serving() as server:
            hook = portal.webhook(receiver, "/hook")
            customer = portal.customer("a")
            (record,) = portal.settled(hook["id"])
            again = portal.call("POST", f"/webhooks/{hook['id']}/deliveries/{record['id']}/redeliver")
            assert again.status_code == 200
            portal.settled(hook["id"])
            tested = portal.call("POST", f"/webhooks/{hook['id']}/test").json()
            portal.settled(hook["id"])
            metrics = requests.get(f"{installation.base}/metrics", timeout=10).text
            log = server.log()
    assert record["status"] == "delivered" and record["attempts"] == 4 and record["responseStatus"] == 204
    assert receiver.faults == []
    assert len(receiver.received) == 6
    assert len({(one.id, one.body) for one in receiver.received[:5]}) == 1
    assert receiver.received[0].event["data"]["id"] == customer
    assert receiver.received[5].id == tested["eventId"] and receiver.received[5].event["type"] == "webhook-test"
    assert "secret" not in str(receiver.received[5].event["data"]).replace("sendSecretHeader", "")
    assert all(one.headers["x-webhook-signature"] == hook["secret"] for one in receiver.received)
    assert 'voordeur_webhook_attempts_total{result="delivered"} 3' in metrics
    assert 'voordeur_webhook_attempts_total{result="postponed"} 3' in metrics
    assert hook["secret"] not in log and hook["signingSecret"] not in log


def test_the_server_stops_while_a_receiver_is_thinking(tmp_path):
    asked, answered = threading.Event(), threading.Event()

    def think(_) -> int:
        asked.set()
        answered.wait(60)
        return 204

    with HookReceiver(think) as receiver:
        installation = Installation(tmp_path, **SETTINGS)
        portal = Portal(installation)
        with installation.serving():
            hook = portal.webhook(receiver, "/hook")
            portal.customer("a")
            assert asked.wait(60)
            # Leaving the block sends SIGTERM, and wants status 0.
            threading.Timer(1, answered.set).start()
        with installation.serving():
            (record,) = portal.settled(hook["id"])
    assert record["status"] == "delivered" and record["attempts"] == 1
    assert len(receiver.received) == 1


def test_without_the_setting_nothing_inside_is_reached(tmp_path):
    with HookReceiver() as receiver:
        installation = Installation(tmp_path, RATE_LIMIT_PER_MINUTE="0")
        portal = Portal(installation)
        with installation.serving():
            for url in (receiver.base, receiver.base.replace("http:", "https:"), "https://localhost/", "https://127.1/"):
                answer = portal.call("POST", "/webhooks", json={"url": url, "type": "customer-created"})
                assert answer.status_code == 422, answer.text
                assert [error["field"] for error in answer.json()["errors"]] == ["url"]
    assert receiver.received == []
