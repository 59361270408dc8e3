"""Ruby's oauth2 as an app: a client of another language, with its own HTTP library and its own reading of the RFC."""

import json
import secrets
import subprocess
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest


class RubyApp:
    """The process of `app.rb`, configured as one of the demo apps."""

    def __init__(self, peer, app, scheme="basic_auth", endpoint=None):
        self.peer, self.app = peer, app
        self.redirect_uri = peer.redirect_uri(app)
        self.process = subprocess.Popen(
            ["ruby", str(Path(__file__).with_name("app.rb"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.ask(
            "configure", id=app["client_id"], secret=app.get("client_secret"), scheme=scheme, site=peer.server.base,
            authorize=peer.authorize, token=endpoint or peer.token,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def ask(self, what, **details) -> dict:
        self.process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the Ruby app has ended"
        return json.loads(line)

    def callback(self, verifier=None) -> dict:
        """The fields that the browser brings back."""
        state = secrets.token_urlsafe(16)
        parameters = {"redirect_uri": self.redirect_uri, "scope": " ".join(self.peer.scopes(self.app)), "state": state}
        if verifier:
            challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            parameters |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        url = self.ask("authorize", parameters=parameters)["url"]
        fields = parse_qs(urlsplit(self.peer.consent(url)).query)
        assert fields["state"] == [state]
        assert fields["iss"] == [self.peer.metadata["issuer"]]
        return fields

    def exchange(self, code, verifier=None) -> dict:
        parameters = {"redirect_uri": self.redirect_uri}
        if verifier:
            parameters["code_verifier"] = verifier
        return self.ask("exchange", code=code, parameters=parameters)


@pytest.mark.parametrize("scheme", ["basic_auth", "request_body"])
@pytest.mark.parametrize("endpoint", ["token", "published_token"])
def test_standard_web_app_without_pkce(peer, scheme, endpoint):
    with RubyApp(peer, peer.app("web", "standard"), scheme, getattr(peer, endpoint)) as app:
        token = app.exchange(app.callback()["code"][0])
        assert token["expires_in"] > 0
        assert set(token["scope"].split()) == set(peer.scopes(app.app))
        assert app.ask("get", url=peer.server.api + "/customers")["status"] == 200
        renewed = app.ask("refresh")
        assert renewed["access_token"] != token["access_token"]
        assert renewed["refresh_token"] == token["refresh_token"]  # kept, where the answer has none
        assert app.ask("get", url=peer.server.api + "/customers")["status"] == 200


@pytest.mark.parametrize("kind", [("web", "standard"), ("web", "strict"), ("native", "strict")])
def test_pkce(peer, kind):
    verifier = secrets.token_urlsafe(48)
    with RubyApp(peer, peer.app(*kind), "request_body") as app:
        code = app.callback(verifier)["code"][0]
        assert app.exchange(code, secrets.token_urlsafe(48))["error"] == "invalid_grant"
        token = app.exchange(code, verifier)
        assert app.ask("get", url=peer.server.api + "/customers")["status"] == 200
        renewed = app.ask("refresh")
        assert (renewed["refresh_token"] != token["refresh_token"]) == (kind != ("web", "standard"))
        assert app.ask("get", url=peer.server.api + "/customers")["status"] == 200


def test_code_works_once(peer):
    with RubyApp(peer, peer.app("web", "standard")) as app:
        code = app.callback()["code"][0]
        token = app.exchange(code)
        assert app.exchange(code) == {"error": "invalid_grant", "status": 400}
        assert peer.read(token["access_token"]).status_code == 401  # RFC 6749 §10.5


def test_wrong_secret(peer):
    app = dict(peer.app("web", "standard"))
    app["client_secret"] = peer.app("web", "strict")["client_secret"]
    with RubyApp(peer, app) as stranger:
        assert stranger.exchange("vdr_code_x") == {"error": "invalid_client", "status": 401}


def test_strict_app_without_pkce_is_refused(peer):
    with RubyApp(peer, peer.app("web", "strict")) as app:
        fields = app.callback()
        assert fields["error"] == ["invalid_request"]
        assert "code" not in fields
