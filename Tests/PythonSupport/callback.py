"""The app's side of a redirect: a web server on loopback that keeps what it is called with."""

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class CallbackServer:
    def __init__(self):
        received = self._received = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                if address.path == "/callback":
                    received.put({name: values[0] for name, values in parse_qs(address.query).items()})
                    body = b"<!doctype html><html lang=en><title>App</title><h1>Connected</h1>"
                    self.send_response(200)
                else:
                    body = b""
                    self.send_response(204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if body:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.redirect_uri = f"http://127.0.0.1:{self._server.server_port}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def fields(self, limit: float = 20) -> dict[str, str]:
        """The query of the next call."""
        return self._received.get(timeout=limit)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
