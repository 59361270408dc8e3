"""requests-oauthlib as an app, and the published JSON endpoint `/oauth/tokens`."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from oauthlib.oauth2 import InvalidGrantError
from requests_oauthlib import OAuth2Session


def session(peer, app, **options) -> OAuth2Session:
    return OAuth2Session(app["client_id"], redirect_uri=peer.redirect_uri(app), scope=peer.scopes(app), **options)


def callback(peer, client) -> str:
    url, state = client.authorization_url(peer.authorize)
    answer = peer.consent(url)
    fields = parse_qs(urlsplit(answer).query)
    assert fields["state"] == [state]
    assert fields["iss"] == [peer.metadata["issuer"]]
    return answer


def credentials(app, in_body: bool) -> dict:
    """How the library is told where the secret goes: in the body, or by HTTP Basic, which is its default."""
    if "client_secret" not in app or app["client_secret"] is None:
        return {"include_client_id": True}
    if in_body:
        return {"include_client_id": True, "client_secret": app["client_secret"]}
    return {"client_secret": app["client_secret"]}


def as_json(url, headers, arguments):
    """Sends the token request as JSON, which the published guide shows for `/oauth/tokens`."""
    return url, {"Accept": "application/json"}, {"json": arguments["data"]}


@pytest.mark.parametrize("in_body", [True, False], ids=["secret in the body", "basic"])
# Not "plain": oauthlib 3 forgets to send that challenge, and then the server rightly refuses the verifier (RFC 9700, 4.8.2).
@pytest.mark.parametrize("pkce", [None, "S256"])
def test_standard_web_app(peer, in_body, pkce):
    app = peer.app("web", "standard")
    client = session(peer, app, pkce=pkce)
    answer = callback(peer, client)
    client.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, in_body))
    assert client.get(peer.server.api + "/customers", timeout=30).status_code == 200


@pytest.mark.parametrize("kind", [("web", "standard"), ("web", "strict"), ("native", "strict")])
def test_json_at_the_published_endpoint(peer, kind):
    app = peer.app(*kind)
    client = session(peer, app, pkce="S256")
    client.register_compliance_hook("access_token_request", as_json)
    answer = callback(peer, client)
    token = client.fetch_token(
        peer.published_token, authorization_response=answer, timeout=30, **credentials(app, in_body=True)
    )
    assert token["portal"]
    assert client.get(peer.server.api + "/customers", timeout=30).status_code == 200

    refresh = {
        "grant_type": "refresh_token", "client_id": app["client_id"], "refresh_token": token["refresh_token"],
    }
    if app.get("client_secret"):
        refresh["client_secret"] = app["client_secret"]
    renewed = requests.post(peer.published_token, json=refresh, timeout=30)
    assert renewed.status_code == 200, renewed.text
    assert renewed.headers["Cache-Control"] == "no-store"
    rotates = kind != ("web", "standard")
    assert ("refresh_token" in renewed.json()) == rotates
    assert peer.read(renewed.json()["access_token"]).status_code == 200


def test_json_is_for_the_published_endpoint_only(peer):
    answer = requests.post(peer.token, json={"grant_type": "authorization_code"}, timeout=30)
    assert answer.status_code in (400, 415)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", [("web", "strict"), ("native", "strict")])
def test_rotation(peer, kind):
    app = peer.app(*kind)
    client = session(peer, app, pkce="S256")
    answer = callback(peer, client)
    first = dict(client.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, True)))
    fields = {"client_id": app["client_id"]}
    if app.get("client_secret"):
        fields["client_secret"] = app["client_secret"]
    second = dict(client.refresh_token(peer.token, timeout=30, **fields))
    assert second["refresh_token"] != first["refresh_token"]
    assert client.get(peer.server.api + "/customers", timeout=30).status_code == 200

    # Lost answer: the predecessor, at once and with the successor unused, gets the same successor (O22).
    repeated = requests.post(
        peer.token,
        data={"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **fields},
        timeout=30,
    )
    assert repeated.status_code == 200, repeated.text
    assert repeated.json()["refresh_token"] == second["refresh_token"]


def test_standard_web_app_keeps_its_refresh_token(peer):
    app = peer.app("web", "standard")
    client = session(peer, app)
    answer = callback(peer, client)
    first = dict(client.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, True)))
    fields = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    for _ in range(3):
        renewed = dict(client.refresh_token(peer.token, timeout=30, **fields))
        assert renewed["refresh_token"] == first["refresh_token"]


def test_code_works_once(peer):
    app = peer.app("web", "standard")
    client = session(peer, app)
    answer = callback(peer, client)
    token = dict(client.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, True)))
    again = session(peer, app, state=client._state)
    with pytest.raises(InvalidGrantError):
        again.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, True))
    assert peer.read(token["access_token"]).status_code == 401  # RFC 6749 §10.5


def test_revocation_of_the_refresh_token_ends_the_grant(peer):
    app = peer.app("web", "standard")
    client = session(peer, app)
    answer = callback(peer, client)
    token = dict(client.fetch_token(peer.token, authorization_response=answer, timeout=30, **credentials(app, True)))
    revoked = requests.post(
        peer.metadata["revocation_endpoint"],
        data={"token": token["refresh_token"]},
        auth=(app["client_id"], app["client_secret"]),
        timeout=30,
    )
    assert revoked.status_code == 200
    assert client.get(peer.server.api + "/customers", timeout=30).status_code == 401
