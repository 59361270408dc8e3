"""What the libraries know beyond the code flow: tokens of an app about itself, apps with keys, proofs of possession, resources."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey, KeySet
from oauthlib.oauth2 import BackendApplicationClient
from pydpop import generate_key
from pydpop.integrations.requests import DPoPAuth
from requests_oauthlib import OAuth2Session as RequestsSession

from Peers.test_authlib import obtain, session
from Peers.test_ruby import RubyApp

INACTIVE = {"active": False}


def about_itself(peer, app, token: str) -> dict:
    """What the app is told with its own token; no portal's data comes with it."""
    assert peer.read(token).status_code == 401
    answer = requests.get(
        peer.server.base + "/oauth/app", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["client_id"] == app["client_id"]
    return answer.json()


# Tokens of an app about itself (RFC 6749 §4.4)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_client_credentials(peer, method):
    app = peer.register("client_credentials")
    client = OAuth2Session(
        app["client_id"], app["client_secret"], token_endpoint_auth_method=method, default_timeout=30
    )
    token = client.fetch_token(peer.token, grant_type="client_credentials")
    assert token["token_type"] == "Bearer" and "refresh_token" not in token
    assert "client_credentials" in about_itself(peer, app, token["access_token"])["grant_types"]
    endpoint = peer.metadata["introspection_endpoint"]
    seen = client.introspect_token(endpoint, token=token["access_token"]).json()
    assert (seen["active"], seen["sub"]) == (True, app["client_id"])
    client.revoke_token(peer.metadata["revocation_endpoint"], token=token["access_token"])
    assert client.introspect_token(endpoint, token=token["access_token"]).json() == INACTIVE


def test_oauthlib_backend_application(peer):
    app = peer.register("client_credentials", profile="strict")
    client = RequestsSession(client=BackendApplicationClient(app["client_id"]))
    token = client.fetch_token(peer.token, client_secret=app["client_secret"], timeout=30)
    about_itself(peer, app, token["access_token"])


def test_ruby_client_credentials(peer):
    app = peer.register("client_credentials")
    with RubyApp(peer, app) as ruby:
        token = ruby.ask("client_credentials", parameters={})
        about_itself(peer, app, token["access_token"])
        assert ruby.ask("get", url=peer.server.base + "/oauth/app")["status"] == 200


def test_the_grant_is_off_unless_switched_on(peer):
    app = peer.app("web", "standard")
    client = OAuth2Session(app["client_id"], app["client_secret"], default_timeout=30)
    with pytest.raises(OAuthError) as refused:
        client.fetch_token(peer.token, grant_type="client_credentials")
    assert refused.value.error == "unauthorized_client"


# An app with a key instead of a secret (RFC 7523)


def public_set(key: ECKey) -> str:
    return json.dumps(KeySet([key]).as_dict(private=False))


@pytest.mark.parametrize("profile", ["standard", "strict"])
def test_authlib_private_key_jwt(peer, profile):
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    app = peer.register("client_credentials", profile=profile, jwks=public_set(key))
    assert not app["client_secret"]
    client = OAuth2Session(
        app["client_id"], key, scope=app["scope"], redirect_uri=peer.redirect_uri(app), code_challenge_method="S256",
        token_endpoint_auth_method="private_key_jwt", revocation_endpoint_auth_method="private_key_jwt",
        default_timeout=30,
    )
    # We want our issuer as the audience, as FAPI 2 does; Authlib would name the token endpoint.
    client.register_client_auth_method(PrivateKeyJWT(peer.metadata["issuer"], alg="ES256"))
    first = dict(obtain(peer, client, verifier=generate_token(48)))
    assert peer.read(first["access_token"]).status_code == 200
    renewed = dict(client.refresh_token(peer.token))
    assert (renewed["refresh_token"] != first["refresh_token"]) == (profile == "strict")
    client.scope = None  # a token of the app about itself has none
    own = client.fetch_token(peer.token, grant_type="client_credentials")
    assert about_itself(peer, app, own["access_token"])["token_endpoint_auth_method"] == "private_key_jwt"
    seen = client.introspect_token(peer.metadata["introspection_endpoint"], token=renewed["access_token"])
    assert seen.json()["active"] is True
    client.revoke_token(peer.metadata["revocation_endpoint"], token=renewed["refresh_token"])
    assert peer.read(renewed["access_token"]).status_code == 401


def test_authlib_with_another_key_or_audience(peer):
    key, other = (ECKey.generate_key("P-256") for _ in range(2))
    app = peer.register("client_credentials", jwks=public_set(key))
    for signer, audience in [(other, peer.metadata["issuer"]), (key, peer.token), (key, "https://other.example")]:
        client = OAuth2Session(
            app["client_id"], signer, token_endpoint_auth_method="private_key_jwt", default_timeout=30
        )
        client.register_client_auth_method(PrivateKeyJWT(audience, alg="ES256"))
        with pytest.raises(OAuthError) as refused:
            client.fetch_token(peer.token, grant_type="client_credentials")
        assert refused.value.error == "invalid_client"


# Tokens that are bound to a key (RFC 9449)


@pytest.mark.parametrize("options", [[], ["dpop_bound_access_tokens"], ["dpop_bound_access_tokens", "dpop_nonce"]])
def test_pydpop(peer, options):
    """pydpop makes the proofs, and repeats a request with the nonce that it is given."""
    app, key, state = peer.register(*options, profile="strict"), generate_key(), "s" * 20
    client = session(peer, app, code_challenge_method="S256")
    verifier = generate_token(48)
    url, _ = client.create_authorization_url(peer.authorize, code_verifier=verifier, state=state)
    code = parse_qs(urlsplit(peer.consent(url)).query)["code"][0]
    who = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    tokens = requests.Session()
    tokens.auth = DPoPAuth(key)
    answer = tokens.post(peer.token, timeout=30, data=who | {
        "grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect_uri, "code_verifier": verifier,
    })
    assert answer.status_code == 200, answer.text
    assert answer.json()["token_type"] == "DPoP"
    renewed = tokens.post(
        peer.token, timeout=30, data=who | {"grant_type": "refresh_token", "refresh_token": answer.json()["refresh_token"]}
    )
    assert renewed.status_code == 200, renewed.text

    access = renewed.json()["access_token"]
    assert peer.read(access).status_code == 401, "no bearer token"
    api = requests.Session()
    for signer, status in [(key, 200), (generate_key(), 401)]:
        api.auth = DPoPAuth(signer, access_token=access)
        seen = api.get(peer.server.api + "/customers", headers={"Authorization": f"DPoP {access}"}, timeout=30)
        assert seen.status_code == status, seen.text


# Tokens for another API (RFC 8707)


def test_authlib_asks_for_a_resource(peer):
    uri = "https://routes.example/api"
    made = peer.server.installation.run(
        "resource-server", "add", "--name", "Routes", "--uri", uri, check=True
    ).stdout.split()
    identifier = next(word for word in made if word.startswith("rsv_"))
    secret = next(word for word in made if word.startswith("vdr_secret_"))
    try:
        client = session(peer, peer.app("web", "standard"))
        resources = [peer.server.api, uri]
        url, state = client.create_authorization_url(peer.authorize)
        callback = peer.consent(f"{url}&{urlencode([('resource', resource) for resource in resources])}")
        token = client.fetch_token(peer.token, authorization_response=callback, state=state, resource=uri)
        assert peer.read(token["access_token"]).status_code == 401
        asked = OAuth2Session(identifier, secret, default_timeout=30)
        seen = asked.introspect_token(peer.metadata["introspection_endpoint"], token=token["access_token"]).json()
        assert (seen["active"], seen["aud"]) == (True, uri)
        ours = client.refresh_token(peer.token, refresh_token=token["refresh_token"], resource=peer.server.api)
        assert peer.read(ours["access_token"]).status_code == 200
        mine = asked.introspect_token(peer.metadata["introspection_endpoint"], token=ours["access_token"]).json()
        assert mine == INACTIVE
        with pytest.raises(OAuthError) as refused:
            client.refresh_token(peer.token, refresh_token=token["refresh_token"], resource="https://other.example")
        assert refused.value.error == "invalid_target"
    finally:
        peer.server.installation.run("resource-server", "remove", uri, check=True)


# Ending tokens from Ruby (RFC 7009)


@pytest.mark.parametrize("kind", [("web", "standard"), ("web", "strict")])
def test_ruby_revocation(peer, kind):
    app = peer.app(*kind)
    verifier = generate_token(48)
    with RubyApp(peer, app) as ruby:
        token = ruby.exchange(ruby.callback(verifier)["code"][0], verifier)
        answer = requests.post(
            peer.metadata["revocation_endpoint"], data={"token": token["refresh_token"]},
            auth=(app["client_id"], app["client_secret"]), timeout=30,
        )
        assert answer.status_code == 200
        assert ruby.ask("refresh")["error"] == "invalid_grant"
        assert peer.read(token["access_token"]).status_code == 401
