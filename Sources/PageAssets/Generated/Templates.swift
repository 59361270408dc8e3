// swift-format-ignore-file
// Written by scripts/embed-assets.sh from Templates/. Do not edit.

/// Mustache texts by name.
package enum EmbeddedTemplates {
    package static let all: [String: String] = [
        "account-email": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{accountHref}}">[[account.title]]</a></nav>
<header class="page-head"><h1>[[account.email.title]]</h1></header>
<p class="intro">[[account.email.text]]</p>
{{>problems}}
<form class="form card narrow-form" method="post" action="{{action}}">
  {{>csrf}}
  <div class="field">
    <label for="email">[[account.email.new]]</label>
    <input id="email" name="email" type="email" autocomplete="email" autocapitalize="none" spellcheck="false" required maxlength="255" value="{{email.value}}"{{#email.error}} aria-invalid="true" aria-describedby="email-error"{{/email.error}}>
    {{#email.error}}<p class="field-error" id="email-error">{{.}}</p>{{/email.error}}
  </div>
  {{#again}}{{>reauthentication}}{{/again}}
  <p class="actions"><button class="button" type="submit">[[forgot.button]]</button></p>
</form>

"""#,
        "account-password": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{accountHref}}">[[account.title]]</a></nav>
<header class="page-head"><h1>[[account.password.title]]</h1></header>
<p class="intro">[[account.password.text]]</p>
{{>problems}}
<form class="form card narrow-form" method="post" action="{{action}}">
  {{>csrf}}
  <input type="hidden" name="email" value="{{email}}" autocomplete="username">
  {{#again}}{{>reauthentication}}{{/again}}
  <div class="field">
    <label for="password">[[field.other_password]]</label>
    <p class="hint" id="password-hint">[[field.new_password.hint]]</p>
    <input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"{{#passwordError}} aria-invalid="true"{{/passwordError}} aria-describedby="password-hint{{#passwordError}} password-error{{/passwordError}}">
    {{#passwordError}}<p class="field-error" id="password-error">{{.}}</p>{{/passwordError}}
  </div>
  <p class="actions"><button class="button" type="submit">[[account.password.button]]</button></p>
</form>

"""#,
        "account-second-factor": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{accountHref}}">[[account.title]]</a></nav>
<header class="page-head"><h1>[[account.second_factor]]</h1></header>
<p class="intro">[[second_factor.intro]]</p>
{{>problems}}
{{#since}}
<section class="card narrow-form">
  <dl class="details">
    <div><dt>[[second_factor.since]]</dt><dd>{{>time}}</dd></div>
    <div><dt>[[recovery_codes.short]]</dt><dd>{{codesLeft}}{{#hasFewCodes}} <span class="badge warn">[[second_factor.few]]</span>{{/hasFewCodes}}</dd></div>
  </dl>
</section>
{{/since}}
<form class="form card narrow-form" method="post" action="{{action}}">
  {{>csrf}}
  {{#again}}{{>reauthentication}}{{/again}}
  {{#since}}
  <p class="actions"><button class="button danger" type="submit" name="do" value="end">[[second_factor.end]]</button> <button class="button" type="submit" name="do" value="codes">[[recovery_codes.new]]</button></p>
  {{/since}}
  {{^since}}
  <input type="hidden" name="do" value="begin">
  <p class="actions"><button class="button" type="submit">[[account.second_factor.set_up]]</button></p>
  {{/since}}
</form>

"""#,
        "account-sessions": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{accountHref}}">[[account.title]]</a></nav>
<header class="page-head"><h1>[[sessions.title]]</h1></header>
<p class="intro">[[sessions.intro]]</p>
<div class="card table-card">
  <table class="table">
    <caption class="visually-hidden">[[sessions.title]]</caption>
    <thead><tr><th scope="col">[[sessions.device]]</th><th scope="col">[[sessions.address]]</th><th scope="col">[[sessions.since]]</th><th scope="col">[[sessions.last_seen]]</th><th scope="col"><span class="visually-hidden">[[table.actions]]</span></th></tr></thead>
    <tbody>
    {{#sessions}}
      <tr>
        <th scope="row">{{.device}}{{#.isCurrent}} <span class="badge good">[[sessions.this]]</span>{{/.isCurrent}}</th>
        <td data-label="[[sessions.address]]">{{.address}}</td>
        <td data-label="[[sessions.since]]">{{#.since}}{{>time}}{{/.since}}</td>
        <td data-label="[[sessions.last_seen]]">{{#.lastSeen}}{{>time}}{{/.lastSeen}}</td>
        <td class="row-actions">{{^.isCurrent}}<form method="post" action="{{.endAction}}">{{>csrf}}<button class="button quiet small-button" type="submit">[[sessions.end]]<span class="visually-hidden"> {{.device}}</span></button></form>{{/.isCurrent}}</td>
      </tr>
    {{/sessions}}
    </tbody>
  </table>
</div>
{{#hasOthers}}
<form class="after-table" method="post" action="{{endOthersAction}}">{{>csrf}}<button class="button danger" type="submit">[[sessions.end_others]]</button></form>
{{/hasOthers}}

"""#,
        "account": #"""
<header class="page-head"><h1>[[account.title]]</h1></header>
<section class="card">
  <dl class="details">
    <div><dt>[[account.name]]</dt><dd>{{name}}</dd></div>
    <div><dt>[[field.email]]</dt><dd>{{email}} · <a href="{{emailHref}}">[[account.email.change]]</a></dd></div>
    <div><dt>[[field.password]]</dt><dd><a href="{{passwordHref}}">[[account.password.change]]</a></dd></div>
    <div><dt>[[account.second_factor]]</dt><dd>{{#isSecondFactorOn}}<span class="badge good">[[account.second_factor.on]]</span>{{/isSecondFactorOn}}{{^isSecondFactorOn}}<span class="badge warn">[[account.second_factor.off]]</span>{{/isSecondFactorOn}} <a href="{{secondFactorHref}}">{{#isSecondFactorOn}}[[account.second_factor.manage]]{{/isSecondFactorOn}}{{^isSecondFactorOn}}[[account.second_factor.set_up]]{{/isSecondFactorOn}}</a></dd></div>
    <div><dt>[[sessions.title]]</dt><dd>{{sessions}} · <a href="{{sessionsHref}}">[[account.sessions.show]]</a></dd></div>
  </dl>
</section>
<section class="card">
  <h2>[[account.events]]</h2>
  <ol class="timeline">
    {{#events}}<li><span class="timeline-time">{{#.time}}{{>time}}{{/.time}}</span> <span>{{.text}} <span class="soft">({{.actor}})</span></span></li>{{/events}}
    {{^events}}<li class="soft">[[home.events.none]]</li>{{/events}}
  </ol>
</section>
{{#deleteHref}}<p><a class="danger-text" href="{{.}}">[[delete_account.link]]</a></p>{{/deleteHref}}

"""#,
        "action": #"""
{{#.asksFirst}}
<details class="more" name="more">
  <summary{{#.isDanger}} class="danger-text"{{/.isDanger}}>{{.label}}</summary>
  <div class="more-box">
    <form method="post" action="{{.action}}"{{#.isUpload}} enctype="multipart/form-data"{{/.isUpload}}>{{>csrf}}{{#.hidden}}<input type="hidden" name="{{.name}}" value="{{.value}}">{{/.hidden}}<p>{{.question}}</p>{{#.fields}}{{>input}}{{/.fields}}<button class="button{{#.isDanger}} danger{{/.isDanger}}" type="submit">{{.label}}</button></form>
  </div>
</details>
{{/.asksFirst}}
{{^.asksFirst}}
<form class="action" method="post" action="{{.action}}"{{#.isUpload}} enctype="multipart/form-data"{{/.isUpload}}>{{>csrf}}{{#.hidden}}<input type="hidden" name="{{.name}}" value="{{.value}}">{{/.hidden}}{{#.fields}}{{>input}}{{/.fields}}<button class="button{{#.isDanger}} danger{{/.isDanger}}{{^.isDanger}} quiet{{/.isDanger}}" type="submit">{{.label}}</button></form>
{{/.asksFirst}}

"""#,
        "api-key-created": #"""
<header class="page-head"><h1>{{#oldWorksUntil}}[[key_created.rotated]]{{/oldWorksUntil}}{{^oldWorksUntil}}[[key_created.title]]{{/oldWorksUntil}}</h1></header>
<section class="card secret-card">
  <h2>{{name}}</h2>
  <p class="warning">[[secret.once]]</p>
  <div class="secret"><code id="api-key" data-secret="api-key">{{secret}}</code><button class="copy" type="button" data-copy="api-key" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p>[[key_created.treat]]</p>
  {{#oldWorksUntil}}<p class="notice">[[key_created.old]] {{>time}}.</p>{{/oldWorksUntil}}
  <h3>[[key_created.try]]</h3>
  <div class="secret"><code id="curl">{{curl}}</code><button class="copy" type="button" data-copy="curl" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <dl class="details">
    <div><dt>[[keys.scopes]]</dt><dd><ul class="badges">{{#scopes}}<li class="badge scope" title="{{.text}}">{{.name}}</li>{{/scopes}}</ul></dd></div>
    <div><dt>[[keys.expires]]</dt><dd>{{#expires}}{{>time}}{{/expires}}{{^expires}}[[keys.no_expiry]]{{/expires}}</dd></div>
  </dl>
  <p class="actions"><a class="button" href="{{doneHref}}">[[key_created.saved]]</a></p>
</section>

"""#,
        "api-key-fields": #"""
  <div class="field">
    <label for="name">[[new_key.name]]</label>
    <p class="hint" id="name-hint">[[new_key.name.hint]]</p>
    <input id="name" name="name" required maxlength="255" value="{{name.value}}"{{#name.error}} aria-invalid="true"{{/name.error}} aria-describedby="name-hint{{#name.error}} name-error{{/name.error}}">
    {{#name.error}}<p class="field-error" id="name-error">{{.}}</p>{{/name.error}}
  </div>
  <fieldset class="picker-field" id="scopes" aria-describedby="scopes-hint{{#scopeError}} scopes-error{{/scopeError}}">
    <legend>[[new_key.scopes]]</legend>
    <p class="hint" id="scopes-hint">[[new_key.scopes.hint]]</p>
    {{#scopeError}}<p class="field-error" id="scopes-error">{{.}}</p>{{/scopeError}}
    {{#hasPresets}}<p class="presets"><span>[[new_key.presets]]</span> <a class="chip" href="?preset=read#scopes" data-preset="read">[[new_key.preset.read]]</a> <a class="chip" href="?preset=all#scopes" data-preset="all">[[new_key.preset.all]]</a></p>{{/hasPresets}}
    {{>scope-picker}}
  </fieldset>
  <div class="columns">
    <div class="field">
      <label for="expires_at">[[new_key.expires]] <span class="soft">[[form.optional]]</span></label>
      <p class="hint" id="expires_at-hint">{{#expiryLimit}}{{.}}{{/expiryLimit}}{{^expiryLimit}}[[new_key.expires.hint]]{{/expiryLimit}}</p>
      <input id="expires_at" name="expires_at" type="date" value="{{expiresAt.value}}"{{#expiresAt.error}} aria-invalid="true"{{/expiresAt.error}} aria-describedby="expires_at-hint{{#expiresAt.error}} expires_at-error{{/expiresAt.error}}">
      {{#expiresAt.error}}<p class="field-error" id="expires_at-error">{{.}}</p>{{/expiresAt.error}}
    </div>
    <div class="field">
      <label for="api_version">[[new_key.version]]</label>
      <p class="hint" id="api_version-hint">[[new_key.version.hint]]</p>
      <select id="api_version" name="api_version" aria-describedby="api_version-hint">{{#versions}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/versions}}</select>
    </div>
  </div>
  <div class="field">
    <label for="rate_limit">[[new_key.rate]] <span class="soft">[[form.optional]]</span></label>
    <p class="hint" id="rate_limit-hint">[[new_key.rate.hint]]</p>
    <input id="rate_limit" name="rate_limit" inputmode="numeric" maxlength="7" value="{{rateLimit.value}}"{{#rateLimit.error}} aria-invalid="true"{{/rateLimit.error}} aria-describedby="rate_limit-hint{{#rateLimit.error}} rate_limit-error{{/rateLimit.error}}">
    {{#rateLimit.error}}<p class="field-error" id="rate_limit-error">{{.}}</p>{{/rateLimit.error}}
  </div>
  <div class="field">
    <label for="allowed_addresses">[[new_key.addresses]] <span class="soft">[[form.optional]]</span></label>
    <p class="hint" id="allowed_addresses-hint">[[new_key.addresses.hint]]</p>
    <textarea id="allowed_addresses" name="allowed_addresses" class="mono" rows="3" spellcheck="false"{{#addresses.error}} aria-invalid="true"{{/addresses.error}} aria-describedby="allowed_addresses-hint{{#addresses.error}} allowed_addresses-error{{/addresses.error}}">{{addresses.value}}</textarea>
    {{#addresses.error}}<p class="field-error" id="allowed_addresses-error">{{.}}</p>{{/addresses.error}}
  </div>

"""#,
        "api-keys": #"""
<header class="page-head">
  <h1>[[keys.title]]</h1>
  <a class="button" href="/manage/settings/api-keys/new">[[keys.create]]</a>
</header>
<p class="intro">[[keys.intro]]</p>
{{#hasKeys}}
<div class="card table-card">
  <table class="table">
    <caption class="visually-hidden">[[keys.title]]</caption>
    <thead><tr><th scope="col">[[keys.name]]</th><th scope="col">[[keys.scopes]]</th><th scope="col">[[keys.last_used]]</th><th scope="col">[[keys.expires]]</th><th scope="col"><span class="visually-hidden">[[table.actions]]</span></th></tr></thead>
    <tbody>
    {{#keys}}
      <tr>
        <th scope="row">{{.name}}{{#.standing}} <span class="badge{{#.isBad}} bad{{/.isBad}}{{^.isBad}} warn{{/.isBad}}"{{#.hint}} title="{{.}}"{{/.hint}}>{{.text}}{{#.hint}}<span class="visually-hidden">: {{.}}</span>{{/.hint}}</span>{{/.standing}}<br><code class="soft">{{.shown}}</code><br><span class="soft small">[[keys.made_by]] {{#.created}}{{>time}}{{/.created}}</span></th>
        <td data-label="[[keys.scopes]]">{{>scope-badges}}{{#.moreScopes}}<span class="soft small">{{.}}</span>{{/.moreScopes}}</td>
        <td data-label="[[keys.last_used]]">{{#.lastUsed}}{{>time}}{{/.lastUsed}}{{^.lastUsed}}<span class="soft">[[keys.never_used]]</span>{{/.lastUsed}}{{#.lastAddress}}<br><span class="soft small">{{.}}</span>{{/.lastAddress}}{{#.isAddressBound}}<br><span class="soft small">[[keys.address_bound]]</span>{{/.isAddressBound}}</td>
        <td data-label="[[keys.expires]]">{{#.expires}}{{>time}}{{/.expires}}{{^.expires}}<span class="soft">[[keys.no_expiry]]</span>{{/.expires}}</td>
        <td class="row-actions">
          <details class="more" name="more">
            <summary>[[table.more]]<span class="visually-hidden"> {{.name}}</span></summary>
            <div class="more-box">
              {{#.editHref}}<p><a class="button quiet small-button" href="{{.}}">[[keys.edit]]</a></p>{{/.editHref}}
              {{#.rotateAction}}<form method="post" action="{{.}}">
                {{>csrf}}
                <label>[[rotate.overlap]] <select name="overlap">{{>overlaps}}</select></label>
                <button class="button quiet small-button" type="submit">[[keys.rotate]]</button>
              </form>{{/.rotateAction}}
              <form method="post" action="{{.revokeAction}}">
                {{>csrf}}
                <p>[[keys.revoke.text]]</p>
                <button class="button danger small-button" type="submit">[[keys.revoke]]</button>
              </form>
            </div>
          </details>
        </td>
      </tr>
    {{/keys}}
    </tbody>
  </table>
</div>
{{/hasKeys}}
{{^hasKeys}}
<div class="card empty">
  <h2>[[keys.empty]]</h2>
  <p>[[keys.empty.text]]</p>
  <p class="actions"><a class="button" href="/manage/settings/api-keys/new">[[keys.create]]</a></p>
</div>
{{/hasKeys}}

"""#,
        "app-created": #"""
<header class="page-head"><h1>[[app_created.title]]</h1></header>
<section class="card secret-card">
  <h2>{{name}}</h2>
  <h3>[[app.client_id]]</h3>
  <div class="secret"><code id="client-id" data-secret="client-id">{{clientID}}</code><button class="copy" type="button" data-copy="client-id" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  {{#clientSecret}}
  <h3>[[app.client_secret]]</h3>
  <p class="warning">[[secret.once]]</p>
  <div class="secret"><code id="client-secret" data-secret="client-secret">{{.}}</code><button class="copy" type="button" data-copy="client-secret" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p>[[app_created.treat]]</p>
  {{/clientSecret}}
  {{#isPublic}}<p class="soft">[[app_created.public]]</p>{{/isPublic}}
  {{#isKeyed}}<p class="soft">[[app.keys.instead]]</p>{{/isKeyed}}
  <p class="actions"><a class="button" href="{{appHref}}">[[app_created.saved]]</a></p>
</section>

"""#,
        "app-form": #"""
<div class="columns">
  <div class="field">
    <label for="name">[[new_app.name]]</label>
    <p class="hint" id="name-hint">[[new_app.name.hint]]</p>
    <input id="name" name="name" required maxlength="100" value="{{name.value}}"{{#name.error}} aria-invalid="true"{{/name.error}} aria-describedby="name-hint{{#name.error}} name-error{{/name.error}}">
    {{#name.error}}<p class="field-error" id="name-error">{{.}}</p>{{/name.error}}
  </div>
  <div class="field">
    <label for="website">[[new_app.website]] <span class="soft">[[form.optional]]</span></label>
    <p class="hint" id="website-hint">[[new_app.website.hint]]</p>
    <input id="website" name="website" type="url" maxlength="255" placeholder="https://" value="{{website.value}}"{{#website.error}} aria-invalid="true"{{/website.error}} aria-describedby="website-hint{{#website.error}} website-error{{/website.error}}">
    {{#website.error}}<p class="field-error" id="website-error">{{.}}</p>{{/website.error}}
  </div>
</div>
<div class="field">
  <label for="description">[[new_app.description]] <span class="soft">[[form.optional]]</span></label>
  <textarea id="description" name="description" rows="2" maxlength="2000"{{#description.error}} aria-invalid="true" aria-describedby="description-error"{{/description.error}}>{{description.value}}</textarea>
  {{#description.error}}<p class="field-error" id="description-error">{{.}}</p>{{/description.error}}
</div>
<fieldset class="choices" id="type"{{#typeError}} aria-describedby="type-error"{{/typeError}}>
  <legend>[[new_app.type]]</legend>
  {{#typeError}}<p class="field-error" id="type-error">{{.}}</p>{{/typeError}}
  {{#types}}<label class="choice"><input type="radio" name="type" value="{{.value}}" required{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/types}}
</fieldset>
<fieldset class="choices">
  <legend>[[new_app.profile]]</legend>
  {{#profiles}}<label class="choice"><input type="radio" name="profile" value="{{.value}}" required{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/profiles}}
</fieldset>
<fieldset class="choices">
  <legend>[[new_app.authentication]]</legend>
  {{#authentication}}<label class="choice"><input type="radio" name="authentication" value="{{.value}}"{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/authentication}}
</fieldset>
<div class="field">
  <label for="jwks">[[new_app.jwks]] <span class="soft">[[form.optional]]</span></label>
  <p class="hint" id="jwks-hint">[[new_app.jwks.hint]]</p>
  <textarea id="jwks" name="jwks" class="mono" rows="3" spellcheck="false" autocapitalize="none"{{#jwks.error}} aria-invalid="true"{{/jwks.error}} aria-describedby="jwks-hint{{#jwks.error}} jwks-error{{/jwks.error}}">{{jwks.value}}</textarea>
  {{#jwks.error}}<p class="field-error" id="jwks-error">{{.}}</p>{{/jwks.error}}
</div>
<div class="field">
  <label for="redirect_uris">[[new_app.redirects]]</label>
  <p class="hint" id="redirect_uris-hint">[[new_app.redirects.hint]]</p>
  <textarea id="redirect_uris" name="redirect_uris" class="mono" rows="3" required spellcheck="false" autocapitalize="none"{{#redirectURIs.error}} aria-invalid="true"{{/redirectURIs.error}} aria-describedby="redirect_uris-hint{{#redirectURIs.error}} redirect_uris-error{{/redirectURIs.error}}">{{redirectURIs.value}}</textarea>
  {{#redirectURIs.error}}<p class="field-error" id="redirect_uris-error">{{.}}</p>{{/redirectURIs.error}}
</div>
<fieldset class="picker-field" id="scopes" aria-describedby="scopes-hint{{#scopeError}} scopes-error{{/scopeError}}">
  <legend>[[new_app.scopes]]</legend>
  <p class="hint" id="scopes-hint">[[new_app.scopes.hint]]</p>
  {{#scopeError}}<p class="field-error" id="scopes-error">{{.}}</p>{{/scopeError}}
  <div class="picker">
    {{#areas}}
    <div class="picker-row" role="group" aria-labelledby="area-{{.name}}">
      <span class="picker-area" id="area-{{.name}}">{{.label}}</span>
      <div class="picker-box">{{#.read}}<label class="check"><input type="checkbox" name="scope" value="{{.name}}" data-access="read"{{#.isChecked}} checked{{/.isChecked}}> <span class="check-text"><b>[[scope.read]]</b> {{.text}}</span></label>{{>required-box}}{{/.read}}</div>
      <div class="picker-box">{{#.write}}<label class="check"><input type="checkbox" name="scope" value="{{.name}}" data-access="write"{{#.isChecked}} checked{{/.isChecked}}> <span class="check-text"><b>[[scope.write]]</b> {{.text}}</span></label>{{>required-box}}{{/.write}}</div>
    </div>
    {{/areas}}
  </div>
</fieldset>
<fieldset class="choices">
  <legend>[[app.options]]</legend>
  {{#options}}<label class="choice"><input type="checkbox" name="option" value="{{.value}}"{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/options}}
</fieldset>
<div class="field">
  <label for="api_version">[[new_key.version]]</label>
  <p class="hint" id="api_version-hint">[[new_key.version.hint]]</p>
  <select id="api_version" name="api_version" aria-describedby="api_version-hint">{{#versions}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/versions}}</select>
</div>

"""#,
        "app-logo-page": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{name}}</a></nav>
<header class="page-head"><h1>[[logo.title]]</h1></header>
<p class="intro">[[logo.text]]</p>
{{>problems}}
<div class="card">
  <div class="app-head">
    {{#logo}}<img class="app-logo" src="{{.}}" alt="[[logo.present]]" width="48" height="48">{{/logo}}{{^logo}}<span class="app-logo" aria-hidden="true">{{initial}}</span>{{/logo}}
    <div><h2>{{name}}</h2>{{^logo}}<p class="soft">[[logo.none]]</p>{{/logo}}</div>
  </div>
  <form class="form" method="post" action="{{action}}" enctype="multipart/form-data">
    {{>csrf}}
    <div class="field">
      <label for="logo">[[logo.file]]</label>
      <p class="hint" id="logo-hint">[[logo.hint]]</p>
      <input id="logo" name="logo" type="file" required accept="image/png,image/jpeg,image/webp"{{#error}} aria-invalid="true"{{/error}} aria-describedby="logo-hint{{#error}} logo-error{{/error}}">
      {{#error}}<p class="field-error" id="logo-error">{{.}}</p>{{/error}}
    </div>
    <p class="actions"><a class="button quiet" href="{{appHref}}">[[confirm.cancel]]</a> <button class="button" type="submit">[[logo.upload]]</button></p>
  </form>
</div>
{{#logo}}
<form class="card" method="post" action="{{removeAction}}">
  {{>csrf}}
  <p class="actions"><button class="button danger small-button" type="submit">[[logo.remove]]</button></p>
</form>
{{/logo}}

"""#,
        "app-logo": #"""
{{#.logo}}<img class="app-logo" src="{{.}}" alt="" width="48" height="48">{{/.logo}}{{^.logo}}<span class="app-logo" aria-hidden="true">{{.initial}}</span>{{/.logo}}

"""#,
        "app-secret-created": #"""
<header class="page-head"><h1>[[secret_created.title]]</h1></header>
<section class="card secret-card">
  <h2>{{appName}}</h2>
  <p class="soft">[[app.client_id]]: <code data-secret="client-id">{{clientID}}</code></p>
  <p class="warning">[[secret.once]]</p>
  <div class="secret"><code id="client-secret" data-secret="client-secret">{{clientSecret}}</code><button class="copy" type="button" data-copy="client-secret" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  {{#oldWorksUntil}}<p class="notice">[[secret_created.old]] {{>time}}.</p>{{/oldWorksUntil}}
  <p class="actions"><a class="button" href="{{appHref}}">[[app_created.saved]]</a></p>
</section>

"""#,
        "audit": #"""
<header class="page-head">
  <h1>[[audit.title]]</h1>
  <p class="page-links">[[audit.download]] <a href="{{csvHref}}">CSV</a> · <a href="{{linesHref}}">JSON Lines</a></p>
</header>
<p class="intro">[[audit.intro]]</p>
{{#form}}
<form class="filter filter-grid" method="get" action="/manage/settings/audit">
  <div class="field">
    <label for="action">[[audit.action]]</label>
    <select id="action" name="action"><option value="">[[audit.action.any]]</option>{{#.otherAction}}<option value="{{.}}" selected>{{.}}</option>{{/.otherAction}}{{#.actions}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/.actions}}</select>
  </div>
  <div class="field">
    <label for="about">[[audit.credential]]</label>
    <select id="about" name="about"><option value="">[[audit.credential.any]]</option>{{#.otherCredential}}<option value="{{.}}" selected>{{.}}</option>{{/.otherCredential}}<optgroup label="[[apps.title]]">{{#.apps}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/.apps}}</optgroup><optgroup label="[[keys.title]]">{{#.keys}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/.keys}}</optgroup></select>
  </div>
  <div class="field">
    <label for="actor">[[audit.actor]]</label>
    <input id="actor" name="actor" maxlength="255" value="{{.actor}}">
  </div>
  <div class="field">
    <label for="object">[[audit.object_id]]</label>
    <input id="object" name="object" maxlength="255" value="{{.object}}">
  </div>
  {{#.from}}<div class="field">
    <label for="from">[[audit.from]]</label>
    <input id="from" name="from" type="date" value="{{.value}}"{{#.error}} aria-invalid="true" aria-describedby="from-error"{{/.error}}>
    {{#.error}}<p class="field-error" id="from-error">{{.}}</p>{{/.error}}
  </div>{{/.from}}
  {{#.to}}<div class="field">
    <label for="to">[[audit.to]]</label>
    <input id="to" name="to" type="date" value="{{.value}}"{{#.error}} aria-invalid="true" aria-describedby="to-error"{{/.error}}>
    {{#.error}}<p class="field-error" id="to-error">{{.}}</p>{{/.error}}
  </div>{{/.to}}
  <div class="filter-buttons">
    <button class="button quiet" type="submit">[[audit.filter]]</button>
    {{#.clearHref}}<a class="filter-clear" href="{{.}}">[[audit.clear]]</a>{{/.clearHref}}
  </div>
</form>
{{/form}}
{{#hasEvents}}
<div class="card table-card">
  <table class="table audit-table">
    <caption class="visually-hidden">[[audit.title]]</caption>
    <thead><tr><th scope="col">[[audit.time]]</th><th scope="col">[[audit.actor]]</th><th scope="col">[[audit.action]]</th><th scope="col">[[audit.object]]</th></tr></thead>
    <tbody>
    {{#events}}
      <tr>
        <td data-label="[[audit.time]]" class="nowrap">{{#.time}}{{>time}}{{/.time}}</td>
        <td data-label="[[audit.actor]]">{{.actor}}{{#.address}}<br><span class="soft small">{{.}}</span>{{/.address}}</td>
        <td data-label="[[audit.action]]">{{.text}}<br><code class="soft small">{{.name}}</code></td>
        <td data-label="[[audit.object]]"><span class="break">{{.object}}</span>
          {{#.hasDetails}}<details class="changes"><summary>[[audit.details]]</summary><dl>{{#.before}}<dt>[[audit.before]]</dt><dd><code>{{.}}</code></dd>{{/.before}}{{#.after}}<dt>[[audit.after]]</dt><dd><code>{{.}}</code></dd>{{/.after}}</dl></details>{{/.hasDetails}}
        </td>
      </tr>
    {{/events}}
    </tbody>
  </table>
</div>
{{#hasPager}}<nav class="pager" aria-label="[[pager.label]]">
  {{#newestHref}}<a class="button quiet" href="{{.}}">[[audit.newest]]</a>{{/newestHref}}
  {{#olderHref}}<a class="button quiet" rel="next" href="{{.}}">[[audit.older]]</a>{{/olderHref}}
</nav>{{/hasPager}}
{{/hasEvents}}
{{^hasEvents}}<div class="card empty"><h2>[[audit.empty]]</h2><p>[[audit.empty.text]]</p></div>{{/hasEvents}}

"""#,
        "badge": #"""
<span class="badge {{.tone}}">{{.text}}</span>

"""#,
        "chart": #"""
<figure class="chart">
  <figcaption>{{.title}}</figcaption>
  <svg class="chart-drawing" width="100%" height="172" role="img" aria-label="{{.title}}">
    <line class="chart-line" x1="0" x2="100%" y1="144.5" y2="144.5"/>
    {{#.bars}}<rect class="chart-bar{{#.isZero}} chart-zero{{/.isZero}}" x="{{.x}}" y="{{.y}}" width="{{.width}}" height="{{.height}}" rx="2"/>{{#.isMarked}}<text class="chart-value" x="{{.middle}}" y="{{.valueY}}" text-anchor="middle" aria-hidden="true">{{.value}}</text><text class="chart-label" x="{{.middle}}" y="163" text-anchor="middle" aria-hidden="true">{{.label}}</text>{{/.isMarked}}{{/.bars}}
  </svg>
  {{#.isEmpty}}<p class="soft chart-empty">[[chart.empty]]</p>{{/.isEmpty}}
  <table class="visually-hidden">
    <caption>{{.title}}</caption>
    <thead><tr><th scope="col">{{.labelHead}}</th><th scope="col">{{.valueHead}}</th></tr></thead>
    <tbody>{{#.bars}}<tr><th scope="row">{{.name}}</th><td>{{.value}}</td></tr>{{/.bars}}</tbody>
  </table>
</figure>

"""#,
        "choose-portal": #"""
<div class="narrow">
  <div class="card">
    <h1>[[choose_portal.title]]</h1>
    <p>[[choose_portal.text]]</p>
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      {{#returnTicket}}<input type="hidden" name="return" value="{{.}}">{{/returnTicket}}
      <fieldset class="choices">
        <legend class="visually-hidden">[[choose_portal.title]]</legend>
        {{#portals}}<label class="choice"><input type="radio" name="portal" value="{{.value}}" required{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text">{{.name}}</span></label>{{/portals}}
      </fieldset>
      <p class="actions"><button class="button wide" type="submit">[[choose_portal.button]]</button></p>
    </form>
  </div>
</div>

"""#,
        "confirm": #"""
<div class="narrow">
  <div class="card message">
    <h1>{{heading}}</h1>
    <p>{{text}}</p>
    <form method="post" action="{{action}}">
      {{>csrf}}
      {{#hidden}}<input type="hidden" name="{{.name}}" value="{{.value}}">{{/hidden}}
      <p class="actions"><a class="button quiet" href="{{cancelHref}}">[[confirm.cancel]]</a> <button class="button danger" type="submit">{{button}}</button></p>
    </form>
  </div>
</div>

"""#,
        "connected-app": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/manage/settings/apps">[[apps.title]]</a></nav>
<header class="app-head">
  {{>app-logo}}
  <div>
    <h1>{{name}}{{#suspendedSince}} <span class="badge bad">[[apps.suspended]]</span>{{/suspendedSince}}{{#isBanned}} <span class="badge bad">[[apps.banned]]</span>{{/isBanned}}</h1>
    <p class="soft">[[consent.by]] {{>verified}}{{#website}} · <a href="{{.href}}" rel="noopener noreferrer external" target="_blank">{{.label}}</a>{{/website}}</p>
  </div>
</header>
{{#isBanned}}<p class="notice notice-problem">[[apps.banned.text]]</p>{{/isBanned}}
<section class="card">
  {{#description}}<p>{{.}}</p>{{/description}}
  <dl class="details">
    <div><dt>[[apps.may]]</dt><dd>{{#hasGrants}}{{>scope-badges}}{{/hasGrants}}{{^hasGrants}}<span class="soft">[[apps.no_access]]</span>{{/hasGrants}}</dd></div>
    <div><dt>[[apps.hosts]]</dt><dd><ul class="badges">{{#hosts}}<li class="badge"><code>{{.}}</code></li>{{/hosts}}</ul></dd></div>
    <div><dt>[[app.type]]</dt><dd>{{type}}</dd></div>
    <div><dt>[[app.client_id]]</dt><dd><code class="break">{{clientID}}</code></dd></div>
    <div><dt>[[keys.last_used]]</dt><dd>{{#lastUsed}}{{>time}}{{/lastUsed}}{{^lastUsed}}<span class="soft">[[keys.never_used]]</span>{{/lastUsed}}</dd></div>
    {{#suspendedSince}}<div><dt>[[apps.suspended_since]]</dt><dd>{{>time}}</dd></div>{{/suspendedSince}}
  </dl>
  <p class="soft small"><a href="{{auditHref}}">[[apps.audit]]</a></p>
</section>
<section class="card">
  <h2>[[apps.grants]]</h2>
  {{#hasGrants}}
  <p class="soft">[[apps.grants.text]]</p>
  <table class="table inner-table">
    <caption class="visually-hidden">[[apps.grants]]</caption>
    <thead><tr><th scope="col">[[apps.person]]</th><th scope="col">[[apps.granted]]</th><th scope="col">[[keys.last_used]]</th><th scope="col">[[keys.scopes]]</th><th scope="col"><span class="visually-hidden">[[table.actions]]</span></th></tr></thead>
    <tbody>
    {{#grants}}
      <tr>
        <th scope="row">{{.person}}</th>
        <td data-label="[[apps.granted]]">{{#.granted}}{{>time}}{{/.granted}}</td>
        <td data-label="[[keys.last_used]]">{{#.lastUsed}}{{>time}}{{/.lastUsed}}{{^.lastUsed}}<span class="soft">[[keys.never_used]]</span>{{/.lastUsed}}</td>
        <td data-label="[[keys.scopes]]">{{>scope-badges}}</td>
        <td class="row-actions">
          <details class="more" name="more">
            <summary class="danger-text">[[apps.end_more]]<span class="visually-hidden"> {{.person}}</span></summary>
            <div class="more-box"><form method="post" action="{{.revokeAction}}">{{>csrf}}<p>[[apps.end.sure]]</p><button class="button danger small-button" type="submit">[[apps.end]]</button></form></div>
          </details>
        </td>
      </tr>
    {{/grants}}
    </tbody>
  </table>
  {{/hasGrants}}
  {{^hasGrants}}
  <p>[[apps.no_access.text]]</p>
  {{#remembered}}<p class="soft">[[apps.remembered]] {{.}}</p>{{/remembered}}
  {{/hasGrants}}
</section>
<section class="card">
  {{#suspendedSince}}
  <h2>[[apps.reinstate]]</h2>
  <p>[[apps.reinstate.text]]</p>
  <form class="inner-form" method="post" action="{{reinstateAction}}">{{>csrf}}<input type="hidden" name="from" value="app"><button class="button" type="submit">[[apps.reinstate]]</button></form>
  {{/suspendedSince}}
  {{^suspendedSince}}
  <h2>[[apps.suspend]]</h2>
  <p>[[apps.suspend.text]]</p>
  <form class="inner-form" method="post" action="{{suspendAction}}">{{>csrf}}<input type="hidden" name="from" value="app"><button class="button quiet" type="submit">[[apps.suspend]]</button></form>
  {{/suspendedSince}}
</section>
<section class="card danger-zone">
  <h2>[[apps.revoke_all]]</h2>
  <p>[[apps.revoke.text]]</p>
  <details class="more" name="more">
    <summary class="danger-text">[[apps.revoke_more]]</summary>
    <div class="more-box"><form method="post" action="{{revokeAction}}">{{>csrf}}<p>[[apps.revoke.sure]]</p><button class="button danger" type="submit">[[apps.revoke]]</button></form></div>
  </details>
</section>

"""#,
        "connected-apps": #"""
<header class="page-head"><h1>[[apps.title]]</h1></header>
<p class="intro">[[apps.intro]]</p>
{{#apps}}
<article class="card app-card">
  <header class="app-head">
    {{>app-logo}}
    <div>
      <h2><a href="{{.href}}">{{.name}}</a>{{#.isSuspended}} <span class="badge bad">[[apps.suspended]]</span>{{/.isSuspended}}{{#.isBanned}} <span class="badge bad">[[apps.banned]]</span>{{/.isBanned}}</h2>
      <p class="soft">[[consent.by]] {{>verified}}{{#.website}} · <a href="{{.href}}" rel="noopener noreferrer external" target="_blank">{{.label}}</a>{{/.website}}</p>
    </div>
  </header>
  <dl class="details">
    {{#.hasAccess}}<div><dt>[[keys.scopes]]</dt><dd>{{>scope-badges}}</dd></div>{{/.hasAccess}}
    <div><dt>[[apps.granted]]</dt><dd>{{#.grantedBy}}{{.}}, {{/.grantedBy}}{{#.grantedAt}}{{>time}}{{/.grantedAt}}{{#.others}} <span class="soft">{{.}}</span>{{/.others}}{{^.grantedBy}}<span class="soft">[[apps.no_access]]</span>{{/.grantedBy}}</dd></div>
    <div><dt>[[keys.last_used]]</dt><dd>{{#.lastUsed}}{{>time}}{{/.lastUsed}}{{^.lastUsed}}<span class="soft">[[keys.never_used]]</span>{{/.lastUsed}}</dd></div>
  </dl>
  <div class="app-actions">
    <a class="button quiet small-button" href="{{.href}}">[[apps.open]]<span class="visually-hidden"> {{.name}}</span></a>
    {{#.isSuspended}}<form method="post" action="{{.reinstateAction}}">{{>csrf}}<button class="button quiet small-button" type="submit">[[apps.reinstate]]<span class="visually-hidden"> {{.name}}</span></button></form>{{/.isSuspended}}
    {{^.isSuspended}}<form method="post" action="{{.suspendAction}}">{{>csrf}}<button class="button quiet small-button" type="submit">[[apps.suspend]]<span class="visually-hidden"> {{.name}}</span></button></form>{{/.isSuspended}}
    <details class="more" name="more">
      <summary class="danger-text">[[apps.revoke_more]]<span class="visually-hidden"> {{.name}}</span></summary>
      <div class="more-box">
        <form method="post" action="{{.revokeAction}}">
          {{>csrf}}
          <p>[[apps.revoke.text]]</p>
          <button class="button danger small-button" type="submit">[[apps.revoke]]</button>
        </form>
      </div>
    </details>
  </div>
</article>
{{/apps}}
{{^apps}}
<div class="card empty">
  <h2>[[apps.empty]]</h2>
  <p>[[apps.empty.text]]</p>
</div>
{{/apps}}

"""#,
        "consent-scope": #"""
<label class="check">
  {{#.isRequired}}<input type="checkbox" checked disabled><input type="hidden" name="scope" value="{{.name}}">{{/.isRequired}}
  {{^.isRequired}}<input type="checkbox" name="scope" value="{{.name}}"{{#.isChecked}} checked{{/.isChecked}}>{{/.isRequired}}
  <span class="check-text">{{.text}}{{#.isRequired}} <span class="badge">[[scope.required]]</span>{{/.isRequired}}{{#.isNew}} <span class="badge good">[[scope.new]]</span>{{/.isNew}}</span>
</label>

"""#,
        "consent": #"""
<div class="narrow consent">
  <div class="card">
    {{#app}}
    <div class="consent-app">
      {{>app-logo}}
      <div>
        <h1>{{.name}}</h1>
        <p class="soft">[[consent.by]] <span class="consent-developer">{{>verified}}</span></p>
        {{#.website}}<p class="small"><a href="{{.href}}" rel="noopener noreferrer external" target="_blank">{{.label}}</a></p>{{/.website}}
      </div>
    </div>
    {{/app}}
    {{#deviceCode}}
    <div class="device-check">
      <p class="soft">[[device.check]]</p>
      <p class="device-code">{{deviceCode}}</p>
      <p class="small">[[device.check.warning]]</p>
    </div>
    {{/deviceCode}}
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <input type="hidden" name="ticket" value="{{ticket}}">
      <div class="field consent-portal">
        {{#portal}}
        <p><span class="soft">[[consent.wants]]</span> <strong>{{.name}}</strong></p>
        <input type="hidden" name="portal" value="{{.value}}">
        {{/portal}}
        {{#hasPortalChoice}}
        <label for="portal">[[consent.wants]]</label>
        <select id="portal" name="portal" required>{{#portalChoice}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.name}}</option>{{/portalChoice}}</select>
        {{/hasPortalChoice}}
      </div>
      {{#hasRead}}
      <fieldset class="scope-list">
        <legend>[[consent.read]]</legend>
        {{#read}}{{>consent-scope}}{{/read}}
      </fieldset>
      {{/hasRead}}
      {{#hasChange}}
      <fieldset class="scope-list scope-list-change">
        <legend>{{#hasRead}}[[consent.also_change]]{{/hasRead}}{{^hasRead}}[[consent.change]]{{/hasRead}}</legend>
        {{#change}}{{>consent-scope}}{{/change}}
      </fieldset>
      {{/hasChange}}
      {{#hasServers}}
      <div class="consent-servers">
        <p>[[consent.servers]]</p>
        <ul>{{#servers}}<li><strong>{{.name}}</strong> <span class="soft small">{{.uri}}</span></li>{{/servers}}</ul>
      </div>
      {{/hasServers}}
      <p class="soft">[[consent.stop]]</p>
      <p class="actions consent-actions"><button class="button quiet" type="submit" name="decision" value="deny">[[consent.deny]]</button> <button class="button" type="submit" name="decision" value="approve">[[consent.approve]]</button></p>
      {{#redirectHost}}<p class="soft center small">[[consent.back]]</p>{{/redirectHost}}
    </form>
  </div>
  <form class="consent-who" method="post" action="{{switchAction}}">
    {{>csrf}}
    <input type="hidden" name="ticket" value="{{ticket}}">
    <p class="center small"><span class="soft">[[consent.signed_in]]</span> <button class="link" type="submit">[[consent.not_you]]</button></p>
  </form>
</div>

"""#,
        "csrf": #"""
<input type="hidden" name="csrf" value="{{frame.csrf}}">

"""#,
        "delete-account": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/account">[[account.title]]</a></nav>
<header class="page-head"><h1>[[delete_account.title]]</h1></header>
{{>problems}}
<form class="form card danger-zone" method="post" action="/developers/account/delete">
  {{>csrf}}
  <p>[[delete_account.text]]</p>
  {{#hasApps}}<div><p>[[delete_account.apps]]</p><ul>{{#apps}}<li>{{.}}</li>{{/apps}}</ul></div>{{/hasApps}}
  {{#again}}{{>reauthentication}}{{/again}}
  <p class="actions"><a class="button quiet" href="/developers/account">[[confirm.cancel]]</a> <button class="button danger" type="submit">[[delete_account.button]]</button></p>
</form>

"""#,
        "detail-value": #"""
{{#.copyID}}<span class="copyable"><a class="break" id="{{.}}" href="{{href}}">{{value}}</a><button class="copy" type="button" data-copy="{{.}}" data-done="[[copy.done]]" hidden>[[copy]]</button></span>{{/.copyID}}{{^.copyID}}{{#.href}}<a href="{{.}}">{{/.href}}{{.value}}{{#.href}}</a>{{/.href}}{{/.copyID}}
"""#,
        "detail": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{crumb.href}}">{{crumb.label}}</a></nav>
<header class="page-head"><h1>{{title}} {{#badge}}{{>badge}}{{/badge}}</h1>{{#hasLinks}}<p class="actions">{{#links}}<a class="button quiet" href="{{.href}}">{{.label}}</a>{{/links}}</p>{{/hasLinks}}</header>
{{>entity-details}}
{{#sections}}
<section class="card">
  <h2>{{.title}}</h2>
  {{#.text}}<p class="preserved">{{.}}</p>{{/.text}}
  {{#.table}}<div class="inner-table">{{>entity-table}}</div>{{/.table}}
  {{#.emptyText}}<p class="soft">{{.}}</p>{{/.emptyText}}
  {{#.hasLinks}}<p class="actions">{{#.links}}<a class="button quiet" href="{{.href}}">{{.label}}</a>{{/.links}}</p>{{/.hasLinks}}
  {{#.actions}}{{>action}}{{/.actions}}
</section>
{{/sections}}
{{#hasActions}}<section class="card action-list"><h2>[[detail.actions]]</h2>{{#actions}}{{>action}}{{/actions}}</section>{{/hasActions}}

"""#,
        "developer-app": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a></nav>
<header class="page-head">
  <div class="app-head app-title">
    {{#logo}}<img class="app-logo" src="{{.}}" alt="" width="48" height="48">{{/logo}}{{^logo}}<span class="app-logo" aria-hidden="true">{{initial}}</span>{{/logo}}
    <h1>{{name}}</h1>
  </div>
  <p class="actions"><a class="button quiet" href="{{logoHref}}">[[logo.change]]</a> <a class="button quiet" href="{{tryHref}}">[[try.button]]</a> <a class="button" href="{{editHref}}">[[edit_app.button]]</a></p>
</header>
<section class="card">
  {{#description}}<p>{{.}}</p>{{/description}}
  <dl class="details">
    <div><dt>[[app.client_id]]</dt><dd><span class="copyable"><code id="client-id">{{clientID}}</code><button class="copy" type="button" data-copy="client-id" data-done="[[copy.done]]" hidden>[[copy]]</button></span></dd></div>
    <div><dt>[[app.type]]</dt><dd>{{type}}</dd></div>
    <div><dt>[[app.profile]]</dt><dd>{{profile}}</dd></div>
    {{#options}}<div><dt>[[app.option]]</dt><dd>{{.}}</dd></div>{{/options}}
    <div><dt>[[new_key.version]]</dt><dd>{{apiVersion}}</dd></div>
    {{#website}}<div><dt>[[new_app.website]]</dt><dd><a href="{{.href}}" rel="noopener noreferrer external" target="_blank">{{.label}}</a></dd></div>{{/website}}
    <div><dt>[[dev_apps.portals]]</dt><dd>{{portalCount}}</dd></div>
    <div><dt>[[customers.created]]</dt><dd>{{#created}}{{>time}}{{/created}}</dd></div>
  </dl>
</section>
<section class="card">
  <h2>[[app.activity]]</h2>
  <div class="columns">{{#charts}}{{>chart}}{{/charts}}</div>
  <p class="soft small">[[app.activity.hint]]</p>
</section>
<section class="card">
  <h2>[[app.errors]]</h2>
  {{#hasErrors}}
  <table class="table inner-table">
    <caption class="visually-hidden">[[app.errors]]</caption>
    <thead><tr><th scope="col">[[app.errors.when]]</th><th scope="col">[[app.errors.what]]</th><th scope="col">[[app.errors.endpoint]]</th><th scope="col">[[message.request_id]]</th></tr></thead>
    <tbody>
    {{#errors}}
      <tr>
        <th scope="row">{{#.at}}{{>time}}{{/.at}}</th>
        <td data-label="[[app.errors.what]]"><code>{{.code}}</code><br><span class="soft small">{{.reason}}</span></td>
        <td data-label="[[app.errors.endpoint]]"><code class="break">{{.endpoint}}</code></td>
        <td data-label="[[message.request_id]]"><code class="break">{{.id}}</code></td>
      </tr>
    {{/errors}}
    </tbody>
  </table>
  {{/hasErrors}}
  {{^hasErrors}}<p class="soft">[[app.errors.none]]</p>{{/hasErrors}}
</section>
<section class="card">
  <h2>[[new_app.redirects]]</h2>
  <ul class="plain-list">{{#redirectURIs}}<li><code class="break">{{.}}</code></li>{{/redirectURIs}}</ul>
</section>
<section class="card">
  <h2>[[app.scopes]]</h2>
  <ul class="plain-list scope-lines">{{#scopes}}<li><code>{{.name}}</code>{{#.isRequired}} <span class="badge">[[scope.required]]</span>{{/.isRequired}}<br><span class="soft">{{.text}}</span></li>{{/scopes}}</ul>
</section>
{{#hasKeys}}
<section class="card">
  <h2>[[app.keys]]</h2>
  <p class="soft">[[app.keys.instead]]</p>
  <table class="table inner-table">
    <caption class="visually-hidden">[[app.keys]]</caption>
    <thead><tr><th scope="col">[[app.key.id]]</th><th scope="col">[[app.key.algorithm]]</th><th scope="col">[[app.key.thumbprint]]</th></tr></thead>
    <tbody>
    {{#keys}}
      <tr><th scope="row"><code class="break">{{.id}}</code></th><td data-label="[[app.key.algorithm]]">{{.algorithm}}</td><td data-label="[[app.key.thumbprint]]"><code class="break">{{.thumbprint}}</code></td></tr>
    {{/keys}}
    </tbody>
  </table>
</section>
{{/hasKeys}}
{{^isKeyed}}
<section class="card">
  <h2>[[app.secrets]]</h2>
  {{#isPublic}}<p class="soft">[[app_created.public]]</p>{{/isPublic}}
  {{^isPublic}}
  {{#hasSecrets}}
  <table class="table inner-table">
    <caption class="visually-hidden">[[app.secrets]]</caption>
    <thead><tr><th scope="col">[[app.secret]]</th><th scope="col">[[app.secret.age]]</th><th scope="col">[[keys.expires]]</th><th scope="col"><span class="visually-hidden">[[table.actions]]</span></th></tr></thead>
    <tbody>
    {{#secrets}}
      <tr>
        <th scope="row"><code>{{.shown}}</code></th>
        <td data-label="[[app.secret.age]]">{{.age}}<br><span class="soft small">{{#.created}}{{>time}}{{/.created}}</span></td>
        <td data-label="[[keys.expires]]">{{#.expires}}{{>time}}{{/.expires}}{{^.expires}}<span class="soft">[[keys.no_expiry]]</span>{{/.expires}}</td>
        <td class="row-actions">
          <details class="more" name="more">
            <summary class="danger-text">[[app.secret.revoke_more]]<span class="visually-hidden"> {{.shown}}</span></summary>
            <div class="more-box"><form method="post" action="{{.revokeAction}}">{{>csrf}}<p>[[app.secret.revoke.text]]</p><button class="button danger small-button" type="submit">[[app.secret.revoke]]</button></form></div>
          </details>
        </td>
      </tr>
    {{/secrets}}
    </tbody>
  </table>
  {{/hasSecrets}}
  <form class="filter inner-form" method="post" action="{{secretsAction}}">
    {{>csrf}}
    <div class="field">
      <label for="overlap">[[rotate.overlap]]</label>
      <select id="overlap" name="overlap">{{>overlaps}}</select>
    </div>
    <button class="button quiet" type="submit">[[app.secret.new]]</button>
  </form>
  <p class="soft small">[[app.secret.hint]]</p>
  {{/isPublic}}
</section>
{{/isKeyed}}
<section class="card">
  <h2>[[app.authorize]]</h2>
  <p>[[app.authorize.text]]</p>
  <div class="secret"><code id="authorize-url">{{authorizeURL}}</code><button class="copy" type="button" data-copy="authorize-url" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p><a href="/docs">[[nav.docs]]</a></p>
</section>
<section class="card danger-zone">
  <h2>[[app.delete.title]]</h2>
  <p>[[app.delete.text]]</p>
  <details class="more" name="more">
    <summary class="danger-text">[[app.delete.more]]</summary>
    <div class="more-box"><form method="post" action="{{deleteAction}}">{{>csrf}}<p>[[app.delete.sure]]</p><button class="button danger" type="submit">[[app.delete.button]]</button></form></div>
  </details>
</section>

"""#,
        "developer-apps": #"""
<header class="page-head">
  <h1>[[dev_apps.title]]</h1>
  <a class="button" href="/developers/apps/new">[[dev_apps.create]]</a>
</header>
{{#hasApps}}
{{#isLong}}<p class="field live-filter" hidden><label for="filter">[[dev_apps.filter]]</label><input id="filter" type="search" data-filter="apps"></p>{{/isLong}}
<div class="card table-card">
  <table class="table">
    <caption class="visually-hidden">[[dev_apps.title]]</caption>
    <thead><tr><th scope="col">[[dev_apps.name]]</th><th scope="col">[[dev_apps.id]]</th><th scope="col">[[dev_apps.portals]]</th><th scope="col">[[customers.created]]</th></tr></thead>
    <tbody id="apps">
    {{#apps}}
      <tr>
        <th scope="row"><a class="row-link" href="{{.href}}">{{.name}}</a><br><span class="soft small">{{.kind}}</span></th>
        <td data-label="[[dev_apps.id]]"><code>{{.id}}</code></td>
        <td data-label="[[dev_apps.portals]]" class="number">{{.portalCount}}</td>
        <td data-label="[[customers.created]]" class="nowrap">{{#.created}}{{>time}}{{/.created}}</td>
      </tr>
    {{/apps}}
    </tbody>
  </table>
</div>
{{/hasApps}}
{{^hasApps}}
<div class="card empty">
  <h2>[[dev_apps.empty]]</h2>
  <p>[[dev_apps.empty.text]]</p>
  <p class="actions"><a class="button" href="/developers/apps/new">[[dev_apps.create]]</a></p>
</div>
{{/hasApps}}

"""#,
        "developer-register": #"""
<div class="narrow">
  <div class="card">
    <h1>[[register.title]]</h1>
    <p>[[register.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="/developers/register">
      {{>csrf}}
      {{#returnTicket}}<input type="hidden" name="return" value="{{.}}">{{/returnTicket}}
      <div class="field">
        <label for="name">[[register.name]]</label>
        <p class="hint" id="name-hint">[[register.name.hint]]</p>
        <input id="name" name="name" autocomplete="organization" required maxlength="100" value="{{name.value}}"{{#name.error}} aria-invalid="true"{{/name.error}} aria-describedby="name-hint{{#name.error}} name-error{{/name.error}}">
        {{#name.error}}<p class="field-error" id="name-error">{{.}}</p>{{/name.error}}
      </div>
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="255" value="{{email.value}}"{{#email.error}} aria-invalid="true" aria-describedby="email-error"{{/email.error}}>
        {{#email.error}}<p class="field-error" id="email-error">{{.}}</p>{{/email.error}}
      </div>
      <div class="field">
        <label for="password">[[field.new_password]]</label>
        <p class="hint" id="password-hint">[[field.new_password.hint]]</p>
        <input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"{{#passwordError}} aria-invalid="true"{{/passwordError}} aria-describedby="password-hint{{#passwordError}} password-error{{/passwordError}}">
        {{#passwordError}}<p class="field-error" id="password-error">{{.}}</p>{{/passwordError}}
      </div>
      <p class="actions"><button class="button wide" type="submit">[[register.button]]</button></p>
    </form>
  </div>
  <p class="center">[[register.have]] <a href="/developers/sign-in">[[sign_in.button]]</a></p>
</div>

"""#,
        "device-code": #"""
<div class="narrow">
  <div class="card">
    <h1>[[device.title]]</h1>
    <p>[[device.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <div class="field">
        <label for="user_code">[[device.code]]</label>
        <input id="user_code" name="user_code" class="code-input" required maxlength="20" placeholder="XXXX-XXXX" autocomplete="off" autocapitalize="characters" spellcheck="false" value="{{code.value}}"{{#code.error}} aria-invalid="true"{{/code.error}} aria-describedby="user_code-hint{{#code.error}} user_code-error{{/code.error}}">
        <p class="hint" id="user_code-hint">[[device.code.hint]]</p>
        {{#code.error}}<p class="field-error" id="user_code-error">{{.}}</p>{{/code.error}}
      </div>
      <p class="actions"><button class="button wide" type="submit">[[device.continue]]</button></p>
    </form>
  </div>
</div>

"""#,
        "documentation": #"""
<div class="docs-bar">
  <form class="docs-search" method="get" action="{{searchAction}}" role="search">
    <label class="visually-hidden" for="docs-question">[[docs.search.label]]</label>
    <input id="docs-question" name="q" type="search" maxlength="100" autocomplete="off" placeholder="[[docs.search.label]]" value="{{question}}">
    <button class="button quiet" type="submit">[[docs.search.button]]</button>
  </form>
  <a class="button" href="{{developersHref}}">[[docs.developers]]</a>
</div>
<article class="doc">
  <header class="page-head"><h1>{{title}}</h1></header>
  <!--page-->
</article>

"""#,
        "door-mark": #"""
<svg class="door-mark" viewBox="0 0 24 32" width="24" height="32" aria-hidden="true" focusable="false"><path class="door-frame" d="M2 31V12a10 10 0 0 1 20 0v19"/><path class="door-leaf" d="M6 31V13h12v18z"/><path class="door-light" d="M6.6 10.5a5.6 5.6 0 0 1 10.8 0z"/><circle class="door-knob" cx="15.2" cy="22" r="1.3"/></svg>

"""#,
        "edit-api-key": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/manage/settings/api-keys">[[keys.title]]</a></nav>
<header class="page-head"><h1>[[edit_key.title]]</h1></header>
<p class="intro"><code>{{shown}}</code> · [[edit_key.intro]]</p>
{{#form}}{{>problems}}{{/form}}
<form class="form card" method="post" action="{{action}}">
  {{>csrf}}
  <input type="hidden" name="revision" value="{{revision}}">
  {{#again}}
  <div class="warning" id="widening" role="alert">
    <p>[[edit_key.widening]]</p>
    <ul>{{#widening}}<li>{{.}}</li>{{/widening}}</ul>
    {{>reauthentication}}
    <p class="actions"><button class="button" type="submit">[[edit_key.confirm]]</button></p>
  </div>
  {{/again}}
  {{#form}}{{>api-key-fields}}{{/form}}
  <p class="actions"><a class="button quiet" href="/manage/settings/api-keys">[[confirm.cancel]]</a> <button class="button" type="submit">[[edit_key.save]]</button></p>
</form>

"""#,
        "edit-app": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{appName}}</a></nav>
<header class="page-head"><h1>[[edit_app.title]]</h1></header>
<p class="intro">[[edit_app.text]]</p>
{{#form}}{{>problems}}{{/form}}
<form class="form card" method="post" action="{{action}}">
  {{>csrf}}
  {{#form}}{{>app-form}}{{/form}}
  <p class="actions"><a class="button quiet" href="{{appHref}}">[[confirm.cancel]]</a> <button class="button" type="submit">[[edit_app.save]]</button></p>
</form>

"""#,
        "entity-details": #"""
<section class="card">
  <dl class="details">
    {{#details}}<div><dt>{{.label}}</dt><dd>{{>detail-value}}</dd></div>{{/details}}
    {{#created}}<div><dt>[[customers.created]]</dt><dd>{{>time}}</dd></div>{{/created}}
    <div><dt>[[customer.id]]</dt><dd><span class="copyable"><code id="entity-id">{{id}}</code><button class="copy" type="button" data-copy="entity-id" data-done="[[copy.done]]" hidden>[[copy]]</button></span></dd></div>
  </dl>
</section>

"""#,
        "entity-table": #"""
<table class="table">
  <caption class="visually-hidden">{{.caption}}</caption>
  <thead><tr>{{#.columns}}<th scope="col"{{#.isNumber}} class="number"{{/.isNumber}}>{{.label}}</th>{{/.columns}}</tr></thead>
  <tbody>
  {{#.rows}}
    <tr>
      <th scope="row">{{#.href}}<a class="row-link" href="{{.}}">{{/.href}}{{.title}}{{#.href}}</a>{{/.href}}</th>
      {{#.cells}}<td data-label="{{.label}}"{{#.isNumber}} class="number"{{/.isNumber}}{{#.breaks}} class="break"{{/.breaks}}>{{#.time}}{{>time}}{{/.time}}{{#.badge}}{{>badge}}{{/.badge}}{{#.href}}<a href="{{.}}">{{/.href}}{{#.text}}{{.}}{{/.text}}{{#.href}}</a>{{/.href}}</td>{{/.cells}}
    </tr>
  {{/.rows}}
  </tbody>
</table>

"""#,
        "file-request": #"""
<header class="page-head"><h1>[[file_request.title]]</h1></header>
{{#description}}<p class="intro preserved">{{.}}</p>{{/description}}
{{#isComplete}}<div class="notice" role="status">[[file_request.complete]]</div>{{/isComplete}}
{{#files}}
<section class="card">
  <h2>{{.name}}{{#.isRequired}} <span class="badge">[[file_requests.required]]</span>{{/.isRequired}}</h2>
  {{#.description}}<p class="preserved">{{.}}</p>{{/.description}}
  {{#.isReceived}}
  <p class="soft">[[file_request.received]]</p>
  {{#.error}}<p class="field-error" role="alert">{{.}}</p>{{/.error}}
  {{/.isReceived}}
  {{^.isReceived}}
  <form class="form" method="post" action="{{.action}}" enctype="multipart/form-data">
    {{>csrf}}
    <div class="field">
      <label for="{{.id}}">[[file_request.file]]</label>
      <p class="hint" id="{{.id}}-hint">{{.limit}}</p>
      <input id="{{.id}}" name="file" type="file" required{{#.error}} aria-invalid="true"{{/.error}} aria-describedby="{{.id}}-hint{{#.error}} {{.id}}-error{{/.error}}">
      {{#.error}}<p class="field-error" id="{{.id}}-error">{{.}}</p>{{/.error}}
    </div>
    <p class="actions"><button class="button" type="submit">[[file_request.send]]</button></p>
  </form>
  {{/.isReceived}}
</section>
{{/files}}

"""#,
        "forgot-password": #"""
<div class="narrow">
  <div class="card">
    <h1>[[forgot.title]]</h1>
    <p>[[forgot.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="255" value="{{email.value}}"{{#email.error}} aria-invalid="true" aria-describedby="email-error"{{/email.error}}>
        {{#email.error}}<p class="field-error" id="email-error">{{.}}</p>{{/email.error}}
      </div>
      <p class="actions"><button class="button wide" type="submit">[[forgot.button]]</button></p>
      <p class="center"><a href="{{signInHref}}">[[forgot.back]]</a></p>
    </form>
  </div>
</div>

"""#,
        "form": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{crumb.href}}">{{crumb.label}}</a></nav>
<header class="page-head"><h1>{{title}}</h1></header>
{{#intro}}<p class="intro">{{.}}</p>{{/intro}}
{{>problems}}
<form class="form card" method="post" action="{{action}}"{{#isUpload}} enctype="multipart/form-data"{{/isUpload}}>
  {{>csrf}}{{#hidden}}<input type="hidden" name="{{.name}}" value="{{.value}}">{{/hidden}}
  {{! Enter presses the first button, which shall not be the one for more lines. }}
  {{#more}}<button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{{send}}</button>{{/more}}
  {{#fields}}{{>input}}{{/fields}}
  {{#groups}}
  <fieldset class="field-row">
    <legend>{{.legend}}</legend>
    {{#.fields}}{{>input}}{{/.fields}}
  </fieldset>
  {{/groups}}
  {{#more}}<p><button class="button quiet small-button" type="submit" name="more" value="1" formnovalidate>{{.}}</button></p>{{/more}}
  <p class="actions"><a class="button quiet" href="{{crumb.href}}">[[confirm.cancel]]</a> <button class="button" type="submit">{{send}}</button></p>
</form>

"""#,
        "input": #"""
{{#.isBox}}
<label class="choice"><input id="{{.id}}" name="{{.name}}" type="checkbox" value="1"{{#.isChecked}} checked{{/.isChecked}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>
{{/.isBox}}
{{^.isBox}}
<div class="field">
  <label for="{{.id}}">{{.label}}{{#.isOptional}} <span class="soft">[[form.optional]]</span>{{/.isOptional}}</label>
  {{#.hint}}<p class="hint" id="{{id}}-hint">{{.}}</p>{{/.hint}}
  {{#.isSelect}}<select id="{{.id}}" name="{{.name}}"{{#.error}} aria-invalid="true"{{/.error}}{{#.describedBy}} aria-describedby="{{.}}"{{/.describedBy}}>{{#.options}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/.options}}</select>{{/.isSelect}}
  {{#.isArea}}<textarea id="{{.id}}" name="{{.name}}" rows="4"{{#.limit}} maxlength="{{.}}"{{/.limit}}{{#.isRequired}} required{{/.isRequired}}{{#.error}} aria-invalid="true"{{/.error}}{{#.describedBy}} aria-describedby="{{.}}"{{/.describedBy}}>{{.value}}</textarea>{{/.isArea}}
  {{^.isSelect}}{{^.isArea}}<input id="{{.id}}" name="{{.name}}" type="{{.type}}"{{#.limit}} maxlength="{{.}}"{{/.limit}} value="{{.value}}"{{#.isRequired}} required{{/.isRequired}}{{#.error}} aria-invalid="true"{{/.error}}{{#.describedBy}} aria-describedby="{{.}}"{{/.describedBy}}>{{/.isArea}}{{/.isSelect}}
  {{#.error}}<p class="field-error" id="{{id}}-error">{{.}}</p>{{/.error}}
</div>
{{/.isBox}}

"""#,
        "invitation": #"""
<div class="narrow">
  <div class="card">
    <h1>[[invitation.title]]</h1>
    <p>[[invitation.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="/manage/invitation">
      {{>csrf}}
      <input type="hidden" name="token" value="{{token}}">
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" type="email" autocomplete="username" value="{{email}}" readonly>
      </div>
      <div class="field">
        <label for="password">[[field.new_password]]</label>
        <p class="hint" id="password-hint">[[field.new_password.hint]]</p>
        <input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"{{#passwordError}} aria-invalid="true"{{/passwordError}} aria-describedby="password-hint{{#passwordError}} password-error{{/passwordError}}">
        {{#passwordError}}<p class="field-error" id="password-error">{{.}}</p>{{/passwordError}}
      </div>
      <p class="actions"><button class="button wide" type="submit">[[invitation.button]]</button></p>
    </form>
  </div>
</div>

"""#,
        "languages": #"""
<p class="languages">{{#frame.languages}}<a href="{{.href}}" lang="{{.code}}" hreflang="{{.code}}">{{.name}}</a> {{/frame.languages}}</p>

"""#,
        "layout": #"""
<!doctype html>
<html lang="{{frame.language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{frame.title}} · Voordeur</title>
<link rel="icon" type="image/svg+xml" href="{{frame.icon}}">
<link rel="stylesheet" href="{{frame.css}}">
<script src="{{frame.script}}" defer></script>
</head>
<body class="{{frame.bodyClass}}">
<a class="skip" href="#main">[[layout.skip]]</a>
{{#frame.hasNavigation}}
<details class="topbar">
  <summary><span class="topbar-brand">{{>door-mark}}<span>{{>place}}</span></span><span class="topbar-menu">[[layout.menu]]</span></summary>
  {{>navigation}}
</details>
<aside class="side">
  <a class="brand" href="{{frame.homeHref}}">{{>door-mark}}<span>Voordeur</span></a>
  <p class="side-place">{{>place}}</p>
  {{>navigation}}
</aside>
{{/frame.hasNavigation}}
{{^frame.hasNavigation}}
<header class="masthead">
  <a class="brand" href="{{frame.homeHref}}">{{>door-mark}}<span>Voordeur</span></a>
  {{#frame.isDeveloper}}<span class="masthead-area">[[area_name.developers]]</span>{{/frame.isDeveloper}}
  {{#frame.isManage}}<span class="masthead-area">[[area_name.manage]]</span>{{/frame.isManage}}
</header>
{{/frame.hasNavigation}}
<main id="main" tabindex="-1">
{{#frame.notice}}
<div class="notice{{#.isProblem}} notice-problem{{/.isProblem}}" role="status">{{.text}}</div>
{{/frame.notice}}
{{>*template}}
</main>
{{^frame.hasNavigation}}
<footer class="foot">{{>languages}}</footer>
{{/frame.hasNavigation}}
</body>
</html>

"""#,
        "letterhead": #"""
<header class="page-head"><h1>[[letterhead.title]]</h1><p class="actions"><a class="button quiet" href="/manage/settings/letterhead/sample">[[letterhead.sample]]</a></p></header>
<p class="intro">[[letterhead.intro]]</p>
{{>problems}}
<form class="form card" method="post" action="/manage/settings/letterhead">
  {{>csrf}}
  {{#fields}}
  <div class="field">
    <label for="{{.name}}">{{.label}}{{^.isRequired}} <span class="soft">[[form.optional]]</span>{{/.isRequired}}</label>
    {{#.hint}}<p class="hint" id="{{name}}-hint">{{.}}</p>{{/.hint}}
    <input id="{{.name}}" name="{{.name}}" type="{{.type}}" maxlength="{{.limit}}" autocomplete="{{.autocomplete}}" value="{{.value}}"{{#.isRequired}} required{{/.isRequired}}{{#.error}} aria-invalid="true"{{/.error}} aria-describedby="{{#.hint}}{{name}}-hint {{/.hint}}{{#.error}}{{name}}-error{{/.error}}">
    {{#.error}}<p class="field-error" id="{{name}}-error">{{.}}</p>{{/.error}}
  </div>
  {{/fields}}
  <div class="field">
    <label for="language">[[letterhead.language]]</label>
    <select id="language" name="language">{{#languages}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/languages}}</select>
  </div>
  <p class="actions"><button class="button" type="submit">[[letterhead.save]]</button></p>
</form>
<section class="card">
  <h2>[[letterhead.logo]]</h2>
  <p class="soft">{{#hasLogo}}[[letterhead.logo.present]]{{/hasLogo}}{{^hasLogo}}[[letterhead.logo.none]]{{/hasLogo}}</p>
  <form class="form" method="post" action="/manage/settings/letterhead/logo" enctype="multipart/form-data">
    {{>csrf}}
    <div class="field">
      <label for="logo">[[logo.file]]</label>
      <p class="hint" id="logo-hint">[[letterhead.logo.hint]]</p>
      <input id="logo" name="logo" type="file" required accept="image/png,image/jpeg"{{#logoError}} aria-invalid="true"{{/logoError}} aria-describedby="logo-hint{{#logoError}} logo-error{{/logoError}}">
      {{#logoError}}<p class="field-error" id="logo-error">{{.}}</p>{{/logoError}}
    </div>
    <p class="actions"><button class="button quiet" type="submit">[[logo.upload]]</button></p>
  </form>
  {{#hasLogo}}<form method="post" action="/manage/settings/letterhead/logo/remove">{{>csrf}}<p class="actions"><button class="button danger small-button" type="submit">[[logo.remove]]</button></p></form>{{/hasLogo}}
</section>

"""#,
        "list": #"""
<header class="page-head"><h1>{{title}}</h1>{{#hasLinks}}<p class="actions">{{#links}}<a class="button quiet" href="{{.href}}">{{.label}}</a>{{/links}}{{#new}}<a class="button" href="{{.href}}">{{.label}}</a>{{/new}}</p>{{/hasLinks}}</header>
{{#intro}}<p class="intro">{{.}}</p>{{/intro}}
{{#filter}}
<form class="filter" method="get" action="{{.action}}" role="search">
  {{#.fields}}{{>input}}{{/.fields}}
  <span class="filter-buttons"><button class="button quiet" type="submit">[[list.filter]]</button>{{#.isActive}}<a class="filter-clear" href="{{.action}}">[[customers.search.clear]]</a>{{/.isActive}}</span>
</form>
{{/filter}}
{{#table}}
{{#.hasRows}}<div class="card table-card">{{>entity-table}}</div>{{/.hasRows}}
{{/table}}
{{^hasRows}}<div class="card empty"><h2>{{emptyTitle}}</h2><p>{{emptyText}}</p>{{#new}}<p class="actions"><a class="button quiet" href="{{.href}}">{{.label}}</a></p>{{/new}}</div>{{/hasRows}}
{{>pager}}
{{#forms}}<section class="card">{{>action}}</section>{{/forms}}

"""#,
        "mailed-link": #"""
<div class="narrow">
  <div class="card message">
    <h1>{{heading}}</h1>
    <p>{{text}}</p>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <input type="hidden" name="token" value="{{token}}">
      {{#password}}
      <div class="field">
        <label for="password">[[field.password]]</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024"{{#password.error}} aria-invalid="true" aria-describedby="password-error"{{/password.error}}>
        {{#password.error}}<p class="field-error" id="password-error">{{.}}</p>{{/password.error}}
      </div>
      {{/password}}
      <p class="actions"><button class="button wide" type="submit">{{button}}</button></p>
    </form>
  </div>
</div>

"""#,
        "manage-home": #"""
<header class="page-head"><h1>{{portalName}}</h1></header>
<div class="tiles">
  <a class="card tile" href="/manage/customers"><span class="tile-number">{{customerCount}}</span> <span class="tile-label">[[home.customers]]</span></a>
  {{#canManageAccess}}
  <a class="card tile" href="/manage/settings/api-keys"><span class="tile-number">{{keyCount}}</span> <span class="tile-label">[[home.keys]]</span></a>
  <a class="card tile" href="/manage/settings/apps"><span class="tile-number">{{appCount}}</span> <span class="tile-label">[[home.apps]]</span></a>
  {{/canManageAccess}}
</div>
<section class="card">{{#chart}}{{>chart}}{{/chart}}</section>
{{#canManageAccess}}
<section class="card">
  <div class="card-head"><h2>[[home.events]]</h2><a href="/manage/settings/audit">[[home.events.all]]</a></div>
  <ol class="timeline">
    {{#events}}<li><span class="timeline-time">{{#.time}}{{>time}}{{/.time}}</span> <span><strong>{{.actor}}</strong> {{.text}}</span></li>{{/events}}
    {{^events}}<li class="soft">[[home.events.none]]</li>{{/events}}
  </ol>
</section>
{{/canManageAccess}}

"""#,
        "message": #"""
<div class="narrow">
  <div class="card message{{#isProblem}} message-problem{{/isProblem}}">
    <h1>{{heading}}</h1>
    <p>{{text}}</p>
    {{#link}}<p class="actions"><a class="button" href="{{.href}}">{{.label}}</a></p>{{/link}}
    {{#requestID}}<p class="soft small">[[message.request_id]] <code>{{.}}</code></p>{{/requestID}}
  </div>
</div>

"""#,
        "navigation": #"""
<nav class="navigation" aria-label="[[layout.navigation]]">
  <ul>
  {{#frame.navigation}}
    {{#.heading}}<li class="navigation-heading">{{.}}</li>{{/.heading}}
    <li><a href="{{.href}}"{{#.isCurrent}} aria-current="page"{{/.isCurrent}}>{{.label}}</a></li>
  {{/frame.navigation}}
  </ul>
  <div class="navigation-foot">
    {{#frame.signedInAs}}
    <p class="soft">[[layout.signed_in]]<br><strong>{{.local}}<wbr>{{.domain}}</strong></p>
    <p><a href="{{frame.accountHref}}">[[account.title]]</a></p>
    <form method="post" action="{{frame.signOutAction}}">{{>csrf}}<button class="link" type="submit">[[layout.sign_out]]</button></form>
    {{/frame.signedInAs}}
    {{>languages}}
  </div>
</nav>

"""#,
        "new-api-key": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/manage/settings/api-keys">[[keys.title]]</a></nav>
<header class="page-head"><h1>[[new_key.title]]</h1></header>
{{#form}}{{>problems}}{{/form}}
<form class="form card" method="post" action="/manage/settings/api-keys">
  {{>csrf}}
  {{#form}}{{>api-key-fields}}{{/form}}
  <p class="actions"><a class="button quiet" href="/manage/settings/api-keys">[[confirm.cancel]]</a> <button class="button" type="submit">[[keys.create]]</button></p>
</form>

"""#,
        "new-app": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a></nav>
<header class="page-head"><h1>[[new_app.title]]</h1></header>
{{#form}}{{>problems}}{{/form}}
<form class="form card" method="post" action="/developers/apps">
  {{>csrf}}
  {{#form}}{{>app-form}}{{/form}}
  <p class="actions"><a class="button quiet" href="/developers/apps">[[confirm.cancel]]</a> <button class="button" type="submit">[[dev_apps.create]]</button></p>
</form>

"""#,
        "new-person": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/manage/settings/people">[[people.title]]</a></nav>
<header class="page-head"><h1>[[people.invite]]</h1></header>
<p class="intro">[[people.invite.text]]</p>
{{>problems}}
<form class="form card narrow-form" method="post" action="/manage/settings/people">
  {{>csrf}}
  <div class="field">
    <label for="email">[[field.email]]</label>
    <input id="email" name="email" type="email" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="255" value="{{email.value}}"{{#email.error}} aria-invalid="true" aria-describedby="email-error"{{/email.error}}>
    {{#email.error}}<p class="field-error" id="email-error">{{.}}</p>{{/email.error}}
  </div>
  <fieldset class="choices" id="roles"{{#roleError}} aria-describedby="roles-error"{{/roleError}}>
    <legend>[[people.role]]</legend>
    {{#roleError}}<p class="field-error" id="roles-error">{{.}}</p>{{/roleError}}
    {{#roles}}
    <label class="choice"><input type="radio" name="role" value="{{.value}}" required{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>
    {{/roles}}
  </fieldset>
  <p class="actions"><button class="button" type="submit">[[people.invite.button]]</button></p>
</form>

"""#,
        "new-webhook": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/manage/settings/webhooks">[[webhooks.title]]</a></nav>
<header class="page-head"><h1>[[webhooks.new]]</h1></header>
{{>problems}}
<form class="form card" method="post" action="/manage/settings/webhooks">
  {{>csrf}}
  <div class="field">
    <label for="type">[[webhooks.type]]</label>
    <p class="hint" id="type-hint">[[webhooks.type.hint]]</p>
    <select id="type" name="type" required{{#typeError}} aria-invalid="true"{{/typeError}} aria-describedby="type-hint{{#typeError}} type-error{{/typeError}}">{{#types}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/types}}</select>
    {{#typeError}}<p class="field-error" id="type-error">{{.}}</p>{{/typeError}}
  </div>
  <div class="field">
    <label for="url">[[webhooks.url]]</label>
    <p class="hint" id="url-hint">[[webhooks.url.hint]]</p>
    <input id="url" name="url" type="url" class="mono" inputmode="url" autocapitalize="none" spellcheck="false" required maxlength="2048" placeholder="https://" value="{{url.value}}"{{#url.error}} aria-invalid="true"{{/url.error}} aria-describedby="url-hint{{#url.error}} url-error{{/url.error}}">
    {{#url.error}}<p class="field-error" id="url-error">{{.}}</p>{{/url.error}}
  </div>
  <div class="field">
    <label for="api_version">[[new_key.version]]</label>
    <p class="hint" id="api_version-hint">[[webhooks.version.hint]]</p>
    <select id="api_version" name="api_version" aria-describedby="api_version-hint">{{#versions}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/versions}}</select>
  </div>
  <label class="choice"><input type="checkbox" name="sends_secret" value="1"{{#sendsSecret}} checked{{/sendsSecret}}> <span class="choice-text"><b>[[webhooks.sends_secret]]</b> <span class="soft">[[webhooks.sends_secret.hint]]</span></span></label>
  <p class="actions"><a class="button quiet" href="/manage/settings/webhooks">[[confirm.cancel]]</a> <button class="button" type="submit">[[webhooks.create]]</button></p>
</form>

"""#,
        "overlaps": #"""
<option value="0">[[overlap.0]]</option><option value="3600">[[overlap.3600]]</option><option value="86400" selected>[[overlap.86400]]</option><option value="604800">[[overlap.604800]]</option>

"""#,
        "pager": #"""
{{#pager.hasLinks}}
<nav class="pager" aria-label="[[pager.label]]">
  {{#pager.previousHref}}<a class="button quiet" rel="prev" href="{{.}}">[[pager.previous]]</a>{{/pager.previousHref}}
  {{#pager.nextHref}}<a class="button quiet" rel="next" href="{{.}}">[[pager.next]]</a>{{/pager.nextHref}}
</nav>
{{/pager.hasLinks}}

"""#,
        "pay": #"""
<div class="narrow">
  <div class="card pay">
    <p class="soft">{{payee}}</p>
    <h1>{{description}}</h1>
    <p class="pay-amount">{{amount}}</p>
    {{#badge}}<p>{{>badge}}</p>{{/badge}}
    <p role="status">{{text}}</p>
    {{#action}}<form class="form" method="post" action="{{.action}}"><p class="actions"><button class="button wide" type="submit">{{.label}}</button></p></form>{{/action}}
    {{#link}}<p class="actions"><a class="button quiet wide" href="{{.href}}">{{.label}}</a></p>{{/link}}
    {{#note}}<p class="soft small">{{.}}</p>{{/note}}
  </div>
</div>

"""#,
        "payment-settings": #"""
<header class="page-head"><h1>[[payment_settings.title]]</h1></header>
<p class="intro">[[payment_settings.intro]]</p>
{{>problems}}
<form class="form card" method="post" action="/manage/settings/payments">
  {{>csrf}}
  <fieldset class="choices" id="integration">
    <legend>[[payment_settings.integration]]</legend>
    {{#integrations}}<label class="choice"><input type="radio" name="integration" value="{{.value}}"{{#.isSelected}} checked{{/.isSelected}}><span class="choice-text"><b>{{.label}}</b>{{#.hint}}<span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/integrations}}
    {{#integrationError}}<p class="field-error" id="integration-error">{{.}}</p>{{/integrationError}}
  </fieldset>
  <div class="field">
    <label for="mollie_key">[[payment_settings.key]] <span class="soft">[[form.optional]]</span></label>
    <p class="hint" id="mollie_key-hint">{{keyHint}}</p>
    <input id="mollie_key" name="mollie_key" type="password" class="mono" autocomplete="off" spellcheck="false" maxlength="100"{{#keyError}} aria-invalid="true"{{/keyError}} aria-describedby="mollie_key-hint{{#keyError}} mollie_key-error{{/keyError}}">
    {{#keyError}}<p class="field-error" id="mollie_key-error">{{.}}</p>{{/keyError}}
  </div>
  {{#hasKey}}<label class="choice"><input type="checkbox" name="forget_key" value="on"><span class="choice-text"><b>[[payment_settings.key.forget]]</b><span class="soft">[[payment_settings.key.forget.hint]]</span></span></label>{{/hasKey}}
  <label class="choice"><input type="checkbox" name="first_payment" value="on"{{#chargesFirstTerm}} checked{{/chargesFirstTerm}}><span class="choice-text"><b>[[payment_settings.first]]</b><span class="soft">[[payment_settings.first.hint]]</span></span></label>
  <label class="choice"><input type="checkbox" name="mail_invoices" value="on"{{#mailsInvoices}} checked{{/mailsInvoices}}><span class="choice-text"><b>[[payment_settings.mail]]</b><span class="soft">[[payment_settings.mail.hint]]</span></span></label>
  <p class="actions"><button class="button" type="submit">[[portal_settings.save]]</button></p>
</form>

"""#,
        "people": #"""
<header class="page-head">
  <h1>[[people.title]]</h1>
  <a class="button" href="/manage/settings/people/new">[[people.invite]]</a>
</header>
<p class="intro">[[people.intro]]</p>
<div class="card table-card">
  <table class="table">
    <caption class="visually-hidden">[[people.title]]</caption>
    <thead><tr><th scope="col">[[people.person]]</th><th scope="col">[[people.role]]</th><th scope="col">[[people.since]]</th><th scope="col"><span class="visually-hidden">[[table.actions]]</span></th></tr></thead>
    <tbody>
    {{#people}}
      <tr>
        <th scope="row">{{.name}}{{#.isYou}} <span class="badge">[[people.you]]</span>{{/.isYou}}<br><span class="soft break">{{.email}}</span></th>
        <td data-label="[[people.role]]">{{.role}}{{#.isPending}} <span class="badge warn">[[people.pending]]</span>{{/.isPending}}{{#.hasSecondFactor}} <span class="badge good">[[people.second_factor]]</span>{{/.hasSecondFactor}}</td>
        <td data-label="[[people.since]]">{{#.since}}{{>time}}{{/.since}}</td>
        <td class="row-actions">
          {{#.isManaged}}
          <details class="more" name="more">
            <summary>[[table.more]]<span class="visually-hidden"> {{.email}}</span></summary>
            <div class="more-box">
              {{#.isPending}}
              <form method="post" action="{{.invitationAction}}">
                {{>csrf}}
                <button class="button quiet small-button" type="submit">[[people.resend]]</button>
              </form>
              {{/.isPending}}
              <form method="post" action="{{.roleAction}}">
                {{>csrf}}
                <label>[[people.role]] <select name="role">{{#.roles}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/.roles}}</select></label>
                <button class="button quiet small-button" type="submit">[[people.change_role]]</button>
              </form>
              <form method="post" action="{{.removeAction}}">
                {{>csrf}}
                <p>{{#.isPending}}[[people.withdraw.text]]{{/.isPending}}{{^.isPending}}[[people.remove.text]]{{/.isPending}}</p>
                <button class="button danger small-button" type="submit">{{#.isPending}}[[people.withdraw]]{{/.isPending}}{{^.isPending}}[[people.remove]]{{/.isPending}}</button>
              </form>
            </div>
          </details>
          {{/.isManaged}}
        </td>
      </tr>
    {{/people}}
    </tbody>
  </table>
</div>

"""#,
        "place": #"""
{{#frame.portalName}}{{.}}{{/frame.portalName}}{{^frame.portalName}}{{#frame.isDeveloper}}[[area_name.developers]]{{/frame.isDeveloper}}{{#frame.isManage}}[[area_name.manage]]{{/frame.isManage}}{{/frame.portalName}}

"""#,
        "portal-features": #"""
<header class="page-head"><h1>[[features.title]]</h1></header>
<p class="intro">[[features.intro]]</p>
<form class="form card" method="post" action="/manage/settings/features">
  {{>csrf}}
  <fieldset class="choices">
    <legend>[[features.legend]]</legend>
    {{#features}}<label class="choice"><input type="checkbox" name="on" value="{{.value}}"{{#.isSelected}} checked{{/.isSelected}}> <span class="choice-text"><b>{{.label}}</b>{{#.hint}} <span class="soft">{{.}}</span>{{/.hint}}</span></label>{{/features}}
  </fieldset>
  <p class="actions"><button class="button" type="submit">[[portal_settings.save]]</button></p>
</form>

"""#,
        "portal-settings": #"""
<header class="page-head"><h1>[[portal_settings.title]]</h1></header>
{{>problems}}
<form class="form card" method="post" action="/manage/settings/portal">
  {{>csrf}}
  <div class="field">
    <label for="name">[[portal_settings.name]]</label>
    <p class="hint" id="name-hint">[[portal_settings.name.hint]]</p>
    <input id="name" name="name" required maxlength="100" value="{{name.value}}"{{#name.error}} aria-invalid="true"{{/name.error}} aria-describedby="name-hint{{#name.error}} name-error{{/name.error}}">
    {{#name.error}}<p class="field-error" id="name-error">{{.}}</p>{{/name.error}}
  </div>
  <div class="field">
    <label for="slug">[[portal_settings.slug]]</label>
    <p class="hint" id="slug-hint">[[portal_settings.slug.hint]]</p>
    <input id="slug" class="mono" value="{{slug}}" readonly aria-describedby="slug-hint">
  </div>
  <div class="field">
    <label for="time_zone">[[portal_settings.time_zone]]</label>
    <p class="hint" id="time_zone-hint">[[portal_settings.time_zone.hint]]</p>
    <select id="time_zone" name="time_zone"{{#timeZoneError}} aria-invalid="true"{{/timeZoneError}} aria-describedby="time_zone-hint{{#timeZoneError}} time_zone-error{{/timeZoneError}}">{{#zones}}<option value="{{.value}}"{{#.isSelected}} selected{{/.isSelected}}>{{.label}}</option>{{/zones}}</select>
    {{#timeZoneError}}<p class="field-error" id="time_zone-error">{{.}}</p>{{/timeZoneError}}
  </div>
  <div class="field">
    <label for="key_days">[[portal_settings.key_days]] <span class="soft">[[form.optional]]</span></label>
    <p class="hint" id="key_days-hint">[[portal_settings.key_days.hint]]</p>
    <input id="key_days" name="key_days" type="number" inputmode="numeric" min="1" max="{{keyDaysMaximum}}" value="{{keyDays.value}}"{{#keyDays.error}} aria-invalid="true"{{/keyDays.error}} aria-describedby="key_days-hint{{#keyDays.error}} key_days-error{{/keyDays.error}}">
    {{#keyDays.error}}<p class="field-error" id="key_days-error">{{.}}</p>{{/keyDays.error}}
  </div>
  <p class="actions"><button class="button" type="submit">[[portal_settings.save]]</button></p>
</form>

"""#,
        "problems": #"""
{{#problems}}
<div class="problems" role="alert" tabindex="-1" id="problems">
  <h2>[[form.problems]]</h2>
  <ul>{{#.items}}<li>{{#.href}}<a href="{{.}}">{{/.href}}{{.text}}{{#.href}}</a>{{/.href}}</li>{{/.items}}</ul>
</div>
{{/problems}}

"""#,
        "reauthentication": #"""
<div class="field">
  <label for="current_password">[[field.current_password]]</label>
  <input id="current_password" name="current_password" type="password" autocomplete="current-password" required maxlength="1024"{{#.passwordError}} aria-invalid="true" aria-describedby="current-password-error"{{/.passwordError}}>
  {{#.passwordError}}<p class="field-error" id="current-password-error">{{.}}</p>{{/.passwordError}}
</div>
{{#.asksForCode}}
<div class="field">
  <label for="code">[[field.code]]</label>
  <p class="hint" id="code-hint">[[second_factor.hint]]</p>
  <input id="code" name="code" class="code-input" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="32"{{#.codeError}} aria-invalid="true"{{/.codeError}} aria-describedby="code-hint{{#.codeError}} code-error{{/.codeError}}">
  {{#.codeError}}<p class="field-error" id="code-error">{{.}}</p>{{/.codeError}}
</div>
{{/.asksForCode}}

"""#,
        "recovery-codes": #"""
<header class="page-head"><h1>[[recovery_codes.title]]</h1></header>
<section class="card secret-card">
  <p class="warning">[[secret.once]]</p>
  <p>[[recovery_codes.text]]</p>
  <div class="secret"><code id="recovery-codes" class="recovery-codes" data-secret="recovery-codes">{{#codes}}<span>{{.}}</span>
{{/codes}}</code><button class="copy" type="button" data-copy="recovery-codes" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p class="actions"><a class="button" href="{{doneHref}}">[[recovery_codes.saved]]</a></p>
</section>

"""#,
        "registered": #"""
<div class="narrow">
  <div class="card message">
    <h1>[[registered.confirm.title]]</h1>
    {{#hasEmail}}<p>[[registered.confirm.text]]</p>{{/hasEmail}}
    {{^hasEmail}}<p>[[registered.confirm.first]]</p>{{/hasEmail}}
    <p class="soft">[[registered.confirm.hint]]</p>
    <form class="form" method="post" action="/developers/confirm/resend">
      {{>csrf}}
      {{#hasEmail}}<input type="hidden" name="email" value="{{email}}">{{/hasEmail}}
      {{^hasEmail}}
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="255">
      </div>
      {{/hasEmail}}
      <p class="actions"><button class="button quiet" type="submit">[[registered.resend]]</button> <a class="button" href="/developers/sign-in">[[sign_in.button]]</a></p>
    </form>
  </div>
</div>

"""#,
        "required-box": #"""
<label class="check required-box"><input type="checkbox" name="required_scope" value="{{.name}}"{{#.isRequired}} checked{{/.isRequired}}> <span class="check-text">[[scope.required]]<span class="visually-hidden">: {{.name}}</span></span></label>

"""#,
        "reset-password": #"""
<div class="narrow">
  <div class="card">
    <h1>[[reset.title]]</h1>
    <p>[[reset.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <input type="hidden" name="token" value="{{token}}">
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" type="email" autocomplete="username" value="{{email}}" readonly>
      </div>
      <div class="field">
        <label for="password">[[field.other_password]]</label>
        <p class="hint" id="password-hint">[[field.new_password.hint]]</p>
        <input id="password" name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"{{#passwordError}} aria-invalid="true"{{/passwordError}} aria-describedby="password-hint{{#passwordError}} password-error{{/passwordError}}">
        {{#passwordError}}<p class="field-error" id="password-error">{{.}}</p>{{/passwordError}}
      </div>
      <p class="actions"><button class="button wide" type="submit">[[reset.button]]</button></p>
    </form>
  </div>
</div>

"""#,
        "sandbox-checkout": #"""
<div class="narrow">
  <div class="card pay">
    <p class="soft">[[sandbox.title]]</p>
    <h1>{{description}}</h1>
    <p class="pay-amount">{{amount}}</p>
    {{#badge}}<p>{{>badge}}</p>{{/badge}}
    {{#hasChoices}}
    <p>[[sandbox.text]]</p>
    <form class="form" method="post" action="{{action}}">
      <div class="sandbox-choices">{{#choices}}<button class="button{{^.isSelected}} quiet{{/.isSelected}} wide" type="submit" name="status" value="{{.value}}">{{.label}}</button>{{/choices}}</div>
    </form>
    {{/hasChoices}}
    {{^hasChoices}}<p>[[sandbox.over]]</p>{{/hasChoices}}
    <p class="actions"><a href="{{back.href}}">{{back.label}}</a></p>
    <p class="soft small">[[sandbox.note]]</p>
  </div>
</div>

"""#,
        "scope-badges": #"""
<ul class="badges">{{#.scopes}}<li class="badge scope" title="{{.text}}">{{.name}}</li>{{/.scopes}}</ul>

"""#,
        "scope-picker": #"""
<div class="picker">
  {{#areas}}
  <div class="picker-row" role="group" aria-labelledby="area-{{.name}}">
    <span class="picker-area" id="area-{{.name}}">{{.label}}</span>
    {{#.read}}<label class="check picker-box"><input type="checkbox" name="scope" value="{{.name}}" data-access="read"{{#.isChecked}} checked{{/.isChecked}}> <span class="check-text"><b>[[scope.read]]</b> {{.text}}</span></label>{{/.read}}
    {{^.read}}<span class="picker-box"></span>{{/.read}}
    {{#.write}}<label class="check picker-box"><input type="checkbox" name="scope" value="{{.name}}" data-access="write"{{#.isChecked}} checked{{/.isChecked}}> <span class="check-text"><b>[[scope.write]]</b> {{.text}}</span></label>{{/.write}}
    {{^.write}}<span class="picker-box"></span>{{/.write}}
  </div>
  {{/areas}}
</div>

"""#,
        "second-factor-set-up": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{backHref}}">[[account.second_factor]]</a></nav>
<header class="page-head"><h1>[[second_factor.set_up.title]]</h1></header>
{{>problems}}
<form class="form card narrow-form" method="post" action="{{action}}">
  {{>csrf}}
  <ol class="steps">
    <li>
      <h2>[[second_factor.scan]]</h2>
      <p class="soft">[[second_factor.scan.text]]</p>
      {{#path}}<svg class="qr-code" viewBox="0 0 {{side}} {{side}}" role="img" aria-label="[[second_factor.qr]]" shape-rendering="crispEdges"><rect class="qr-paper" width="{{side}}" height="{{side}}"/><path class="qr-ink" d="{{.}}"/></svg>{{/path}}
      <p><a href="{{uri}}">[[second_factor.open]]</a></p>
      <p class="soft">[[second_factor.type]]</p>
      <div class="secret"><code id="totp-secret" data-secret="totp-secret">{{secret}}</code><button class="copy" type="button" data-copy="totp-secret" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
    </li>
    <li>
      <h2>[[second_factor.first_code]]</h2>
      <div class="field">
        <label for="code">[[field.code]]</label>
        <input id="code" name="code" class="code-input" inputmode="numeric" autocomplete="one-time-code" required maxlength="16"{{#codeError}} aria-invalid="true" aria-describedby="code-error"{{/codeError}}>
        {{#codeError}}<p class="field-error" id="code-error">{{.}}</p>{{/codeError}}
      </div>
    </li>
  </ol>
  <p class="actions"><button class="button" type="submit">[[second_factor.confirm]]</button></p>
</form>

"""#,
        "second-factor": #"""
<div class="narrow">
  <div class="card">
    <h1>[[second_factor.title]]</h1>
    <p>[[second_factor.text]]</p>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      <input type="hidden" name="ticket" value="{{ticket}}">
      {{#returnTicket}}<input type="hidden" name="return" value="{{.}}">{{/returnTicket}}
      <div class="field">
        <label for="code">[[field.code]]</label>
        <p class="hint" id="code-hint">[[second_factor.hint]]</p>
        <input id="code" name="code" class="code-input" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="32" aria-describedby="code-hint">
      </div>
      <p class="actions"><button class="button wide" type="submit">[[second_factor.button]]</button></p>
    </form>
  </div>
</div>

"""#,
        "sign-in": #"""
<div class="narrow">
  <div class="card">
    <h1>{{#isDevelopers}}[[sign_in.developers.title]]{{/isDevelopers}}{{^isDevelopers}}[[sign_in.manage.title]]{{/isDevelopers}}</h1>
    {{>problems}}
    <form class="form" method="post" action="{{action}}">
      {{>csrf}}
      {{#returnTicket}}<input type="hidden" name="return" value="{{.}}">{{/returnTicket}}
      <div class="field">
        <label for="email">[[field.email]]</label>
        <input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="255" value="{{email.value}}"{{#email.error}} aria-invalid="true" aria-describedby="email-error"{{/email.error}}>
        {{#email.error}}<p class="field-error" id="email-error">{{.}}</p>{{/email.error}}
      </div>
      <div class="field">
        <label for="password">[[field.password]]</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
      </div>
      <p class="actions"><button class="button wide" type="submit">[[sign_in.button]]</button></p>
      {{#recoverHref}}<p class="center"><a href="{{.}}">[[sign_in.forgot]]</a></p>{{/recoverHref}}
    </form>
  </div>
  {{#isDevelopers}}<p class="center">[[sign_in.developers.new]] <a href="/developers/register">[[sign_in.developers.register]]</a></p>{{/isDevelopers}}
  {{^isDevelopers}}<p class="center soft">[[sign_in.manage.help]]</p>{{/isDevelopers}}
</div>

"""#,
        "signing": #"""
<header class="page-head"><h1>{{heading}}</h1></header>
<p class="intro">[[signing.intro]]</p>
<section class="card">
  <h2>[[signing.documents]]</h2>
  <ul class="plain-list">
  {{#documents}}
    <li><a href="{{.href}}">{{.name}}</a> <span class="soft">{{.size}}</span><br><span class="soft hash">SHA-256 {{.hash}}</span></li>
  {{/documents}}
  </ul>
</section>
<section class="card">
  <h2>[[signing.signers]]</h2>
  <ul class="plain-list">
  {{#others}}
    <li>{{.name}} {{#.signed}}<span class="badge good">[[signing.has_signed]]</span> <span class="soft">{{>time}}</span>{{/.signed}}{{^.signed}}<span class="badge">[[signing.has_not_signed]]</span>{{/.signed}}</li>
  {{/others}}
  </ul>
</section>
{{#signed}}<section class="card"><h2>[[signing.done]]</h2><p>{{>time}}</p><p class="soft hash">SHA-256 {{signatureHash}}</p></section>{{/signed}}
{{#form}}
<section class="card">
  <h2>[[signing.sign]]</h2>
  {{#.error}}<p class="field-error" role="alert">{{.}}</p>{{/.error}}
  {{#.codeAction}}
  <form class="action" method="post" action="{{.}}">{{>csrf}}<p>[[signing.code.text]]</p><button class="button quiet" type="submit">[[signing.code.send]]</button></form>
  {{/.codeAction}}
  <form class="form" method="post" action="{{.action}}" enctype="multipart/form-data">{{>csrf}}
    {{#.codeText}}<div class="field"><label for="code">{{.}}</label><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></div>{{/.codeText}}
    <div class="field" data-signature-pad hidden>
      <span class="label" id="pad-label">[[signing.draw]]</span>
      <canvas class="signature-pad" width="600" height="200" role="img" aria-labelledby="pad-label"></canvas>
      <input type="hidden" name="drawing" value="">
      <button class="button quiet" type="button" data-clear>[[signing.clear]]</button>
    </div>
    <div class="field">
      <label for="picture">[[signing.picture]]</label>
      <input id="picture" name="picture" type="file" accept="image/png">
    </div>
    <p class="actions"><button class="button" type="submit">[[signing.button]]</button></p>
  </form>
</section>
{{/form}}

"""#,
        "start": #"""
<div class="start">
  <section class="hero">
    <h1>[[start.title]]</h1>
    <p class="lead">[[start.lead]]</p>
  </section>
  <ul class="doors">
    <li class="card door door-manage">
      <h2><a href="{{manageHref}}">[[start.manage.title]]</a></h2>
      <p>[[start.manage.text]]</p>
      <p class="door-go" aria-hidden="true">[[start.manage.go]]</p>
    </li>
    <li class="card door door-developers">
      <h2><a href="{{developersHref}}">[[start.developers.title]]</a></h2>
      <p>[[start.developers.text]]</p>
      <p class="door-go" aria-hidden="true">[[start.developers.go]]</p>
    </li>
    <li class="card door door-customers">
      <h2>[[start.customers.title]]</h2>
      <p>[[start.customers.text]]</p>
    </li>
  </ul>
  <section class="build">
    <h2>[[start.build.title]]</h2>
    <p>[[start.build.text]]</p>
    <p class="actions"><a class="button" href="{{docsHref}}">[[start.build.docs]]</a> <a class="button quiet" href="{{developersHref}}">[[start.build.portal]]</a></p>
    <p class="soft">[[start.build.api]] <code>{{apiHref}}</code></p>
  </section>
</div>

"""#,
        "test-portal": #"""
<header class="page-head"><h1>[[test_portal.title]]</h1></header>
<p class="intro">[[test_portal.text]]</p>
<section class="card">
  {{#details}}
  <h2>{{.name}}</h2>
  <dl class="details">
    <div><dt>[[test_portal.slug]]</dt><dd><code>{{.slug}}</code></dd></div>
    <div><dt>[[test_portal.customers]]</dt><dd>{{.customers}}</dd></div>
  </dl>
  {{/details}}
  {{^details}}<h2>[[test_portal.new]]</h2>{{/details}}
  {{#canEnter}}
  <form method="post" action="/developers/test-portal/enter">
    {{>csrf}}
    <p class="soft">[[test_portal.enter.text]]</p>
    <p class="actions"><button class="button" type="submit">[[test_portal.enter]]</button></p>
  </form>
  {{/canEnter}}
  {{^canEnter}}<p class="soft">[[test_portal.elsewhere]]</p>{{/canEnter}}
</section>
{{#details}}
<section class="card danger-zone">
  <h2>[[test_portal.reset.title]]</h2>
  <p>[[test_portal.reset.text]]</p>
  <details class="more" name="more">
    <summary class="danger-text">[[test_portal.reset.more]]</summary>
    <div class="more-box"><form method="post" action="/developers/test-portal/reset">{{>csrf}}<p>[[test_portal.reset.sure]]</p><button class="button danger" type="submit">[[test_portal.reset]]</button></form></div>
  </details>
</section>
{{/details}}

"""#,
        "ticket": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="{{crumb.href}}">{{crumb.label}}</a></nav>
<header class="page-head"><h1>{{title}} {{#badge}}{{>badge}}{{/badge}}</h1></header>
{{>entity-details}}
{{#messages}}
<article class="card message{{#.isByCustomer}} by-customer{{/.isByCustomer}}">
  <h2 class="message-head">{{.author}}{{#.isByCustomer}} <span class="badge">[[list.customer]]</span>{{/.isByCustomer}} <span class="soft">{{#.time}}{{>time}}{{/.time}}</span></h2>
  <p class="preserved">{{.text}}</p>
  {{#.hasAttachments}}<ul class="plain-list" aria-label="[[ticket.attachments]]">{{#.attachments}}<li><a href="{{.href}}">{{.label}}</a></li>{{/.attachments}}</ul>{{/.hasAttachments}}
</article>
{{/messages}}
{{#reply}}
<section class="card">
  <h2>[[ticket.reply]]</h2>
  <form class="form" method="post" action="{{.action}}">{{>csrf}}
    <div class="field">
      <label for="message">[[ticket.message]]</label>
      <textarea id="message" name="message" rows="5" maxlength="65535" required{{#.message.error}} aria-invalid="true" aria-describedby="message-error"{{/.message.error}}>{{.message.value}}</textarea>
      {{#.message.error}}<p class="field-error" id="message-error">{{.}}</p>{{/.message.error}}
    </div>
    <p class="actions"><button class="button" type="submit">[[ticket.send]]</button></p>
  </form>
</section>
{{/reply}}
{{#hasActions}}<section class="card action-list"><h2>[[detail.actions]]</h2>{{#actions}}{{>action}}{{/actions}}</section>{{/hasActions}}

"""#,
        "time": #"""
<time datetime="{{.iso}}"{{#.title}} title="{{.}}"{{/.title}}>{{.text}}</time>

"""#,
        "trial-callback": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{appName}}</a></nav>
<header class="page-head"><h1>[[try.callback.title]]</h1></header>
<p class="intro">[[try.callback.text]]</p>
<section class="card">
  <h2><code>GET /developers/try/callback</code></h2>
  {{>trial-fields}}
</section>
{{#hasCode}}
<form class="form card" method="post" action="{{action}}" autocomplete="off">
  {{>csrf}}
  <input type="hidden" name="state" value="{{state}}">
  <input type="hidden" name="code" value="{{code}}">
  <h2>[[try.exchange.title]]</h2>
  {{#isConfidential}}
  <div class="field">
    <label for="client_secret">[[app.client_secret]]</label>
    <p class="hint" id="client_secret-hint">[[try.exchange.hint]]</p>
    <input id="client_secret" name="client_secret" type="password" autocomplete="off" required maxlength="200" spellcheck="false" aria-describedby="client_secret-hint">
  </div>
  {{/isConfidential}}
  {{^isConfidential}}<p class="soft">[[try.exchange.public]]</p>{{/isConfidential}}
  <p class="actions"><button class="button" type="submit">[[try.exchange.go]]</button></p>
</form>
{{/hasCode}}
{{^hasCode}}<p class="actions"><a class="button" href="{{againHref}}">[[try.again]]</a></p>{{/hasCode}}

"""#,
        "trial-fields": #"""
<table class="table inner-table">
  <caption class="visually-hidden">[[try.parameters]]</caption>
  <thead><tr><th scope="col">[[try.parameter]]</th><th scope="col">[[try.value]]</th><th scope="col">[[try.meaning]]</th></tr></thead>
  <tbody>{{#fields}}<tr><th scope="row"><code>{{.name}}</code></th><td data-label="[[try.value]]"><code class="break">{{.value}}</code></td><td data-label="[[try.meaning]]" class="{{#.isProblem}}danger-text{{/.isProblem}}{{^.isProblem}}soft{{/.isProblem}}">{{.text}}</td></tr>{{/fields}}</tbody>
</table>

"""#,
        "trial-request": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{appName}}</a></nav>
<header class="page-head"><h1>[[try.request.title]]</h1></header>
<p class="intro">[[try.request.text]]</p>
<section class="card">
  <h2><code>GET /oauth/authorize</code></h2>
  {{>trial-fields}}
  <div class="secret"><code id="authorize-url">{{url}}</code><button class="copy" type="button" data-copy="authorize-url" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p class="soft">[[try.request.portal]] <strong>{{portal}}</strong></p>
  <p class="actions"><a class="button" href="{{url}}">[[try.request.go]]</a></p>
</section>

"""#,
        "trial-result": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{appName}}</a></nav>
<header class="page-head"><h1>[[try.result.title]]</h1></header>
<p class="intro">{{#isComplete}}[[try.result.complete]]{{/isComplete}}{{^isComplete}}[[try.result.refused]]{{/isComplete}}</p>
{{#steps}}
<section class="card">
  <h2>{{.title}} <span class="badge {{#.isSuccess}}good{{/.isSuccess}}{{^.isSuccess}}bad{{/.isSuccess}}">{{.status}}</span></h2>
  <h3>[[try.result.request]]</h3>
  <pre class="exchange"><code>{{.request}}</code></pre>
  <h3>[[try.result.answer]]</h3>
  <pre class="exchange"><code>{{.answer}}</code></pre>
  <p class="soft small">[[message.request_id]] <code>{{.requestID}}</code></p>
</section>
{{/steps}}
<p class="actions"><a class="button quiet" href="{{appHref}}">{{appName}}</a> <a class="button" href="{{againHref}}">[[try.again]]</a></p>

"""#,
        "trial": #"""
<nav class="crumbs" aria-label="[[layout.crumbs]]"><a href="/developers/apps">[[dev_apps.title]]</a> / <a href="{{appHref}}">{{appName}}</a></nav>
<header class="page-head"><h1>[[try.title]]</h1></header>
<p class="intro">[[try.text]]</p>
{{>problems}}
{{#needsCallback}}
<form class="card" method="post" action="{{callbackAction}}">
  {{>csrf}}
  <h2>[[try.callback_missing]]</h2>
  <p>[[try.callback_missing.text]]</p>
  <p><code class="break">{{callback}}</code></p>
  <p class="actions"><button class="button" type="submit">[[try.callback_missing.add]]</button></p>
</form>
{{/needsCallback}}
{{^needsCallback}}
<form class="form card" method="post" action="{{action}}">
  {{>csrf}}
  <fieldset class="scope-list" id="scopes"{{#error}} aria-describedby="scopes-error"{{/error}}>
    <legend>[[try.scopes]]</legend>
    {{#error}}<p class="field-error" id="scopes-error">{{.}}</p>{{/error}}
    {{#scopes}}<label class="check"><input type="checkbox" name="scope" value="{{.name}}"{{#.isChecked}} checked{{/.isChecked}}> <span class="check-text"><code>{{.name}}</code>{{#.isRequired}} <span class="badge">[[scope.required]]</span>{{/.isRequired}} <span class="soft">{{.text}}</span></span></label>{{/scopes}}
  </fieldset>
  <p class="soft">[[try.session]]</p>
  <p class="actions"><a class="button quiet" href="{{appHref}}">[[confirm.cancel]]</a> <button class="button" type="submit">[[try.begin]]</button></p>
</form>
{{/needsCallback}}

"""#,
        "verified": #"""
{{#.isVerified}}<span class="badge good">✓ [[app.verified]]</span>{{/.isVerified}}{{^.isVerified}}<span class="badge warn">[[app.not_verified]]</span>{{/.isVerified}}

"""#,
        "webhook-created": #"""
<header class="page-head"><h1>[[webhooks.created]]</h1></header>
<section class="card secret-card">
  <h2>{{type}}</h2>
  <p class="soft">{{url}}</p>
  <p class="warning">[[secret.once]]</p>
  <div class="secret"><code id="signing-secret" data-secret="signing-secret">{{signingSecret}}</code><button class="copy" type="button" data-copy="signing-secret" data-done="[[copy.done]]" hidden>[[copy]]</button></div>
  <p>[[webhooks.created.text]]</p>
  <p class="actions"><a class="button" href="{{href}}">[[webhooks.created.saved]]</a></p>
</section>

"""#,
    ]
}
