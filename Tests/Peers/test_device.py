"""Authlib and oauthlib as a device without a browser (RFC 8628), and Authlib after a pushed request (RFC 9126)."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from oauthlib.oauth2 import DeviceClient

from PythonSupport.forms import Visitor

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def ask(peer, app) -> dict:
    fields = {"client_id": app["client_id"], "scope": " ".join(peer.scopes(app))}
    answer = requests.post(peer.metadata["device_authorization_endpoint"], data=fields, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(peer, device: dict, decision: str) -> str:
    """The owner opens the complete address, presses the buttons, and answers what the last page says."""
    person, visitor = peer.server.portal()["owner"], Visitor(peer.server.base)
    visitor.open(device["verification_uri_complete"])
    visitor.submit(visitor.page.form("user_code"))
    visitor.submit(visitor.page.form("email", "password").fill(email=person["email"], password=person["password"]))
    assert device["user_code"] in visitor.page.text
    form = next(form for form in visitor.page.forms if form.button("decision", decision))
    visitor.submit(form, form.button("decision", decision))
    return visitor.page.text


def test_authlib_polls_for_its_token(peer):
    app = peer.app("native", "strict")
    device = ask(peer, app)
    client = OAuth2Session(app["client_id"], token_endpoint_auth_method="none", default_timeout=30)
    with pytest.raises(OAuthError) as refused:
        client.fetch_token(peer.token, grant_type=GRANT, device_code=device["device_code"])
    assert refused.value.error == "authorization_pending"
    assert "is connected" in decide(peer, device, "approve")
    token = client.fetch_token(peer.token, grant_type=GRANT, device_code=device["device_code"])
    assert set(token["scope"].split()) == set(peer.scopes(app))
    assert peer.read(token["access_token"]).status_code == 200
    renewed = client.refresh_token(peer.token)
    assert renewed["refresh_token"]


def test_oauthlib_makes_the_same_request(peer):
    app = peer.app("native", "strict")
    device = ask(peer, app)
    decide(peer, device, "approve")
    body = DeviceClient(app["client_id"]).prepare_request_body(device["device_code"], include_client_id=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = requests.post(peer.token, data=body, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text


def test_a_device_that_is_declined(peer):
    app = peer.app("native", "strict")
    device = ask(peer, app)
    assert "You declined" in decide(peer, device, "deny")
    client = OAuth2Session(app["client_id"], token_endpoint_auth_method="none", default_timeout=30)
    with pytest.raises(OAuthError) as refused:
        client.fetch_token(peer.token, grant_type=GRANT, device_code=device["device_code"])
    assert refused.value.error == "access_denied"


def test_a_pushed_request(peer):
    app = peer.app("web", "strict")
    verifier, redirect_uri = generate_token(48), peer.redirect_uri(app)
    pushed = requests.post(
        peer.metadata["pushed_authorization_request_endpoint"],
        auth=(app["client_id"], app["client_secret"]),
        data={
            "response_type": "code", "redirect_uri": redirect_uri, "scope": " ".join(peer.scopes(app)), "state": "s" * 20,
            "code_challenge": create_s256_code_challenge(verifier), "code_challenge_method": "S256",
        },
        timeout=30,
    )
    assert pushed.status_code == 201, pushed.text
    link = urlencode({"client_id": app["client_id"], "request_uri": pushed.json()["request_uri"]})
    callback = peer.consent(f"{peer.authorize}?{link}")
    assert parse_qs(urlsplit(callback).query)["state"] == ["s" * 20]
    client = OAuth2Session(app["client_id"], app["client_secret"], redirect_uri=redirect_uri, default_timeout=30)
    token = client.fetch_token(peer.token, authorization_response=callback, state="s" * 20, code_verifier=verifier)
    assert peer.read(token["access_token"]).status_code == 200
