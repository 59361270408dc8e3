"""What both client libraries need: the endpoints as the server publishes them, the apps, and somebody who consents."""

from dataclasses import dataclass

import pytest
import requests

from PythonSupport.forms import Visitor
from PythonSupport.installation import free_port

SCOPES = ["customers.read", "customers.write"]


@dataclass
class Peer:
    """A server under test as an app's author sees it."""

    server: object
    metadata: dict
    owner: Visitor

    @property
    def authorize(self) -> str:
        return self.metadata["authorization_endpoint"]

    @property
    def token(self) -> str:
        return self.metadata["token_endpoint"]

    @property
    def published_token(self) -> str:
        return self.server.base + "/oauth/tokens"

    def app(self, type: str, profile: str) -> dict:
        return self.server.app(type, profile)

    def scopes(self, app: dict) -> list[str]:
        """Two scopes at most: what the app may have of SCOPES."""
        return [scope for scope in SCOPES if scope in app["scope"].split()]

    def redirect_uri(self, app: dict) -> str:
        """A redirect URI of the app; a native app has any port on loopback (RFC 8252 §7.3)."""
        loopback = next(uri for uri in app["redirect_uris"] if uri.startswith("http://127.0.0.1"))
        if app["type"] == "native":
            return loopback.replace("http://127.0.0.1/", f"http://127.0.0.1:{free_port()}/")
        return loopback

    def consent(self, url: str, **choices) -> str:
        """The portal's owner walks through `url`; answers the address that the app is called back at."""
        person = self.server.portal()["owner"]
        return self.owner.authorize(url, person["email"], person["password"], portal=None, **choices)

    def register(self, *options: str, type="web", profile="standard", jwks: str | None = None) -> dict:
        """A new app of the demo's developer, with these options, and with keys instead of a secret if there are any."""
        developer, visitor = self.server.demo["developer"], Visitor(self.server.base)
        visitor.sign_in("/developers/sign-in", developer["email"], developer["password"])
        visitor.open("/developers/apps/new")
        uris = ["http://127.0.0.1:9999/callback"]
        form = visitor.page.form("name", "redirect_uris").fill(
            name="Peer", type=type, profile=profile, redirect_uris="\n".join(uris), scope=SCOPES, option=list(options)
        )
        if jwks:
            form.fill(authentication="private_key_jwt", jwks=jwks)
        visitor.submit(form)
        assert "client-id" in visitor.page.secrets, visitor.page.text
        return {
            "type": type, "profile": profile, "redirect_uris": uris, "scope": " ".join(SCOPES),
            "client_id": visitor.page.secrets["client-id"], "client_secret": visitor.page.secrets.get("client-secret"),
        }

    def read(self, access_token: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {access_token}"}
        return requests.get(self.server.api + "/customers", headers=headers, timeout=30)


@pytest.fixture(scope="session")
def peer(demo_server):
    answer = requests.get(demo_server.base + "/.well-known/oauth-authorization-server", timeout=30)
    assert answer.status_code == 200, answer.text
    return Peer(demo_server, answer.json(), Visitor(demo_server.base))
