"""Authlib as an app: the code flow, refresh, revocation and introspection, as its documentation shows them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session


def session(peer, app, **options) -> OAuth2Session:
    return OAuth2Session(
        app["client_id"],
        app.get("client_secret"),
        scope=" ".join(peer.scopes(app)),
        redirect_uri=peer.redirect_uri(app),
        default_timeout=30,
        **options,
    )


def obtain(peer, client, verifier=None, endpoint=None, **consent) -> dict:
    """The code flow up to the token; checks what comes back on the way (RFC 6749 §4.1.2, RFC 9207 §2)."""
    url, state = client.create_authorization_url(peer.authorize, code_verifier=verifier)
    callback = peer.consent(url, **consent)
    assert callback.startswith(client.redirect_uri + "?")
    fields = parse_qs(urlsplit(callback).query)
    assert fields["state"] == [state]
    assert fields["iss"] == [peer.metadata["issuer"]]
    proof = {"code_verifier": verifier} if verifier else {}
    token = client.fetch_token(endpoint or peer.token, authorization_response=callback, state=state, **proof)
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] > 0
    return token


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
@pytest.mark.parametrize("endpoint", ["token", "published_token"])
def test_standard_web_app_without_pkce(peer, method, endpoint):
    app = peer.app("web", "standard")
    client = session(peer, app, token_endpoint_auth_method=method)
    token = obtain(peer, client, endpoint=getattr(peer, endpoint))
    assert set(token["scope"].split()) == set(peer.scopes(app))
    assert client.get(peer.server.api + "/customers").status_code == 200


def test_standard_web_app_with_pkce(peer):
    client = session(peer, peer.app("web", "standard"), code_challenge_method="S256")
    token = obtain(peer, client, verifier=generate_token(48))
    assert peer.read(token["access_token"]).status_code == 200


def test_standard_web_app_keeps_its_refresh_token(peer):
    client = session(peer, peer.app("web", "standard"))
    first = dict(obtain(peer, client))
    for _ in range(2):
        renewed = dict(client.refresh_token(peer.token))
        assert renewed["access_token"] != first["access_token"]
        assert renewed["refresh_token"] == first["refresh_token"]  # Authlib keeps what the answer leaves out
        assert peer.read(renewed["access_token"]).status_code == 200


@pytest.mark.parametrize("kind", [("web", "strict"), ("native", "strict")])
def test_pkce_and_rotation(peer, kind):
    client = session(peer, peer.app(*kind), code_challenge_method="S256")
    first = dict(obtain(peer, client, verifier=generate_token(64)))
    second = dict(client.refresh_token(peer.token))
    assert second["refresh_token"] != first["refresh_token"]
    assert peer.read(second["access_token"]).status_code == 200
    third = dict(client.refresh_token(peer.token))
    assert third["refresh_token"] not in (first["refresh_token"], second["refresh_token"])

    # The grand-predecessor is reuse, also inside the grace: the whole family ends (RFC 9700 §4.14.2).
    with pytest.raises(OAuthError) as refused:
        client.refresh_token(peer.token, refresh_token=first["refresh_token"])
    assert refused.value.error == "invalid_grant"
    assert peer.read(third["access_token"]).status_code == 401


def test_strict_app_without_pkce_is_refused(peer):
    client = session(peer, peer.app("web", "strict"))
    url, state = client.create_authorization_url(peer.authorize)
    callback = peer.consent(url)
    fields = parse_qs(urlsplit(callback).query)
    assert fields["error"] == ["invalid_request"]
    assert fields["state"] == [state]
    assert "code" not in fields


def test_wrong_verifier_is_refused_and_burns_nothing(peer):
    client = session(peer, peer.app("native", "strict"), code_challenge_method="S256")
    verifier = generate_token(64)
    url, state = client.create_authorization_url(peer.authorize, code_verifier=verifier)
    callback = peer.consent(url)
    with pytest.raises(OAuthError) as refused:
        client.fetch_token(peer.token, authorization_response=callback, state=state, code_verifier=generate_token(64))
    assert refused.value.error == "invalid_grant"
    token = client.fetch_token(peer.token, authorization_response=callback, state=state, code_verifier=verifier)
    assert peer.read(token["access_token"]).status_code == 200


def test_refusal(peer):
    client = session(peer, peer.app("web", "standard"))
    url, state = client.create_authorization_url(peer.authorize)
    fields = parse_qs(urlsplit(peer.consent(url, decision="deny")).query)
    assert fields["error"] == ["access_denied"]
    assert fields["state"] == [state]
    assert fields["iss"] == [peer.metadata["issuer"]]
    assert "code" not in fields


def test_deselected_scope_is_not_granted(peer):
    app = peer.app("web", "standard")
    if len(peer.scopes(app)) < 2:
        pytest.fail(f"the demo app needs two scopes of the customers, it has {app['scope']}")
    client = session(peer, app)
    token = obtain(peer, client, scopes=["customers.read"])
    assert token["scope"] == "customers.read"
    assert client.get(peer.server.api + "/customers").status_code == 200
    assert client.post(peer.server.api + "/customers", json={}).status_code == 403


@pytest.mark.parametrize("kind", [("web", "standard"), ("native", "strict")])
@pytest.mark.parametrize("hint", ["access_token", "refresh_token"])
def test_revocation(peer, kind, hint):
    client = session(peer, peer.app(*kind), code_challenge_method="S256")
    token = dict(obtain(peer, client, verifier=generate_token(48)))
    answer = client.revoke_token(
        peer.metadata["revocation_endpoint"], token=token[hint], token_type_hint=hint, timeout=30
    )
    assert answer.status_code == 200
    assert peer.read(token["access_token"]).status_code == 401
    if hint == "refresh_token":
        with pytest.raises(OAuthError) as refused:
            client.refresh_token(peer.token, refresh_token=token["refresh_token"])
        assert refused.value.error == "invalid_grant"


def test_introspection(peer):
    app = peer.app("web", "standard")
    client = session(peer, app)
    token = dict(obtain(peer, client))
    endpoint = peer.metadata["introspection_endpoint"]
    live = client.introspect_token(endpoint, token=token["access_token"], token_type_hint="access_token").json()
    assert live["active"] is True
    assert live["client_id"] == app["client_id"]
    assert live["iss"] == peer.metadata["issuer"]
    assert set(live["scope"].split()) == set(peer.scopes(app))

    client.revoke_token(peer.metadata["revocation_endpoint"], token=token["access_token"])
    assert client.introspect_token(endpoint, token=token["access_token"]).json() == {"active": False}


def test_introspection_of_another_apps_token(peer):
    stranger = session(peer, peer.app("web", "strict"))
    client = session(peer, peer.app("web", "standard"))
    token = dict(obtain(peer, client))
    endpoint = peer.metadata["introspection_endpoint"]
    assert stranger.introspect_token(endpoint, token=token["access_token"]).json() == {"active": False}
