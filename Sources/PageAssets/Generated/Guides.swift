// swift-format-ignore-file
// Written by scripts/embed-assets.sh from Guides/. Do not edit.

/// Guides of the documentation in Markdown, by language code and name: `en/errors`.
package enum EmbeddedGuides {
    package static let all: [String: String] = [
        "en/authentication": #"""
# Authentication

Every call carries a token. There are two kinds, and the API treats them alike: API keys and OAuth access tokens.

## Which one {#which}

| You are building | Use | Who makes it |
|---|---|---|
| software of one business, for its own portal | an API key | an owner or admin, in the manage portal under Settings → API keys |
| an app that many portals use | OAuth: an access token for each portal | the owner of each portal, by giving your app access; see [OAuth](/docs/oauth) |

Never ask anybody for an API key of theirs to put into your app. With OAuth they see what your app may do, and can stop it without changing anything else.

## Send it {#send}

```http
GET /v1/me HTTP/1.1
Authorization: Bearer vdr_key_…
```

- `Bearer` in any letter case, one space, the token.
- The header may be called `Authentication` as well. Two different values, or one header twice, are a 400.
- A token in the address or in the body is not looked at: addresses end up in logs.
- A token that is bound to a key of your app is sent as `Authorization: DPoP …` with a proof: [DPoP](/docs/oauth#dpop).

## API keys {#api-keys}

A key has a name, scopes, and if you like an end date and a list of network addresses that may use it. It is shown once, on the page after you made it; the server keeps only a digest.

| You want to | Do |
|---|---|
| replace a key without a pause | *Rotate key*, and choose how long the old one goes on: not at all, 1 hour, 24 hours or 7 days |
| stop a key at once | *Revoke now* |
| take scopes away | change it; that works at once |
| add scopes | change it; asks for your password again |

A key can do what its scopes say, within the rights that its maker's role has now. When its maker leaves the portal, the key stops. A key that nobody used for a year is revoked.

## What tokens look like {#form}

| Begins with | Is |
|---|---|
| `vdr_key_` | API key |
| `vdr_at_` | OAuth access token, good for an hour |
| `vdr_rt_` | OAuth refresh token |
| `vdr_secret_` | secret of an app |

After the prefix come 36 letters and digits; the last six are a checksum, so a mistyped token is refused before anybody looks for it. For secret scanners:

```
vdr_(key|at|rt|secret|code)_[0-9A-Za-z]{36}
```

## When a token leaked {#leaked}

Revoke it in the manage portal. If you found somebody else's, report it: nobody needs an account for that, and the answer is 202 whatever it was. A live token is ended at once, and its owner gets a mail.

```sh
curl {origin}/oauth/leaks -d "token=vdr_key_…"
```

## Refusals {#refusals}

| Status | Message | When |
|---|---|---|
| 401 | `No token was sent.` | neither header, or another scheme |
| 401 | `The token is not valid.` | unknown, mistyped, expired or revoked: one and the same answer |
| 403 | `This token lacks the scope customers.read.` | see [Scopes](/docs/scopes) |
| 403 | `This key may not be used from this address.` | an API key with a list of addresses |

The header `WWW-Authenticate` says the same to machines (RFC 6750). The token is looked at first: without one, an address that does not exist is a 401 too.

"""#,
        "en/errors": #"""
# Errors

Every refusal has the same form. Decide on the status, and show the message to people.

## The form {#form}

```http
HTTP/1.1 422 Unprocessable Content
Content-Type: application/json
X-Request-Id: req_06g0yb0hc2w7n1zfrx7c

{
  "code": 422,
  "message": "The request is not valid.",
  "errors": [
    { "field": "companyName", "message": "Is required." },
    { "field": "lines[0].vatRate", "message": "Must be 0, 9 or 21." }
  ]
}
```

| Field | |
|---|---|
| `code` | the HTTP status |
| `message` | for people. It can change; never compare it |
| `errors` | with 422: all wrong fields at once, each once. `field` is the path of the field, the name of a query parameter or header, `status` for a wrong state, or empty for the body as a whole |
| `supportedVersions` | with 400 for an unknown version |

## Problem details {#problem-details}

With `Accept: application/problem+json` the same comes in the form of RFC 9457. `type` leads to the page that explains it.

```json
{
  "type": "{origin}/docs/problems/invalid",
  "title": "Invalid request",
  "status": 422,
  "detail": "The request is not valid.",
  "instance": "urn:voordeur:request:req_06g0yb0hc2w7n1zfrx7c",
  "errors": [{ "field": "companyName", "message": "Is required." }]
}
```

## All problems {#all}

{problems}

## What comes first {#order}

The first check that fails gives the answer, and nothing is written before the last has passed: token, rate limit, version and query, path, method, scope, feature, content type, size, syntax, `Idempotency-Key`, IDs in the path, fields, state.

## What to repeat {#repeat}

| Status | Repeat the same request? |
|---|---|
| 429, 503 | yes, after `Retry-After` seconds |
| 409 with `Retry-After` | yes, after that time |
| no answer at all | a GET, PATCH or DELETE: yes. A POST: yes, if it had an [Idempotency-Key](/docs/idempotency) |
| 500 | once, later; then tell whoever runs the server, with the `X-Request-Id` |
| all others | no: the answer will be the same |

The endpoints of OAuth answer errors in the form of their own standard: see [OAuth](/docs/oauth#errors).

"""#,
        "en/getting-started": #"""
# Getting started

From nothing to your first customer in five minutes. You need a portal on this server, and curl.

## 1. Get a token {#token}

For your own portal, make an API key: sign in to the [manage portal](/manage), open Settings → API keys, and choose *Create API key*. Give it the scopes `customers.read` and `customers.write`. The key is shown once; keep it like a password.

```sh
export TOKEN=vdr_key_…
```

Are you building an app for other people's portals? Then each owner gives your app access with [OAuth](/docs/oauth). Everything below is the same with such a token.

No portal yet? Register as a developer in the [developer portal](/developers): every developer gets a test portal with sample customers.

## 2. Ask who you are {#me}

```sh
curl {api}/me -H "Authorization: Bearer $TOKEN"
```

```json
{
  "tokenKind": "api-key",
  "portal": { "id": "ptl_06as13jxprd63mq485cb", "slug": "bakkerij", "name": "Bakkerij Jansen", "timeZone": "Europe/Amsterdam" },
  "scopes": ["customers.read", "customers.write"],
  "app": null,
  "expiresAt": null,
  "apiVersion": "1.0.0",
  "rateLimit": { "limit": 60, "remaining": 59, "windowSeconds": 60 },
  "features": ["agreements", "appointments", "files", "invoicing", "offers", "paymentlinks", "punchcards", "subscriptions", "ticketing"]
}
```

A token opens exactly one portal. `scopes` is what it may do there.

## 3. Read your customers {#read}

```sh
curl "{api}/customers?per_page=2" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

The entities are in `data`, newest first. How to read on is in [Pages and cursors](/docs/pagination).

## 4. Add a customer {#write}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}" \
  -H "Content-Type: application/json" -H "Idempotency-Key: my-first-customer" \
  -d '{"companyName": "Bloemen Visser", "address": "Kerkstraat 5", "zipCode": "3511LX", "city": "Utrecht",
       "primaryEmail": "info@bloemenvisser.example"}'
```

The answer is `201 Created`, with the address of the new customer in `Location`. The [Idempotency-Key](/docs/idempotency) makes it safe to send the same again when no answer came.

## 5. Make a mistake {#mistake}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"companyName": ""}'
```

The answer is 422 and names every wrong field at once. [Errors](/docs/errors) has all of them.

## Rules for everything {#rules}

- Addresses begin with `{api}`. Bodies and answers are JSON in UTF-8, but for uploads and downloads.
- Times are sent as `2025-03-05 14:30` on the portal's clock, or with an offset: `2025-03-05T14:30:00+01:00`. They come back with the offset. Dates are `2025-03-05`.
- Amounts are texts in euros: `"12.95"`. VAT rates are 0, 9 or 21.
- An ID is a prefix and 20 characters: `cst_06apczxmqbsaeh9edd1r`. Treat it as opaque.
- On creation, a field that is absent and one that is null are the same. In a PATCH, an absent field stays as it is, and null empties it.
- Query parameters and fields that we do not know are ignored.
- Every answer has an `X-Request-Id`. Name it when you ask about that answer.

## Read on {#next}

Every operation, with its fields and a call to copy, is in the [API reference](/docs/v{newest}). To be told about changes instead of asking for them, use [webhooks](/docs/webhooks).

"""#,
        "en/idempotency": #"""
# Idempotency

When no answer comes, you cannot know whether a POST was done. With an `Idempotency-Key` you need not: send it again, and it is done once.

## Use it {#use}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
  -H "Idempotency-Key: order-4711" \
  -d '{"companyName": "Bloemen Visser", "address": "Kerkstraat 5", "zipCode": "3511LX", "city": "Utrecht",
       "primaryEmail": "info@bloemenvisser.example"}'
```

The key is yours to choose: 1 to 255 visible ASCII characters. Take something that belongs to what you do, such as the number of an order, or a random UUID that you keep until the answer is there. Every POST takes one; on other methods it is ignored.

## What comes back {#answers}

| Answer | When |
|---|---|
| the stored answer, with `Idempotent-Replayed: true` | the same key and the same request, within 24 hours |
| 422 | the same key with another request |
| 409 with `Retry-After: 1` | the first request is still running |
| 400 | the key is malformed |

*The same request* means the same method, path, query, version and body: JSON byte for byte, uploads by their parts.

## Good to know {#notes}

- Only successes are kept. After an error the key is free again: correct the request and send it with the same key.
- Keys belong to your API key; for OAuth to your app and the portal, so a repetition after a refresh is recognised.
- What was answered and what was written are stored in one transaction: there is never one without the other.

"""#,
        "en/oauth": #"""
# OAuth step by step

How an app gets access to somebody's portal, keeps it, and gives it back. Every request and answer is here as it goes over the wire.

## Before you begin {#before}

Register in the [developer portal](/developers) and create an app. You get an App ID (`client_id`) and, unless it is a native or browser app, an App Secret (`client_secret`), which is shown once. Fill in the redirect URIs and the scopes that your app may ask for.

| | Profile `standard` | Profile `strict` (recommended) | Native and browser apps |
|---|---|---|---|
| `state` | required unless PKCE is used | optional | as the profile |
| PKCE | optional | required, `S256` only | required |
| Refresh token | stays the same | a new one each time | a new one each time |
| App Secret | yes | yes | none: send `client_id` alone |

All addresses are in the metadata (RFC 8414). A library that can read it needs nothing else:

```sh
curl {origin}/.well-known/oauth-authorization-server
```

## 1. Make the secrets of this attempt {#pkce}

`STATE` ties the answer to this browser. The verifier stays with you, its hash goes along: so a stolen code is worth nothing (PKCE, RFC 7636).

```sh
CLIENT_ID=app_…
CLIENT_SECRET=vdr_secret_…
REDIRECT_URI=http://127.0.0.1:9999/callback
STATE=$(openssl rand -hex 16)
VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
```

## 2. Send the browser to the authorize page {#authorize}

```http
GET /oauth/authorize?response_type=code&client_id=app_…&redirect_uri=http://127.0.0.1:9999/callback
    &scope=customers.read&state=…&code_challenge=…&code_challenge_method=S256 HTTP/1.1
```

| Parameter | |
|---|---|
| `response_type` | required: `code` |
| `client_id` | required: the App ID |
| `redirect_uri` | required: one of the registered addresses, byte for byte. Only for `http://127.0.0.1` and `http://[::1]` may the port differ |
| `scope` | required: names with one space between them, all registered for the app |
| `state` | required unless there is a `code_challenge`; comes back unchanged |
| `code_challenge`, `code_challenge_method` | PKCE; always send `S256` |
| `prompt` | `consent` (default) asks every time, `login` asks for the password again, `none` shows no page at all |
| `portal` | optional: the slug of a portal, for users who have several |
| `login_hint`, `ui_locales` | optional: the e-mail address to fill in; `nl` or `en` |

The owner signs in, sees what your app asks for, and allows or declines. They may untick scopes that your app did not mark as required.

## 3. The code comes back {#code}

```http
HTTP/1.1 303 See Other
Location: http://127.0.0.1:9999/callback?code=vdr_code_…&state=…&iss={origin}
```

Before you use the code, check that `state` is the one you sent in this browser, that `iss` is `{origin}` (RFC 9207), and that there is no `error`. The code lives 60 seconds and works once.

## 4. Exchange the code {#exchange}

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" \
  -d grant_type=authorization_code -d "code=$CODE" -d "redirect_uri=$REDIRECT_URI" -d "code_verifier=$VERIFIER"
```

```json
{
  "access_token": "vdr_at_…",
  "token_type": "Bearer",
  "expires_in": 3600,
  "refresh_token": "vdr_rt_…",
  "scope": "customers.read",
  "portal": "bakkerij"
}
```

`scope` is what was granted, and `portal` the slug of the portal that the token opens. Send the credentials one way only: HTTP Basic as above, or `client_id` and `client_secret` in the body. A native or browser app sends `client_id` alone. `POST /oauth/tokens` takes the same as JSON too.

> Exchange a code once. The same code again is refused with `invalid_grant`, and ends the tokens of the first exchange. After a time-out, start again at step 1.

## 5. Call the API {#call}

```sh
curl {api}/me -H "Authorization: Bearer vdr_at_…"
```

## 6. Refresh {#refresh}

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=refresh_token -d "refresh_token=$REFRESH_TOKEN"
```

```json
{ "access_token": "vdr_at_…", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "vdr_rt_…", "scope": "customers.read" }
```

- A `standard` app with a secret keeps its refresh token; the answer has none. All others get a new one each time and must store it.
- For 10 seconds the old one answers with the same new one, so an answer that was lost can be asked for again. Later use of an old one means that somebody has a copy: everything under it ends, and the owner gets a mail.
- A refresh token dies after 60 days without use, and 365 days after the exchange.
- 503 `temporarily_unavailable` is not the end: keep the token, and come back after `Retry-After` seconds.

## 7. Give it back {#revoke}

```sh
curl {origin}/oauth/revoke -u "$CLIENT_ID:$CLIENT_SECRET" -d "token=$REFRESH_TOKEN"
```

200, whatever it was. A refresh token takes everything under it along. The owner can do the same under Settings → Connected apps.

## Push the request first {#par}

With PAR (RFC 9126) the parameters go from your app to us, and none of them stands in an address.

```sh
curl {origin}/oauth/par -u "$CLIENT_ID:$CLIENT_SECRET" -d response_type=code -d "redirect_uri=$REDIRECT_URI" \
  -d scope=customers.read -d "state=$STATE" -d "code_challenge=$CHALLENGE" -d code_challenge_method=S256
```

```json
{ "request_uri": "urn:ietf:params:oauth:request_uri:vdr_par_…", "expires_in": 90 }
```

Then send the browser to `/oauth/authorize?client_id=…&request_uri=…` within 90 seconds. Go on with step 3.

## From a device without a browser {#device}

For televisions and terminals (RFC 8628), when *Device grant* is switched on for your app. Where you can open a browser, do that instead: a code that is typed can be phished.

```sh
curl {origin}/oauth/device_authorization -d "client_id=$CLIENT_ID" -d scope=customers.read
```

```json
{
  "device_code": "vdr_dc_…",
  "user_code": "WDJB-MJHT",
  "verification_uri": "{origin}/oauth/device",
  "verification_uri_complete": "{origin}/oauth/device?user_code=WDJB-MJHT",
  "expires_in": 600,
  "interval": 5
}
```

Show `verification_uri` and `user_code`, and ask every `interval` seconds:

```sh
curl {origin}/oauth/token -d grant_type=urn:ietf:params:oauth:grant-type:device_code \
  -d "client_id=$CLIENT_ID" -d "device_code=$DEVICE_CODE"
```

| `error` | Do |
|---|---|
| `authorization_pending` | go on asking |
| `slow_down` | wait five seconds longer each time from now on |
| `access_denied`, `expired_token` | stop, and offer to begin again |

The answer with the tokens comes once, as in step 4.

## Bind tokens to a key {#dpop}

With DPoP (RFC 9449) a token is worth nothing without your private key. Send a proof with each token request and each call: a JWT that you sign with `ES256`, `EdDSA` or `PS256`.

```json
{
  "header": { "typ": "dpop+jwt", "alg": "ES256", "jwk": { "kty": "EC", "crv": "P-256", "x": "…", "y": "…" } },
  "payload": { "jti": "a-new-random-text", "htm": "POST", "htu": "{origin}/oauth/token", "iat": 1741181400 }
}
```

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" -H "DPoP: $PROOF" -d grant_type=authorization_code \
  -d "code=$CODE" -d "redirect_uri=$REDIRECT_URI" -d "code_verifier=$VERIFIER"
```

The answer says `"token_type": "DPoP"`. At the API the proof also holds `ath`, the base64url of the token's SHA-256, and `htu` is the address that you call, without its query:

```http
GET /v1/customers HTTP/1.1
Authorization: DPoP vdr_at_…
DPoP: eyJ0eXAiOiJkcG9wK2p3dCIs…
```

A proof is good for 60 seconds and for one request. If the answer is `use_dpop_nonce`, repeat it with a new proof that holds the value of the header `DPoP-Nonce` as `nonce`.

## Errors {#errors}

Until app and redirect URI are proven, a mistake is a page for the person in front of the browser. From then on the browser comes back to you with `error`, `error_description`, `state` and `iss`.

| `error` at the authorize page | Because |
|---|---|
| `invalid_request` | a parameter is missing, malformed or sent twice |
| `invalid_scope` | a name is unknown, or not registered for the app |
| `access_denied` | the person declined |
| `login_required`, `consent_required` | with `prompt=none` |

| `error` at the token endpoint | Because |
|---|---|
| 400 `invalid_request` | a field is missing, malformed or sent twice |
| 401 `invalid_client` | unknown app, or wrong or missing secret; after ten wrong ones 429 |
| 400 `invalid_grant` | the code or refresh token is unknown, expired, used, revoked or another app's; wrong `redirect_uri` or `code_verifier` |
| 400 `unauthorized_client` | the portal has suspended the app, or this grant is not switched on for it |
| 400 `invalid_scope` | more than was granted |
| 503 `temporarily_unavailable` | try again after `Retry-After` seconds |

"""#,
        "en/pagination": #"""
# Pages and cursors

Lists come in pages, newest first. For a screen use pages; to read everything, use cursors.

## Pages {#pages}

| Query | | If absent |
|---|---|---|
| `page` | from 1 | 1 |
| `per_page` | 1 to 100 | 15 |

```sh
curl "{api}/customers?per_page=50&page=2" -H "Authorization: Bearer $TOKEN"
```

```json
{
  "current_page": 2,
  "data": [],
  "first_page_url": "{api}/customers?per_page=50&page=1",
  "from": 51,
  "next_page_url": "{api}/customers?per_page=50&page=3",
  "path": "{api}/customers",
  "per_page": 50,
  "prev_page_url": "{api}/customers?per_page=50&page=1",
  "to": 100
}
```

Follow `next_page_url` until it is null. A page beyond the end is not an error: its `data` is empty. There are no totals. High page numbers cost more than low ones, and when something is added while you read, everything moves by one.

## Cursors {#cursors}

From version 1.1.0 each list also answers `next_cursor`. A walk by cursor meets everything that was there when it began, and still is, exactly once, however much is added or deleted meanwhile; and each step costs the same at any depth.

```sh
curl "{api}/customers?per_page=100" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
curl "{api}/customers?per_page=100&cursor=$NEXT_CURSOR" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

Stop when `next_cursor` is null. With a cursor, `current_page`, `from`, `to` and `prev_page_url` are null. `cursor` and `page` together are a 422.

## Filters {#filters}

Some lists can be filtered; the reference names the parameters of each. Filters are combined with *and*.

| Query | |
|---|---|
| `search` | 1 to 255 characters, found anywhere in the name or the e-mail address |
| `customerId` | only what belongs to this customer |
| `status` | one of the states that the reference lists |
| `created_after`, `created_before` | a date, or a date with time: from and including, up to and not including |

A raw `+` in a query means a space: write an offset as `%2B01:00`.

"""#,
        "en/rate-limits": #"""
# Rate limits

60 requests in any 60 seconds for each API key or access token, unless the portal or the key has a limit of its own. Whoever runs the server sets that of a portal; its owners give a key a lower one on its form.

## What every answer tells you {#headers}

```http
X-RateLimit-Limit: 60
X-RateLimit-Remaining: 42
RateLimit: "default";r=42;t=37
RateLimit-Policy: "default";q=60;w=60
```

| Header | |
|---|---|
| `X-RateLimit-Limit` | the limit |
| `X-RateLimit-Remaining` | how many requests are left now |
| `RateLimit` | the same: `r` are left, and in `t` seconds the oldest request stops counting |
| `RateLimit-Policy` | `q` requests in `w` seconds |

Without a limit there are no such headers. The window slides: there is no moment at which all requests come back at once, but after 60 quiet seconds the whole limit is free.

## When it was too much {#exceeded}

```http
HTTP/1.1 429 Too Many Requests
Retry-After: 12
X-RateLimit-Reset: 1741181412

{"code":429,"message":"Too many requests."}
```

Wait `Retry-After` seconds, then send the same request again. A request that was answered 429 does not count, and did nothing.

## How to stay below {#advice}

- Read lists with `per_page=100`.
- Use [webhooks](/docs/webhooks) instead of asking again and again what has changed.
- Spread work over time: look at `X-RateLimit-Remaining`, and slow down before it is 0.
- Requests without a valid token count against your network address, not against a token.

"""#,
        "en/scopes": #"""
# Scopes

A scope says what a token may do. Each operation needs exactly one, and its entry in the [API reference](/docs/v{newest}) names it.

## Rules {#rules}

- `.write` does not include `.read`. A write still answers with the entity that it wrote.
- There are no wildcards. Names are compared exactly, letter case included.
- In a `scope` parameter they are separated by single spaces: `customers.read customers.write`. An unknown name is `invalid_scope`.
- Ask for no more than your app needs: the owner sees every line of the table below, and may untick it unless your app marked it as required.
- `GET /me` needs no scope. It says what a token may do.

## All scopes {#all}

{scopes}

## When one is missing {#missing}

```http
HTTP/1.1 403 Forbidden
WWW-Authenticate: Bearer realm="voordeur", error="insufficient_scope", scope="customers.write"

{"code":403,"message":"This token lacks the scope customers.write."}
```

For an API key: change the key. For an app: send the owner to the authorize page again with the scopes that you need now.

What a token can do is worked out at each call: what was granted, within what the app is registered for, within what the role of the person who gave it allows now. So a token can lose scopes while it lives.

"""#,
        "en/versions": #"""
# Versions

The API has versions, so that a program that works goes on working. You choose one; nothing changes until you choose another.

{versions}

## Choose {#choose}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

| | |
|---|---|
| `X-VERSION` in the request | that version |
| no header | the version that your key or app is pinned to |
| no header and no pin | the newest |
| an unknown or retired version, or the header twice | 400 with `supportedVersions` |

A new key or app is pinned to `1.0.0` unless you pick another, or none, on its form. New programs should send `X-VERSION: {newest}`.

## What every answer tells you {#headers}

| Header | |
|---|---|
| `X-Version` | the version that shaped this answer |
| `X-Version-Latest` | there is a newer one; `Link` with `rel="successor-version"` leads to its reference |
| `Deprecation` | since when the version is on its way out (RFC 9745) |
| `Sunset` | from when on it will be refused (RFC 8594) |

## All differences {#differences}

| Where | 1.0.0 | 1.1.0 |
|---|---|---|
| lists | pages | pages and [cursors](/docs/pagination#cursors): `cursor`, `next_cursor`; `current_page` can be null |
| `Invoice`: `subtotalAmount`, `vatAmount`, `totalAmount`, and the amounts of its lines | number `12.95` | text `"12.95"` |
| `Invoice.issuedAt` | `2025-04-12T00:00:00.000Z` | `2025-04-12T02:00:00+02:00` |
| punch cards, in | `expirePeriod` | `expiryPeriod` |
| punch cards, out | `expiryPeriode` | `expiryPeriod` |
| new agreement, in | `signerSignatureData` | `signerSignature` |
| new subscription and sign-up, in | `startDate` | `startsAt` |
| webhooks | `data` as in 1.0.0 | `data` as in 1.1.0 |

Everything else is the same in both. The name of the other version is an unknown field: it is ignored, and a required field then counts as missing.

"""#,
        "en/webhooks": #"""
# Webhooks

We call your server when something happens in a portal, so that you need not ask. One webhook is for one type of event.

## What you receive {#delivery}

```http
POST /your/path HTTP/1.1
Content-Type: application/json
User-Agent: Voordeur-Webhooks/1
webhook-id: evt_06ary3eqnpq9ff8eva1f
webhook-timestamp: 1741181400
webhook-signature: v1,jYG2PDBphDiHslf17hMnFJljPM57KmqJlfhtd7aRIA8=
X-Webhook-Signature: the secret that you gave

{"id":"evt_06ary3eqnpq9ff8eva1f","type":"invoice-paid","createdAt":"2025-03-05T14:30:00+01:00","apiVersion":"1.0.0","data":{"id":"inv_06apz0pry3me4m7dj13n"}}
```

`data` is the entity as its GET operation answers it, in the webhook's `apiVersion`; of a deletion, as it was just before. If the token that made the webhook could not read that area, `data` is only the `id`.

Answer with any 2xx within 15 seconds. Do the work afterwards: write the event down, answer, and then handle it.

## Event types {#types}

| Type | Sent when | `data` |
|---|---|---|
| `customer-created`, `customer-updated`, `customer-deleted` | a customer is added, changed, deleted | `Customer` |
| `appointment-created`, `appointment-canceled` | an appointment is made, canceled | `Appointment` |
| `offer-created`, `offer-accepted`, `offer-rejected`, `offer-deleted` | an offer is made, decided, deleted | `CustomerOffer` |
| `invoice-created`, `invoice-paid`, `invoice-chargeback`, `invoice-deleted` | an invoice is made, paid, charged back, deleted | `CustomerInvoice` |
| `payment-link-created`, `payment-link-paid`, `payment-link-expired` | a link is made, paid, past its end | `PaymentLink` |
| `ticket-created`, `ticket-reply-customer`, `ticket-reply-employee` | a ticket is opened, answered | `TicketWithMessage` |
| `subscription-created`, `subscription-updated`, `subscription-deleted` | a subscription is made, changed, deleted | `CustomerSubscription` |
| `subscription-payment-created`, `subscription-payment-updated` | the payment of a term is made, changes its status | `SubscriptionPayment` |
| `agreement-signed` | the last signer has signed | `AgreementWithDetails` |
| `file-request-completed` | all requested files are there | `FileRequest` |
| `punch-card-stamped` | a card is stamped | `PunchCardBought` |
| `webhook-test` | you asked for a test; nothing subscribes to it | the webhook, without its secrets |

## Verify it {#verify}

Anybody can call your address, so check each call before you believe it. The signature is that of [Standard Webhooks](https://www.standardwebhooks.com/): `v1,` and the base64 of HMAC-SHA256 over `webhook-id`, `.`, `webhook-timestamp`, `.` and the body **as it came**, byte for byte. The key is what follows `whsec_` in the webhook's `signingSecret`, decoded from base64. Refuse timestamps more than five minutes away. Compare in constant time.

Check your own code with this: the signing secret is `whsec_dm9vcmRldXItZXhhbXBsZS1zZWNyZXQh`, and the call is the one above.

### Python {#python}

```python
import base64, hashlib, hmac, time

def is_genuine(headers, body, signing_secret, now=None):
    """headers: by name in lower case; body: the bytes as they came."""
    identifier, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs((now or time.time()) - int(timestamp)) > 300:
        return False
    key = base64.b64decode(signing_secret.removeprefix("whsec_"))
    signed = f"{identifier}.{timestamp}.".encode() + body
    wanted = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(wanted, given.encode()) for given in headers.get("webhook-signature", "").split(" "))
```

### JavaScript {#javascript}

```javascript
const { createHmac, timingSafeEqual } = require("node:crypto");

// headers: by name in lower case; body: a Buffer, as it came.
function isGenuine(headers, body, signingSecret, now = Date.now() / 1000) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!/^[0-9]+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300) return false;
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ""), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const wanted = Buffer.from(`v1,${digest}`);
  return signatures.split(" ").some((given) => {
    const bytes = Buffer.from(given);
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}
```

### PHP {#php}

```php
<?php
// $headers: by name in lower case; $body: file_get_contents('php://input')
function is_genuine(array $headers, string $body, string $signingSecret, ?int $now = null): bool
{
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!preg_match('/^[0-9]+$/D', $timestamp) || abs(($now ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($signingSecret, strlen('whsec_')));
    $signed = ($headers['webhook-id'] ?? '') . '.' . $timestamp . '.' . $body;
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $given) {
        if (hash_equals($wanted, $given)) {
            return true;
        }
    }
    return false;
}
```

### Swift {#swift}

```swift
import Crypto
import Foundation

/// - Parameters:
///   - headers: by name in lower case.
///   - body: the bytes as they came.
func isGenuine(headers: [String: String], body: Data, signingSecret: String, now: Date = Date()) -> Bool {
    guard let id = headers["webhook-id"], let timestamp = headers["webhook-timestamp"],
        let signatures = headers["webhook-signature"], let seconds = Double(timestamp),
        abs(now.timeIntervalSince1970 - seconds) <= 300, signingSecret.hasPrefix("whsec_"),
        let key = Data(base64Encoded: String(signingSecret.dropFirst(6)))
    else { return false }
    let signed = Data("\(id).\(timestamp).".utf8) + body
    return signatures.split(separator: " ").contains { given in
        guard given.hasPrefix("v1,"), let code = Data(base64Encoded: String(given.dropFirst(3))) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: SymmetricKey(data: key))
    }
}
```

### C# {#csharp}

```csharp
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

static class Webhooks
{
    // headers: by name in lower case; body: the bytes as they came.
    public static bool IsGenuine(
        IReadOnlyDictionary<string, string> headers, byte[] body, string signingSecret, DateTimeOffset? now = null)
    {
        if (!headers.TryGetValue("webhook-id", out var id)
            || !headers.TryGetValue("webhook-timestamp", out var timestamp)
            || !headers.TryGetValue("webhook-signature", out var signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(body).ToArray();
        using (var hmac = new HMACSHA256(Convert.FromBase64String(signingSecret.Substring("whsec_".Length))))
        {
            var wanted = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)));
            return signatures.Split(' ').Any(given =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), wanted));
        }
    }
}
```

`X-Webhook-Signature` holds the webhook's `secret` itself, for receivers made for the published API. It travels in clear: prefer the signature, and make webhooks with `sendSecretHeader` set to false.

## When your server fails {#retries}

| Your answer | What we do |
|---|---|
| 2xx within 15 seconds | done |
| 410 | the webhook becomes inactive at once |
| anything else: another status, a redirect, no answer, a TLS error | try again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, or when your `Retry-After` says |
| ten failures | given up; you can have it sent again by hand |

Each attempt sends the same bytes and the same `webhook-id`. Delivery is at least once, and in no promised order: remember the ids that you have handled, and decide on `createdAt` or on what GET answers.

An inactive webhook gets no new events and stays inactive: delete it and make another.

## Where we call {#addresses}

`https` only, with a certificate that checks out, and only public addresses. Redirects are not followed. No cookies and no credentials are sent.

"""#,
        "nl/authentication": #"""
# Authenticatie

Bij elke aanroep hoort een token. Er zijn twee soorten, en de API behandelt ze gelijk: API-sleutels en OAuth-toegangstokens.

## Welke {#which}

| Je bouwt | Gebruik | Wie maakt het |
|---|---|---|
| software van één bedrijf, voor het eigen portaal | een API-sleutel | een eigenaar of beheerder, in het beheerportaal onder Instellingen → API-sleutels |
| een app die veel portalen gebruiken | OAuth: een toegangstoken per portaal | de eigenaar van elk portaal, door je app toegang te geven; zie [OAuth](/docs/oauth) |

Vraag nooit iemand om een API-sleutel om in je app te zetten. Met OAuth zien mensen wat je app mag, en kunnen ze die stoppen zonder iets anders te veranderen.

## Stuur het {#send}

```http
GET /v1/me HTTP/1.1
Authorization: Bearer vdr_key_…
```

- `Bearer` in hoofdletters of kleine letters, één spatie, het token.
- De header mag ook `Authentication` heten. Twee verschillende waarden, of een header dubbel, is een 400.
- Naar een token in het adres of in de body wordt niet gekeken: adressen belanden in logboeken.
- Een token dat aan een sleutel van je app gebonden is, stuur je als `Authorization: DPoP …` met een bewijs: [DPoP](/docs/oauth#dpop).

## API-sleutels {#api-keys}

Een sleutel heeft een naam, scopes, en als je wilt een einddatum en een lijst van netwerkadressen die hem mogen gebruiken. Hij is één keer te zien, op de pagina nadat je hem maakte; de server bewaart alleen een afdruk.

| Je wilt | Doe |
|---|---|
| een sleutel vervangen zonder onderbreking | *Sleutel vervangen*, en kies hoe lang de oude nog werkt: niet, 1 uur, 24 uur of 7 dagen |
| een sleutel meteen stoppen | *Nu intrekken* |
| scopes weghalen | wijzig hem; dat werkt meteen |
| scopes toevoegen | wijzig hem; vraagt opnieuw om je wachtwoord |

Een sleutel kan wat de scopes zeggen, binnen de rechten die de rol van de maker nu heeft. Verlaat de maker het portaal, dan stopt de sleutel. Een sleutel die een jaar lang niet gebruikt is, wordt ingetrokken.

## Hoe tokens eruitzien {#form}

| Begint met | Is |
|---|---|
| `vdr_key_` | API-sleutel |
| `vdr_at_` | OAuth-toegangstoken, een uur geldig |
| `vdr_rt_` | OAuth-ververstoken |
| `vdr_secret_` | geheim van een app |

Na het voorvoegsel komen 36 letters en cijfers; de laatste zes zijn een controlegetal, zodat een verkeerd getypt token wordt geweigerd voor iemand ernaar zoekt. Voor programma’s die naar geheimen zoeken:

```
vdr_(key|at|rt|secret|code)_[0-9A-Za-z]{36}
```

## Als een token is uitgelekt {#leaked}

Trek het in, in het beheerportaal. Heb je dat van een ander gevonden, meld het dan: daar is geen account voor nodig, en het antwoord is 202, wat het ook was. Een token dat nog werkt, stopt meteen, en de eigenaar krijgt een e-mail.

```sh
curl {origin}/oauth/leaks -d "token=vdr_key_…"
```

## Weigeringen {#refusals}

| Status | Melding | Wanneer |
|---|---|---|
| 401 | `No token was sent.` | geen van beide headers, of een ander schema |
| 401 | `The token is not valid.` | onbekend, verkeerd getypt, verlopen of ingetrokken: steeds hetzelfde antwoord |
| 403 | `This token lacks the scope customers.read.` | zie [Scopes](/docs/scopes) |
| 403 | `This key may not be used from this address.` | een API-sleutel met een lijst van adressen |

De header `WWW-Authenticate` zegt hetzelfde tegen machines (RFC 6750). Het token komt het eerst: zonder token is ook een adres dat niet bestaat een 401.

"""#,
        "nl/errors": #"""
# Fouten

Elke weigering heeft dezelfde vorm. Beslis op de status, en toon de melding aan mensen.

## De vorm {#form}

```http
HTTP/1.1 422 Unprocessable Content
Content-Type: application/json
X-Request-Id: req_06g0yb0hc2w7n1zfrx7c

{
  "code": 422,
  "message": "The request is not valid.",
  "errors": [
    { "field": "companyName", "message": "Is required." },
    { "field": "lines[0].vatRate", "message": "Must be 0, 9 or 21." }
  ]
}
```

| Veld | |
|---|---|
| `code` | de HTTP-status |
| `message` | voor mensen. Kan veranderen; vergelijk hem nooit |
| `errors` | bij 422: alle onjuiste velden in één keer, elk één keer. `field` is het pad van het veld, de naam van een queryparameter of header, `status` bij een verkeerde toestand, of leeg voor de body als geheel |
| `supportedVersions` | bij 400 wegens een onbekende versie |

## Problem details {#problem-details}

Met `Accept: application/problem+json` komt hetzelfde in de vorm van RFC 9457. `type` leidt naar de pagina die het uitlegt.

```json
{
  "type": "{origin}/docs/problems/invalid",
  "title": "Invalid request",
  "status": 422,
  "detail": "The request is not valid.",
  "instance": "urn:voordeur:request:req_06g0yb0hc2w7n1zfrx7c",
  "errors": [{ "field": "companyName", "message": "Is required." }]
}
```

## Alle problemen {#all}

{problems}

## Wat het eerst komt {#order}

De eerste controle die mislukt, geeft het antwoord, en er wordt niets opgeslagen voor de laatste is gelukt: token, limiet, versie en query, pad, methode, scope, functie, content type, grootte, vorm, `Idempotency-Key`, ID’s in het pad, velden, toestand.

## Wat je herhaalt {#repeat}

| Status | Dezelfde aanvraag herhalen? |
|---|---|
| 429, 503 | ja, na de seconden van `Retry-After` |
| 409 met `Retry-After` | ja, na die tijd |
| helemaal geen antwoord | een GET, PATCH of DELETE: ja. Een POST: ja, als er een [Idempotency-Key](/docs/idempotency) bij stond |
| 500 | één keer, later; meld het dan bij wie de server beheert, met de `X-Request-Id` |
| alle andere | nee: het antwoord blijft hetzelfde |

De adressen van OAuth antwoorden met fouten in de vorm van hun eigen standaard: zie [OAuth](/docs/oauth#errors).

"""#,
        "nl/getting-started": #"""
# Aan de slag

Van niets naar je eerste klant in vijf minuten. Je hebt een portaal op deze server nodig, en curl.

## 1. Haal een token {#token}

Voor je eigen portaal maak je een API-sleutel: meld je aan bij het [beheerportaal](/manage), open Instellingen → API-sleutels en kies *API-sleutel maken*. Geef hem de scopes `customers.read` en `customers.write`. De sleutel is één keer te zien; bewaar hem als een wachtwoord.

```sh
export TOKEN=vdr_key_…
```

Bouw je een app voor portalen van anderen? Dan geeft elke eigenaar je app toegang met [OAuth](/docs/oauth). Alles hieronder gaat met zo’n token precies zo.

Nog geen portaal? Registreer je als ontwikkelaar in het [ontwikkelaarsportaal](/developers): elke ontwikkelaar krijgt een testportaal met voorbeeldklanten.

## 2. Vraag wie je bent {#me}

```sh
curl {api}/me -H "Authorization: Bearer $TOKEN"
```

```json
{
  "tokenKind": "api-key",
  "portal": { "id": "ptl_06as13jxprd63mq485cb", "slug": "bakkerij", "name": "Bakkerij Jansen", "timeZone": "Europe/Amsterdam" },
  "scopes": ["customers.read", "customers.write"],
  "app": null,
  "expiresAt": null,
  "apiVersion": "1.0.0",
  "rateLimit": { "limit": 60, "remaining": 59, "windowSeconds": 60 },
  "features": ["agreements", "appointments", "files", "invoicing", "offers", "paymentlinks", "punchcards", "subscriptions", "ticketing"]
}
```

Een token opent precies één portaal. `scopes` is wat het daar mag.

## 3. Lees je klanten {#read}

```sh
curl "{api}/customers?per_page=2" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

De klanten staan in `data`, de nieuwste eerst. Hoe je verder leest, staat in [Pagina’s en cursors](/docs/pagination).

## 4. Voeg een klant toe {#write}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}" \
  -H "Content-Type: application/json" -H "Idempotency-Key: mijn-eerste-klant" \
  -d '{"companyName": "Bloemen Visser", "address": "Kerkstraat 5", "zipCode": "3511LX", "city": "Utrecht",
       "primaryEmail": "info@bloemenvisser.example"}'
```

Het antwoord is `201 Created`, met het adres van de nieuwe klant in `Location`. Door de [Idempotency-Key](/docs/idempotency) kun je hetzelfde veilig nog eens sturen als er geen antwoord kwam.

## 5. Maak een fout {#mistake}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"companyName": ""}'
```

Het antwoord is 422 en noemt alle onjuiste velden in één keer. Alle fouten staan in [Fouten](/docs/errors).

## Regels voor alles {#rules}

- Adressen beginnen met `{api}`. Bodies en antwoorden zijn JSON in UTF-8, behalve bij uploads en downloads.
- Tijden stuur je als `2025-03-05 14:30` op de klok van het portaal, of met het tijdverschil: `2025-03-05T14:30:00+01:00`. Ze komen terug met het tijdverschil. Datums zijn `2025-03-05`.
- Bedragen zijn teksten in euro’s: `"12.95"`. Btw-tarieven zijn 0, 9 of 21.
- Een ID is een voorvoegsel en 20 tekens: `cst_06apczxmqbsaeh9edd1r`. Zoek er geen betekenis in.
- Bij het maken zijn een veld dat ontbreekt en een dat null is hetzelfde. In een PATCH blijft een veld dat ontbreekt zoals het is, en null maakt het leeg.
- Queryparameters en velden die we niet kennen, worden genegeerd.
- Elk antwoord heeft een `X-Request-Id`. Noem die als je iets over dat antwoord vraagt.

## Lees verder {#next}

Elke operatie, met de velden en een aanroep om te kopiëren, staat in de [API-naslag](/docs/v{newest}). Wil je horen wat er verandert in plaats van het steeds te vragen, gebruik dan [webhooks](/docs/webhooks).

"""#,
        "nl/idempotency": #"""
# Idempotentie

Komt er geen antwoord, dan weet je niet of een POST is uitgevoerd. Met een `Idempotency-Key` hoeft dat niet: stuur hem nog eens, en het gebeurt één keer.

## Gebruik {#use}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
  -H "Idempotency-Key: order-4711" \
  -d '{"companyName": "Bloemen Visser", "address": "Kerkstraat 5", "zipCode": "3511LX", "city": "Utrecht",
       "primaryEmail": "info@bloemenvisser.example"}'
```

Je kiest de sleutel zelf: 1 tot 255 zichtbare ASCII-tekens. Neem iets dat hoort bij wat je doet, zoals het nummer van een bestelling, of een willekeurige UUID die je bewaart tot het antwoord er is. Elke POST neemt er een aan; bij andere methoden wordt hij genegeerd.

## Wat er terugkomt {#answers}

| Antwoord | Wanneer |
|---|---|
| het bewaarde antwoord, met `Idempotent-Replayed: true` | dezelfde sleutel en dezelfde aanvraag, binnen 24 uur |
| 422 | dezelfde sleutel met een andere aanvraag |
| 409 met `Retry-After: 1` | de eerste aanvraag loopt nog |
| 400 | de sleutel is onjuist van vorm |

*Dezelfde aanvraag* betekent dezelfde methode, hetzelfde pad, dezelfde query, versie en body: JSON byte voor byte, uploads per onderdeel.

## Goed om te weten {#notes}

- Alleen wat lukt, wordt bewaard. Na een fout is de sleutel weer vrij: verbeter de aanvraag en stuur hem met dezelfde sleutel.
- Sleutels horen bij je API-sleutel; bij OAuth bij je app en het portaal, zodat een herhaling na het verversen wordt herkend.
- Wat er is geantwoord en wat er is geschreven, wordt in één transactie opgeslagen: het een is er nooit zonder het ander.

"""#,
        "nl/oauth": #"""
# OAuth stap voor stap

Hoe een app toegang krijgt tot iemands portaal, die houdt, en weer teruggeeft. Elke aanvraag en elk antwoord staat hier zoals het over de lijn gaat.

## Voor je begint {#before}

Registreer je in het [ontwikkelaarsportaal](/developers) en maak een app. Je krijgt een App ID (`client_id`) en, als het geen mobiele, desktop- of browserapp is, een App Secret (`client_secret`), dat één keer te zien is. Vul de redirect-URI’s in en de scopes waar je app om mag vragen.

| | Profiel `standard` | Profiel `strict` (aanbevolen) | Native apps en browserapps |
|---|---|---|---|
| `state` | verplicht, tenzij met PKCE | mag | als het profiel |
| PKCE | mag | verplicht, alleen `S256` | verplicht |
| Ververstoken | blijft hetzelfde | elke keer een nieuw | elke keer een nieuw |
| App Secret | ja | ja | geen: stuur alleen `client_id` |

Alle adressen staan in de metadata (RFC 8414). Een bibliotheek die ze kan lezen, heeft verder niets nodig:

```sh
curl {origin}/.well-known/oauth-authorization-server
```

## 1. Maak de geheimen van deze poging {#pkce}

`STATE` bindt het antwoord aan deze browser. De verifier blijft bij jou, de afdruk ervan gaat mee: zo is een gestolen code niets waard (PKCE, RFC 7636).

```sh
CLIENT_ID=app_…
CLIENT_SECRET=vdr_secret_…
REDIRECT_URI=http://127.0.0.1:9999/callback
STATE=$(openssl rand -hex 16)
VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
```

## 2. Stuur de browser naar de toestemmingspagina {#authorize}

```http
GET /oauth/authorize?response_type=code&client_id=app_…&redirect_uri=http://127.0.0.1:9999/callback
    &scope=customers.read&state=…&code_challenge=…&code_challenge_method=S256 HTTP/1.1
```

| Parameter | |
|---|---|
| `response_type` | verplicht: `code` |
| `client_id` | verplicht: de App ID |
| `redirect_uri` | verplicht: een van de geregistreerde adressen, byte voor byte. Alleen bij `http://127.0.0.1` en `http://[::1]` mag de poort verschillen |
| `scope` | verplicht: namen met één spatie ertussen, allemaal voor de app geregistreerd |
| `state` | verplicht, tenzij er een `code_challenge` is; komt onveranderd terug |
| `code_challenge`, `code_challenge_method` | PKCE; stuur altijd `S256` |
| `prompt` | `consent` (standaard) vraagt elke keer, `login` vraagt opnieuw om het wachtwoord, `none` toont geen enkele pagina |
| `portal` | mag: de slug van een portaal, voor wie er meer heeft |
| `login_hint`, `ui_locales` | mag: het e-mailadres om in te vullen; `nl` of `en` |

De eigenaar meldt zich aan, ziet waar je app om vraagt, en staat het toe of niet. Scopes die je app niet als verplicht heeft aangemerkt, kunnen worden uitgevinkt.

## 3. De code komt terug {#code}

```http
HTTP/1.1 303 See Other
Location: http://127.0.0.1:9999/callback?code=vdr_code_…&state=…&iss={origin}
```

Controleer voor je de code gebruikt of `state` die is die je in deze browser stuurde, of `iss` gelijk is aan `{origin}` (RFC 9207), en of er geen `error` is. De code leeft 60 seconden en werkt één keer.

## 4. Wissel de code in {#exchange}

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" \
  -d grant_type=authorization_code -d "code=$CODE" -d "redirect_uri=$REDIRECT_URI" -d "code_verifier=$VERIFIER"
```

```json
{
  "access_token": "vdr_at_…",
  "token_type": "Bearer",
  "expires_in": 3600,
  "refresh_token": "vdr_rt_…",
  "scope": "customers.read",
  "portal": "bakkerij"
}
```

`scope` is wat er is toegestaan, en `portal` de slug van het portaal dat het token opent. Stuur de gegevens van je app op één manier: met HTTP Basic zoals hierboven, of `client_id` en `client_secret` in de body. Een native app of browserapp stuurt alleen `client_id`. `POST /oauth/tokens` neemt hetzelfde ook als JSON aan.

> Wissel een code één keer in. Dezelfde code nog eens wordt geweigerd met `invalid_grant`, en beëindigt de tokens van de eerste keer. Begin na een time-out weer bij stap 1.

## 5. Roep de API aan {#call}

```sh
curl {api}/me -H "Authorization: Bearer vdr_at_…"
```

## 6. Ververs {#refresh}

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=refresh_token -d "refresh_token=$REFRESH_TOKEN"
```

```json
{ "access_token": "vdr_at_…", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "vdr_rt_…", "scope": "customers.read" }
```

- Een `standard`-app met een geheim houdt het ververstoken; in het antwoord staat er geen. Alle andere krijgen elke keer een nieuw en moeten dat bewaren.
- Het oude antwoordt 10 seconden lang met hetzelfde nieuwe, zodat je een verloren antwoord opnieuw kunt vragen. Wordt een oud later gebruikt, dan heeft iemand een kopie: alles eronder stopt, en de eigenaar krijgt een e-mail.
- Een ververstoken sterft na 60 dagen zonder gebruik, en 365 dagen na het inwisselen.
- 503 `temporarily_unavailable` is niet het einde: houd het token, en kom terug na de seconden van `Retry-After`.

## 7. Geef het terug {#revoke}

```sh
curl {origin}/oauth/revoke -u "$CLIENT_ID:$CLIENT_SECRET" -d "token=$REFRESH_TOKEN"
```

200, wat het ook was. Een ververstoken neemt alles eronder mee. De eigenaar kan hetzelfde doen onder Instellingen → Gekoppelde apps.

## Stuur de aanvraag vooruit {#par}

Met PAR (RFC 9126) gaan de parameters van je app naar ons, en staat er niets van in een adres.

```sh
curl {origin}/oauth/par -u "$CLIENT_ID:$CLIENT_SECRET" -d response_type=code -d "redirect_uri=$REDIRECT_URI" \
  -d scope=customers.read -d "state=$STATE" -d "code_challenge=$CHALLENGE" -d code_challenge_method=S256
```

```json
{ "request_uri": "urn:ietf:params:oauth:request_uri:vdr_par_…", "expires_in": 90 }
```

Stuur de browser dan binnen 90 seconden naar `/oauth/authorize?client_id=…&request_uri=…`. Ga verder bij stap 3.

## Vanaf een apparaat zonder browser {#device}

Voor televisies en terminals (RFC 8628), als *Apparaten koppelen* voor je app aan staat. Kun je een browser openen, doe dat dan liever: een code die iemand overtypt, kan worden afgetroggeld.

```sh
curl {origin}/oauth/device_authorization -d "client_id=$CLIENT_ID" -d scope=customers.read
```

```json
{
  "device_code": "vdr_dc_…",
  "user_code": "WDJB-MJHT",
  "verification_uri": "{origin}/oauth/device",
  "verification_uri_complete": "{origin}/oauth/device?user_code=WDJB-MJHT",
  "expires_in": 600,
  "interval": 5
}
```

Toon `verification_uri` en `user_code`, en vraag elke `interval` seconden:

```sh
curl {origin}/oauth/token -d grant_type=urn:ietf:params:oauth:grant-type:device_code \
  -d "client_id=$CLIENT_ID" -d "device_code=$DEVICE_CODE"
```

| `error` | Doe |
|---|---|
| `authorization_pending` | vraag door |
| `slow_down` | wacht voortaan vijf seconden langer |
| `access_denied`, `expired_token` | stop, en bied aan opnieuw te beginnen |

Het antwoord met de tokens komt één keer, als in stap 4.

## Bind tokens aan een sleutel {#dpop}

Met DPoP (RFC 9449) is een token zonder je privésleutel niets waard. Stuur een bewijs mee met elke tokenaanvraag en elke aanroep: een JWT die je ondertekent met `ES256`, `EdDSA` of `PS256`.

```json
{
  "header": { "typ": "dpop+jwt", "alg": "ES256", "jwk": { "kty": "EC", "crv": "P-256", "x": "…", "y": "…" } },
  "payload": { "jti": "een-nieuwe-willekeurige-tekst", "htm": "POST", "htu": "{origin}/oauth/token", "iat": 1741181400 }
}
```

```sh
curl {origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" -H "DPoP: $PROOF" -d grant_type=authorization_code \
  -d "code=$CODE" -d "redirect_uri=$REDIRECT_URI" -d "code_verifier=$VERIFIER"
```

Het antwoord zegt `"token_type": "DPoP"`. Bij de API staat in het bewijs ook `ath`, de base64url van de SHA-256 van het token, en is `htu` het adres dat je aanroept, zonder query:

```http
GET /v1/customers HTTP/1.1
Authorization: DPoP vdr_at_…
DPoP: eyJ0eXAiOiJkcG9wK2p3dCIs…
```

Een bewijs is 60 seconden goed, en voor één aanvraag. Is het antwoord `use_dpop_nonce`, herhaal de aanvraag dan met een nieuw bewijs waarin de waarde van de header `DPoP-Nonce` als `nonce` staat.

## Fouten {#errors}

Tot app en redirect-URI bewezen zijn, is een fout een pagina voor wie achter de browser zit. Daarna komt de browser bij je terug met `error`, `error_description`, `state` en `iss`.

| `error` op de toestemmingspagina | Omdat |
|---|---|
| `invalid_request` | een parameter ontbreekt, is onjuist of staat er dubbel |
| `invalid_scope` | een naam is onbekend, of niet voor de app geregistreerd |
| `access_denied` | er is geweigerd |
| `login_required`, `consent_required` | met `prompt=none` |

| `error` op het tokenadres | Omdat |
|---|---|
| 400 `invalid_request` | een veld ontbreekt, is onjuist of staat er dubbel |
| 401 `invalid_client` | onbekende app, of een onjuist of ontbrekend geheim; na tien keer fout 429 |
| 400 `invalid_grant` | de code of het ververstoken is onbekend, verlopen, gebruikt, ingetrokken of van een andere app; onjuiste `redirect_uri` of `code_verifier` |
| 400 `unauthorized_client` | het portaal heeft de app onderbroken, of deze manier staat er niet voor aan |
| 400 `invalid_scope` | meer dan er is toegestaan |
| 503 `temporarily_unavailable` | probeer het opnieuw na de seconden van `Retry-After` |

"""#,
        "nl/pagination": #"""
# Pagina’s en cursors

Lijsten komen in pagina’s, de nieuwste eerst. Gebruik pagina’s voor een scherm; om alles te lezen, gebruik je cursors.

## Pagina’s {#pages}

| Query | | Als het ontbreekt |
|---|---|---|
| `page` | vanaf 1 | 1 |
| `per_page` | 1 tot 100 | 15 |

```sh
curl "{api}/customers?per_page=50&page=2" -H "Authorization: Bearer $TOKEN"
```

```json
{
  "current_page": 2,
  "data": [],
  "first_page_url": "{api}/customers?per_page=50&page=1",
  "from": 51,
  "next_page_url": "{api}/customers?per_page=50&page=3",
  "path": "{api}/customers",
  "per_page": 50,
  "prev_page_url": "{api}/customers?per_page=50&page=1",
  "to": 100
}
```

Volg `next_page_url` tot die null is. Een pagina voorbij het einde is geen fout: `data` is dan leeg. Er zijn geen totalen. Hoge paginanummers kosten meer dan lage, en komt er iets bij terwijl je leest, dan schuift alles één op.

## Cursors {#cursors}

Vanaf versie 1.1.0 geeft elke lijst ook `next_cursor`. Wie met cursors leest, komt alles wat er bij het begin was, en er nog is, precies één keer tegen, wat er onderweg ook bij komt of verdwijnt; en elke stap kost hetzelfde, hoe diep ook.

```sh
curl "{api}/customers?per_page=100" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
curl "{api}/customers?per_page=100&cursor=$NEXT_CURSOR" -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

Stop als `next_cursor` null is. Met een cursor zijn `current_page`, `from`, `to` en `prev_page_url` null. `cursor` en `page` samen zijn een 422.

## Filters {#filters}

Sommige lijsten kun je filteren; de naslag noemt de parameters van elk. Filters worden gecombineerd met *en*.

| Query | |
|---|---|
| `search` | 1 tot 255 tekens, ergens in de naam of het e-mailadres |
| `customerId` | alleen wat bij deze klant hoort |
| `status` | een van de toestanden die de naslag noemt |
| `created_after`, `created_before` | een datum, of een datum met tijd: vanaf, en tot |

Een losse `+` in een query betekent een spatie: schrijf een tijdverschil als `%2B01:00`.

"""#,
        "nl/rate-limits": #"""
# Limieten

60 aanvragen in elke 60 seconden per API-sleutel of toegangstoken, tenzij het portaal of de sleutel een eigen limiet heeft. Die van een portaal stelt de beheerder van de server in; een sleutel krijgt een lagere op zijn formulier.

## Wat elk antwoord je vertelt {#headers}

```http
X-RateLimit-Limit: 60
X-RateLimit-Remaining: 42
RateLimit: "default";r=42;t=37
RateLimit-Policy: "default";q=60;w=60
```

| Header | |
|---|---|
| `X-RateLimit-Limit` | de limiet |
| `X-RateLimit-Remaining` | hoeveel aanvragen er nu over zijn |
| `RateLimit` | hetzelfde: er zijn er `r` over, en over `t` seconden telt de oudste niet meer mee |
| `RateLimit-Policy` | `q` aanvragen in `w` seconden |

Zonder limiet zijn deze headers er niet. Het venster schuift: er is geen moment waarop alles in één keer terugkomt, maar na 60 stille seconden is de hele limiet weer vrij.

## Als het te veel was {#exceeded}

```http
HTTP/1.1 429 Too Many Requests
Retry-After: 12
X-RateLimit-Reset: 1741181412

{"code":429,"message":"Too many requests."}
```

Wacht de seconden van `Retry-After` en stuur dezelfde aanvraag nog eens. Een aanvraag met antwoord 429 telt niet mee, en heeft niets gedaan.

## Hoe je eronder blijft {#advice}

- Lees lijsten met `per_page=100`.
- Gebruik [webhooks](/docs/webhooks) in plaats van steeds te vragen wat er veranderd is.
- Verdeel het werk over de tijd: kijk naar `X-RateLimit-Remaining`, en ga langzamer voor die 0 is.
- Aanvragen zonder geldig token tellen bij je netwerkadres, niet bij een token.

"""#,
        "nl/scopes": #"""
# Scopes

Een scope zegt wat een token mag. Elke operatie vraagt er precies één; de [API-naslag](/docs/v{newest}) noemt die erbij.

## Regels {#rules}

- `.write` omvat `.read` niet. Een wijziging antwoordt wel met wat er is geschreven.
- Er zijn geen jokertekens. Namen worden precies vergeleken, hoofdletters en kleine letters ook.
- In een parameter `scope` staan ze met één spatie ertussen: `customers.read customers.write`. Een onbekende naam is `invalid_scope`.
- Vraag niet meer dan je app nodig heeft: de eigenaar ziet elke regel van de tabel hieronder, en mag die uitvinken als je app hem niet als verplicht heeft aangemerkt.
- `GET /me` vraagt geen scope. Het zegt wat een token mag.

## Alle scopes {#all}

{scopes}

## Als er een ontbreekt {#missing}

```http
HTTP/1.1 403 Forbidden
WWW-Authenticate: Bearer realm="voordeur", error="insufficient_scope", scope="customers.write"

{"code":403,"message":"This token lacks the scope customers.write."}
```

Bij een API-sleutel: wijzig de sleutel. Bij een app: stuur de eigenaar opnieuw naar de toestemmingspagina, met de scopes die je nu nodig hebt.

Wat een token kan, wordt bij elke aanroep bepaald: wat er is toegestaan, binnen waar de app voor geregistreerd is, binnen wat de rol van wie het toestond nu mag. Een token kan dus scopes verliezen terwijl het leeft.

"""#,
        "nl/versions": #"""
# Versies

De API heeft versies, zodat een programma dat werkt, blijft werken. Jij kiest er een; er verandert niets tot je een andere kiest.

{versions}

## Kies {#choose}

```sh
curl {api}/customers -H "Authorization: Bearer $TOKEN" -H "X-VERSION: {newest}"
```

| | |
|---|---|
| `X-VERSION` in de aanvraag | die versie |
| geen header | de versie waar je sleutel of app op vastgezet is |
| geen header en niets vastgezet | de nieuwste |
| een onbekende of vervallen versie, of de header dubbel | 400 met `supportedVersions` |

Een nieuwe sleutel of app wordt vastgezet op `1.0.0`, tenzij je op het formulier een andere kiest, of geen. Nieuwe programma’s sturen het best `X-VERSION: {newest}`.

## Wat elk antwoord je vertelt {#headers}

| Header | |
|---|---|
| `X-Version` | de versie van dit antwoord |
| `X-Version-Latest` | er is een nieuwere; `Link` met `rel="successor-version"` leidt naar de naslag daarvan |
| `Deprecation` | sinds wanneer de versie op haar retour is (RFC 9745) |
| `Sunset` | vanaf wanneer ze wordt geweigerd (RFC 8594) |

## Alle verschillen {#differences}

| Waar | 1.0.0 | 1.1.0 |
|---|---|---|
| lijsten | pagina’s | pagina’s en [cursors](/docs/pagination#cursors): `cursor`, `next_cursor`; `current_page` kan null zijn |
| `Invoice`: `subtotalAmount`, `vatAmount`, `totalAmount`, en de bedragen van de regels | getal `12.95` | tekst `"12.95"` |
| `Invoice.issuedAt` | `2025-04-12T00:00:00.000Z` | `2025-04-12T02:00:00+02:00` |
| strippenkaarten, in | `expirePeriod` | `expiryPeriod` |
| strippenkaarten, uit | `expiryPeriode` | `expiryPeriod` |
| nieuwe overeenkomst, in | `signerSignatureData` | `signerSignature` |
| nieuw abonnement en aanmelding, in | `startDate` | `startsAt` |
| webhooks | `data` als in 1.0.0 | `data` als in 1.1.0 |

Al het andere is in beide gelijk. De naam van de andere versie is een onbekend veld: het wordt genegeerd, en een verplicht veld geldt dan als ontbrekend.

"""#,
        "nl/webhooks": #"""
# Webhooks

Wij roepen jouw server aan als er iets gebeurt in een portaal, zodat jij het niet hoeft te vragen. Eén webhook is voor één soort gebeurtenis.

## Wat je krijgt {#delivery}

```http
POST /your/path HTTP/1.1
Content-Type: application/json
User-Agent: Voordeur-Webhooks/1
webhook-id: evt_06ary3eqnpq9ff8eva1f
webhook-timestamp: 1741181400
webhook-signature: v1,jYG2PDBphDiHslf17hMnFJljPM57KmqJlfhtd7aRIA8=
X-Webhook-Signature: the secret that you gave

{"id":"evt_06ary3eqnpq9ff8eva1f","type":"invoice-paid","createdAt":"2025-03-05T14:30:00+01:00","apiVersion":"1.0.0","data":{"id":"inv_06apz0pry3me4m7dj13n"}}
```

`data` is het item zoals de GET-operatie ervan het antwoordt, in de `apiVersion` van de webhook; bij een verwijdering zoals het vlak daarvoor was. Kon het token dat de webhook maakte dat gebied niet lezen, dan is `data` alleen het `id`.

Antwoord binnen 15 seconden met een 2xx. Doe het werk daarna: schrijf de gebeurtenis op, antwoord, en verwerk haar dan.

## Soorten gebeurtenissen {#types}

| Soort | Verstuurd als | `data` |
|---|---|---|
| `customer-created`, `customer-updated`, `customer-deleted` | een klant is toegevoegd, gewijzigd, verwijderd | `Customer` |
| `appointment-created`, `appointment-canceled` | een afspraak is gemaakt, geannuleerd | `Appointment` |
| `offer-created`, `offer-accepted`, `offer-rejected`, `offer-deleted` | een offerte is gemaakt, beslist, verwijderd | `CustomerOffer` |
| `invoice-created`, `invoice-paid`, `invoice-chargeback`, `invoice-deleted` | een factuur is gemaakt, betaald, teruggeboekt, verwijderd | `CustomerInvoice` |
| `payment-link-created`, `payment-link-paid`, `payment-link-expired` | een betaallink is gemaakt, betaald, verlopen | `PaymentLink` |
| `ticket-created`, `ticket-reply-customer`, `ticket-reply-employee` | een ticket is geopend, beantwoord | `TicketWithMessage` |
| `subscription-created`, `subscription-updated`, `subscription-deleted` | een abonnement is gemaakt, gewijzigd, verwijderd | `CustomerSubscription` |
| `subscription-payment-created`, `subscription-payment-updated` | de betaling van een termijn is gemaakt, krijgt een andere status | `SubscriptionPayment` |
| `agreement-signed` | de laatste heeft ondertekend | `AgreementWithDetails` |
| `file-request-completed` | alle gevraagde bestanden zijn er | `FileRequest` |
| `punch-card-stamped` | een kaart is afgestempeld | `PunchCardBought` |
| `webhook-test` | je om een test vroeg; niets abonneert zich hierop | de webhook, zonder de geheimen |

## Controleer de aanroep {#verify}

Iedereen kan jouw adres aanroepen, dus controleer elke aanroep voor je hem gelooft. De handtekening is die van [Standard Webhooks](https://www.standardwebhooks.com/): `v1,` en de base64 van HMAC-SHA256 over `webhook-id`, `.`, `webhook-timestamp`, `.` en de body **zoals die kwam**, byte voor byte. De sleutel is wat er na `whsec_` in de `signingSecret` van de webhook staat, uit base64 gehaald. Weiger tijdstippen die meer dan vijf minuten afwijken. Vergelijk in constante tijd.

Controleer je eigen code hiermee: de `signingSecret` is `whsec_dm9vcmRldXItZXhhbXBsZS1zZWNyZXQh`, en de aanroep is die van hierboven.

### Python {#python}

```python
import base64, hashlib, hmac, time

def is_genuine(headers, body, signing_secret, now=None):
    """headers: by name in lower case; body: the bytes as they came."""
    identifier, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs((now or time.time()) - int(timestamp)) > 300:
        return False
    key = base64.b64decode(signing_secret.removeprefix("whsec_"))
    signed = f"{identifier}.{timestamp}.".encode() + body
    wanted = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(wanted, given.encode()) for given in headers.get("webhook-signature", "").split(" "))
```

### JavaScript {#javascript}

```javascript
const { createHmac, timingSafeEqual } = require("node:crypto");

// headers: by name in lower case; body: a Buffer, as it came.
function isGenuine(headers, body, signingSecret, now = Date.now() / 1000) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!/^[0-9]+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300) return false;
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ""), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const wanted = Buffer.from(`v1,${digest}`);
  return signatures.split(" ").some((given) => {
    const bytes = Buffer.from(given);
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}
```

### PHP {#php}

```php
<?php
// $headers: by name in lower case; $body: file_get_contents('php://input')
function is_genuine(array $headers, string $body, string $signingSecret, ?int $now = null): bool
{
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!preg_match('/^[0-9]+$/D', $timestamp) || abs(($now ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($signingSecret, strlen('whsec_')));
    $signed = ($headers['webhook-id'] ?? '') . '.' . $timestamp . '.' . $body;
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $given) {
        if (hash_equals($wanted, $given)) {
            return true;
        }
    }
    return false;
}
```

### Swift {#swift}

```swift
import Crypto
import Foundation

/// - Parameters:
///   - headers: by name in lower case.
///   - body: the bytes as they came.
func isGenuine(headers: [String: String], body: Data, signingSecret: String, now: Date = Date()) -> Bool {
    guard let id = headers["webhook-id"], let timestamp = headers["webhook-timestamp"],
        let signatures = headers["webhook-signature"], let seconds = Double(timestamp),
        abs(now.timeIntervalSince1970 - seconds) <= 300, signingSecret.hasPrefix("whsec_"),
        let key = Data(base64Encoded: String(signingSecret.dropFirst(6)))
    else { return false }
    let signed = Data("\(id).\(timestamp).".utf8) + body
    return signatures.split(separator: " ").contains { given in
        guard given.hasPrefix("v1,"), let code = Data(base64Encoded: String(given.dropFirst(3))) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: SymmetricKey(data: key))
    }
}
```

### C# {#csharp}

```csharp
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

static class Webhooks
{
    // headers: by name in lower case; body: the bytes as they came.
    public static bool IsGenuine(
        IReadOnlyDictionary<string, string> headers, byte[] body, string signingSecret, DateTimeOffset? now = null)
    {
        if (!headers.TryGetValue("webhook-id", out var id)
            || !headers.TryGetValue("webhook-timestamp", out var timestamp)
            || !headers.TryGetValue("webhook-signature", out var signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(body).ToArray();
        using (var hmac = new HMACSHA256(Convert.FromBase64String(signingSecret.Substring("whsec_".Length))))
        {
            var wanted = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)));
            return signatures.Split(' ').Any(given =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), wanted));
        }
    }
}
```

`X-Webhook-Signature` bevat het `secret` van de webhook zelf, voor ontvangers die voor de gepubliceerde API zijn gemaakt. Het gaat leesbaar over de lijn: gebruik liever de handtekening, en maak webhooks met `sendSecretHeader` op false.

## Als jouw server hapert {#retries}

| Jouw antwoord | Wat wij doen |
|---|---|
| 2xx binnen 15 seconden | klaar |
| 410 | de webhook wordt meteen inactief |
| al het andere: een andere status, een doorverwijzing, geen antwoord, een TLS-fout | opnieuw na 5 s, 5 min, 30 min, 2 u, 5 u, 10 u, 14 u, 20 u en 24 u, of wanneer jouw `Retry-After` het zegt |
| tien mislukkingen | opgegeven; je kunt hem met de hand opnieuw laten sturen |

Elke poging stuurt dezelfde bytes en hetzelfde `webhook-id`. Aflevering gebeurt minstens één keer, en in geen beloofde volgorde: onthoud welke id’s je hebt verwerkt, en beslis op `createdAt` of op wat GET antwoordt.

Een inactieve webhook krijgt geen nieuwe gebeurtenissen en blijft inactief: verwijder hem en maak een andere.

## Waarheen we bellen {#addresses}

Alleen `https`, met een certificaat dat klopt, en alleen openbare adressen. Doorverwijzingen worden niet gevolgd. Er gaan geen cookies en geen inloggegevens mee.

"""#,
    ]
}
