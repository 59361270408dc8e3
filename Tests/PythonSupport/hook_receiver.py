"""A receiver of webhooks on loopback: verifies every request with the reference library, keeps it, and answers as it is told."""

import contextlib
import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook


@dataclass
class Received:
    path: str
    headers: dict
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict:
        return json.loads(self.body)


class HookReceiver:
    """`secrets` maps the path of each webhook to its signing secret. `answer` is asked for the status of each request."""

    def __init__(self, answer=lambda received: 204, delay: float = 0):
        self.secrets: dict[str, str] = {}
        self.received: list[Received] = []
        self.faults: list[str] = []
        self.changed = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                time.sleep(delay)
                status = receiver.take(received, answer)
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def take(self, received: Received, answer) -> int:
        # The secret of a webhook is known a moment after the webhook is.
        deadline = time.monotonic() + 10
        with self.changed:
            while received.path not in self.secrets and time.monotonic() < deadline:
                self.changed.wait(0.1)
            try:
                Webhook(self.secrets[received.path]).verify(received.body, received.headers)
            except Exception as fault:
                self.faults.append(f"{received.path} {received.id}: {fault!r}")
            self.received.append(received)
            self.changed.notify_all()
        return answer(received)

    def expect(self, path: str, secret: str) -> None:
        with self.changed:
            self.secrets[path] = secret
            self.changed.notify_all()

    def wait(self, satisfied, limit: float = 240) -> None:
        """Until `satisfied(received)`."""
        deadline = time.monotonic() + limit
        with self.changed:
            while not satisfied(self.received):
                if time.monotonic() > deadline:
                    raise AssertionError(f"{len(self.received)} requests, and still not what was waited for")
                self.changed.wait(0.5)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
