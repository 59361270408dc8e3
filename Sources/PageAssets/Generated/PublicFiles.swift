// swift-format-ignore-file
// Written by scripts/embed-assets.sh from Public/. Do not edit.

/// Public files by plain name.
package enum EmbeddedPublicFiles {
    package static let all: [String: EmbeddedFile] = [
        "app.css": EmbeddedFile(servedName: "app.06328a6e.css", contentType: "text/css; charset=utf-8", text: #"""
/* Voordeur: one sheet for every page. Sections in the order of the components. */

/* Tokens */
:root {
  color-scheme: light dark;
  --paper: #faf8f4;
  --paper-deep: #f3efe7;
  --card: #ffffff;
  --ink: #1d2321;
  --ink-soft: #5a635f;
  --line: #e4dfd6;
  --line-strong: #948d80;
  --green: #1d5c46;
  --green-deep: #154634;
  --green-tint: #e8f1ec;
  --on-green: #ffffff;
  --brick: #a8431f;
  --brick-deep: #8a3416;
  --brick-tint: #faece6;
  --on-brick: #ffffff;
  --amber: #8a5a00;
  --amber-tint: #faf1dc;
  --accent: var(--green);
  --radius: 8px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a;
    --paper-deep: #101316;
    --card: #1c2024;
    --ink: #ecefed;
    --ink-soft: #a3ada8;
    --line: #30363b;
    --line-strong: #6e777d;
    --green: #6fc7a4;
    --green-deep: #8bd6b8;
    --green-tint: #1c2f28;
    --on-green: #0f1f19;
    --brick: #f0906b;
    --brick-deep: #f5a88a;
    --brick-tint: #37231b;
    --on-brick: #24100a;
    --amber: #e6b85c;
    --amber-tint: #32291a;
  }
}

/* Ground */
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  border-top: 4px solid var(--accent);
  background: var(--paper);
  color: var(--ink);
  font: 16px/1.55 var(--sans);
}
.area-developer { --accent: var(--ink); }
h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.953rem; line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 620; }
h3 { font-size: 1rem; font-weight: 620; }
p { text-wrap: pretty; }
ul, ol { list-style: none; }
fieldset { min-width: 0; border: 0; }
legend { padding: 0; }
a { color: var(--green); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
code { font: 0.875em/1.5 var(--mono); overflow-wrap: anywhere; }
small, .small { font-size: 0.875rem; }
.soft { color: var(--ink-soft); }
.center { text-align: center; }
time, .nowrap { white-space: nowrap; }
.break { overflow-wrap: anywhere; }
.mono { font-family: var(--mono); font-size: 0.875rem; }
:focus-visible { outline: 3px solid var(--green); outline-offset: 2px; border-radius: 4px; }
main:focus, .problems:focus { outline: none; }
[hidden] { display: none !important; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: 16px; top: -80px; z-index: 9; padding: 8px 16px; border-radius: var(--radius); background: var(--card); }
.skip:focus { top: 12px; }

/* Brand */
.door-mark { flex: none; display: block; width: 21px; height: 28px; }
.door-frame { fill: none; stroke: var(--green); stroke-width: 2.4; stroke-linecap: round; }
.door-leaf, .door-light { fill: var(--green); }
.door-knob { fill: var(--paper); }
.brand { display: inline-flex; align-items: center; gap: 12px; color: var(--ink); font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; text-decoration: none; }

/* Frame without navigation */
.masthead { display: flex; align-items: center; gap: 16px; max-width: 1120px; margin: 0 auto; padding: 24px; }
body:has(.narrow) .masthead { justify-content: center; }
.masthead-area { padding-left: 16px; border-left: 1px solid var(--line); color: var(--ink-soft); }
.without-navigation main { max-width: 1120px; margin: 0 auto; padding: 24px 24px 64px; }
.foot { padding: 0 24px 32px; text-align: center; }
.narrow { max-width: 448px; margin: 24px auto 0; display: grid; gap: 20px; }
.narrow h1 { font-size: 1.563rem; }
.narrow.consent { max-width: 576px; margin-top: 0; }
.languages a { font-size: 0.875rem; color: var(--ink-soft); }

/* Frame with navigation */
.side, .topbar { background: var(--paper-deep); }
.topbar { border-bottom: 1px solid var(--line); }
.topbar summary { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 16px; cursor: pointer; list-style: none; }
.topbar summary::-webkit-details-marker { display: none; }
.topbar-brand { display: flex; align-items: center; gap: 12px; min-width: 0; font-weight: 620; }
.topbar-brand > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.topbar-menu { flex: none; padding: 4px 12px; border: 1px solid var(--line-strong); border-radius: var(--radius); font-size: 0.875rem; }
.topbar-menu::after { content: " ▾"; }
.topbar[open] .topbar-menu::after { content: " ▴"; }
.topbar .navigation { padding: 0 16px 20px; }
.side { display: none; }
.side .brand { padding: 0 12px; }
.side-place { margin: 4px 0 24px; padding: 0 12px 0 45px; color: var(--ink-soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.navigation ul { display: grid; gap: 2px; }
.navigation a { text-decoration: none; }
.navigation li a { display: block; padding: 8px 12px; border-radius: var(--radius); color: var(--ink); }
.navigation li a:hover { background: var(--green-tint); }
.navigation li a[aria-current] { background: var(--green-tint); box-shadow: inset 3px 0 0 var(--accent); font-weight: 620; }
.navigation-heading { margin-top: 20px; padding: 4px 12px; color: var(--ink-soft); font-size: 0.8rem; font-weight: 620; letter-spacing: 0.04em; text-transform: uppercase; }
.navigation-foot { display: grid; gap: 10px; margin-top: 28px; padding: 20px 12px 0; border-top: 1px solid var(--line); font-size: 0.875rem; overflow-wrap: anywhere; }
.with-navigation main { padding: 24px 16px 64px; }
@media (min-width: 900px) {
  .with-navigation { display: grid; grid-template-columns: 248px minmax(0, 1fr); }
  .topbar { display: none; }
  .side { display: flex; flex-direction: column; position: sticky; top: 0; height: calc(100vh - 4px); overflow: auto; padding: 28px 16px 20px; border-right: 1px solid var(--line); }
  .side .navigation { flex: 1; display: flex; flex-direction: column; }
  .side .navigation-foot { margin-top: auto; }
  .with-navigation main { width: 100%; max-width: 1080px; padding: 36px 40px 80px; }
}

/* Page header */
.crumbs { margin-bottom: 4px; font-size: 0.875rem; }
.crumbs a:first-child::before { content: "← "; }
.page-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px 24px; margin-bottom: 24px; }
.page-head h1 { overflow-wrap: anywhere; }
.intro { max-width: 62ch; margin: -12px 0 24px; color: var(--ink-soft); }

/* Buttons */
.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 44px; padding: 8px 20px;
  border: 1px solid transparent; border-radius: var(--radius); background: var(--green); color: var(--on-green);
  font: 600 1rem/1.3 var(--sans); text-decoration: none; text-align: center; cursor: pointer;
}
.button:hover { background: var(--green-deep); }
.button.quiet { border-color: var(--line-strong); background: var(--card); color: var(--ink); }
.button.quiet:hover { border-color: var(--green); background: var(--green-tint); }
.button.danger { background: var(--brick); color: var(--on-brick); }
.button.danger:hover { background: var(--brick-deep); }
.button.wide { width: 100%; }
.small-button { min-height: 36px; padding: 4px 14px; font-size: 0.9375rem; }
button.link { padding: 0; border: 0; background: none; color: var(--green); font: inherit; text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; cursor: pointer; }
button.link:hover { text-decoration-thickness: 2px; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
.form > .actions { justify-content: flex-end; }
.card > .actions:not(:first-child), .card form > .actions:not(:first-child) { margin-top: 20px; }
.danger-text { color: var(--brick); }

/* Card */
.card { padding: 24px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.card + .card, .tiles + .card, .pager + .card { margin-top: 20px; }
.card > h2 { margin-bottom: 12px; }
.card > h1 { margin-bottom: 16px; }
.card > p + .problems, .card > p + .form, .problems + .form { margin-top: 20px; }
.card-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 24px; margin-bottom: 12px; }
.message { display: grid; gap: 16px; }
.message > h1 { margin: 0; }
.message-problem { border-top: 3px solid var(--brick); }
.empty { padding: 48px 24px; text-align: center; }
.empty p { max-width: 52ch; margin: 8px auto 0; color: var(--ink-soft); }
.empty .actions { justify-content: center; margin-top: 20px; }
@media (max-width: 479px) {
  .card { padding: 20px 16px; }
}

/* Notices, problems, badges */
.notice { margin-bottom: 20px; padding: 12px 16px; border-left: 4px solid var(--green); border-radius: var(--radius); background: var(--green-tint); }
.notice-problem { border-color: var(--brick); background: var(--brick-tint); }
.warning { padding: 12px 16px; border-left: 4px solid var(--amber); border-radius: var(--radius); background: var(--amber-tint); }
div.warning { display: grid; gap: 16px; padding: 16px; }
div.warning ul { padding-left: 20px; list-style: disc; }
div.warning .field { max-width: 400px; }
.problems { margin-bottom: 20px; padding: 16px; border-left: 4px solid var(--brick); border-radius: var(--radius); background: var(--brick-tint); }
.problems h2 { margin-bottom: 4px; font-size: 1rem; }
.problems a { color: var(--brick); }
.badge {
  display: inline-block; padding: 1px 8px; border: 1px solid var(--line); border-radius: 99px; background: var(--paper);
  color: var(--ink-soft); font-size: 0.8125rem; font-weight: 500; line-height: 1.5; letter-spacing: 0; vertical-align: 0.08em; white-space: nowrap;
}
.badge.good { border-color: transparent; background: var(--green-tint); color: var(--green); }
.badge.warn { border-color: transparent; background: var(--amber-tint); color: var(--amber); }
.badge.bad { border-color: transparent; background: var(--brick-tint); color: var(--brick); }
.badge.scope { border-radius: 4px; padding: 1px 6px; font: 0.78rem/1.5 var(--mono); }
.badges { display: inline-flex; flex-wrap: wrap; gap: 4px; margin-right: 4px; }

/* Forms */
.form { display: grid; gap: 20px; }
.form.card { max-width: 880px; gap: 28px; }
.form.card ~ .card { max-width: 880px; }
.field-row { display: grid; gap: 12px 16px; padding-top: 20px; border-top: 1px solid var(--line); }
.field-row legend { float: left; width: 100%; }
.field-row label .soft { display: none; }
.field-row .choice { min-height: 44px; padding: 8px 12px; }
@media (min-width: 640px) {
  .field-row { grid-template-columns: minmax(0, 1fr) auto; }
  .field-row legend { grid-column: 1 / -1; }
  .field-row .choice { align-self: start; margin-top: calc(1.55em + 4px); }
  .field-row:has(> :nth-child(5)) { grid-template-columns: minmax(0, 4fr) minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr); }
}
.field { display: grid; gap: 4px; align-content: start; min-width: 0; }
.field label, .field .label, legend { font-weight: 600; }
.field label .soft { font-weight: 400; }
.hint { color: var(--ink-soft); font-size: 0.875rem; }
.field-error { color: var(--brick); font-size: 0.9375rem; font-weight: 600; }
.field-error::before { content: "▲ "; font-size: 0.75em; }
input:not([type="checkbox"], [type="radio"]), select, textarea {
  width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: var(--radius);
  background: var(--card); color: var(--ink); font: inherit;
}
textarea { display: block; min-height: 0; resize: vertical; }
textarea.mono { font: 0.875rem/1.6 var(--mono); }
input::placeholder { color: var(--ink-soft); opacity: 1; }
input[readonly] { background: var(--paper); color: var(--ink-soft); }
input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: -1px; border-color: var(--green); border-radius: var(--radius); }
[aria-invalid="true"] { border-color: var(--brick) !important; }
input[type="checkbox"], input[type="radio"] { flex: none; width: 18px; height: 18px; margin: 3px 0 0; accent-color: var(--green); }
input.code-input { font: 1.25rem/1.4 var(--mono); letter-spacing: 0.15em; text-align: center; }
.columns { display: grid; gap: 24px; }
@media (min-width: 640px) { .columns { grid-template-columns: 1fr 1fr; } }
.check { display: flex; align-items: flex-start; gap: 10px; cursor: pointer; }
.check:has(:disabled) { cursor: default; }
.check-text { min-width: 0; }
.choices { display: grid; gap: 8px; }
.choices legend { margin-bottom: 8px; }
.choice { display: flex; align-items: flex-start; gap: 12px; padding: 12px 16px; border: 1px solid var(--line); border-radius: var(--radius); cursor: pointer; }
.choice:hover { border-color: var(--line-strong); }
.choice:has(:checked) { border-color: var(--green); background: var(--green-tint); }
.choice b, .picker b { font-weight: 600; }
.choice-text { min-width: 0; }
.choice-text .soft { display: block; font-size: 0.9375rem; }
.filter { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; margin-bottom: 20px; }
.filter .field { flex: 1 1 200px; max-width: 360px; }
.filter-clear { padding: 0 4px; line-height: 44px; }
.filter > .button { flex: none; }
.filter-buttons { display: flex; align-items: center; gap: 12px; }
.live-filter { margin-bottom: 16px; max-width: 360px; }
.inner-form { margin: 20px 0 8px; }
.action { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; }
.action .field { flex: 1 1 220px; max-width: 360px; }
.action-list { display: grid; gap: 12px; justify-items: start; }
.action-list > h2 { margin-bottom: 0; }
.action-list > .action { width: 100%; }
.signature-pad { display: block; width: 100%; max-width: 600px; height: auto; margin: 4px 0 8px; border: 1px solid var(--line); border-radius: var(--radius); background: #fff; touch-action: none; }
.signature-pad ~ .button { justify-self: start; }
.hash { overflow-wrap: anywhere; font-size: 0.8125rem; }
.message-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 8px; font-size: 1rem; }
.message-head .soft { font-weight: 400; font-size: 0.875rem; }
.message.by-customer { border-left: 3px solid var(--green); }
.preserved { white-space: pre-line; overflow-wrap: anywhere; }

/* Scope picker */
.picker-field { display: grid; gap: 8px; }
.presets { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; font-size: 0.9375rem; }
.chip { padding: 4px 14px; border: 1px solid var(--line-strong); border-radius: 99px; color: var(--ink); text-decoration: none; }
.chip:hover { border-color: var(--green); background: var(--green-tint); }
.picker { border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
.picker-row { display: grid; gap: 12px; padding: 14px 16px; font-size: 0.9375rem; line-height: 1.45; }
.picker-row + .picker-row { border-top: 1px solid var(--line); }
.picker-row:hover { background: var(--paper); }
.picker-area { font-weight: 620; }
.picker .check-text { color: var(--ink-soft); }
.picker .check-text b { display: block; color: var(--ink); }
span.picker-box:empty, div.picker-box:empty { display: none; }
.required-box { margin: 6px 0 0 28px; font-size: 0.875rem; }
.required-box input { width: 16px; height: 16px; margin-top: 2px; }
@media (min-width: 640px) {
  .picker-row { grid-template-columns: 148px 1fr 1fr; gap: 20px; }
  span.picker-box:empty, div.picker-box:empty { display: block; }
}

/* Table: rows become cards on a phone */
.table-card { padding: 0; }
.table { width: 100%; border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; font-size: 0.9375rem; }
.table thead th { position: sticky; top: 0; z-index: 1; padding: 10px 16px; border-bottom: 1px solid var(--line); background: var(--card); color: var(--ink-soft); font-size: 0.875rem; font-weight: 500; text-align: left; white-space: nowrap; }
.table thead th:first-child { border-top-left-radius: var(--radius); }
.table thead th:last-child { border-top-right-radius: var(--radius); }
.table tbody th { font-weight: 600; text-align: left; }
.table tbody th .soft { font-weight: 400; }
.table tbody td, .table tbody th { padding: 12px 16px; vertical-align: top; overflow-wrap: break-word; }
.table tbody th { min-width: 152px; overflow-wrap: anywhere; }
.table tbody td.break { overflow-wrap: anywhere; }
.table tbody tr + tr > * { border-top: 1px solid var(--line); }
.table tbody tr:hover > * { background: var(--paper); }
.table tbody tr:last-child > :first-child { border-bottom-left-radius: var(--radius); }
.table tbody tr:last-child > :last-child { border-bottom-right-radius: var(--radius); }
.table .number { text-align: right; }
.table tbody tr { position: relative; }
.row-link::after { content: ""; position: absolute; inset: 0; }
.inner-table { margin: 0 -16px; width: calc(100% + 32px); }
.pager { display: flex; gap: 12px; justify-content: flex-end; margin-top: 16px; }
.page-links { font-size: 0.9375rem; }
@media (max-width: 767px) {
  .table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .table, .table tbody, .table tr, .table tbody td, .table tbody th { display: block; }
  .table tbody tr { padding: 14px 16px; }
  .table tbody tr + tr { border-top: 1px solid var(--line); }
  .table tbody tr + tr > * { border-top: 0; }
  .table tbody td, .table tbody th { padding: 2px 0; }
  .table tbody tr:hover > * { background: none; }
  .table tbody td[data-label] { display: grid; grid-template-columns: 108px minmax(0, 1fr); gap: 0 12px; }
  .table tbody td[data-label]:empty { display: none; }
  .table tbody td[data-label]::before { content: attr(data-label); grid-row: 1 / span 9; color: var(--ink-soft); font-size: 0.875rem; line-height: 1.7; }
  .table tbody td[data-label] > *, .table tbody td[data-label] { justify-items: start; }
  .table tbody td[data-label] > * { grid-column: 2; }
  .table tbody td[data-label] > br { display: none; }
  .table .number { text-align: left; }
  .inner-table tbody tr { padding: 14px 16px; }
}

/* What opens in place */
.more { position: relative; }
.more summary, .changes summary { width: fit-content; cursor: pointer; }
.more > summary { padding: 4px 10px; border: 1px solid var(--line); border-radius: var(--radius); font-size: 0.875rem; list-style: none; }
.more > summary::-webkit-details-marker { display: none; }
.more > summary:hover { border-color: var(--line-strong); }
.more-box { display: grid; gap: 16px; margin-top: 8px; padding: 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); font-size: 0.9375rem; }
.more-box form { display: grid; gap: 10px; justify-items: start; }
.more-box form + form { padding-top: 16px; border-top: 1px solid var(--line); }
.more-box label { display: grid; gap: 4px; width: 100%; font-weight: 600; }
.row-actions { position: relative; z-index: 1; }
.row-actions:has(details[open]) { z-index: 4; }
.more-box select { font-weight: 400; }
@media (min-width: 768px) {
  .row-actions { width: 1%; white-space: nowrap; }
  .row-actions .more > summary { margin-left: auto; }
  .row-actions .more-box { position: absolute; right: 0; z-index: 3; width: 300px; white-space: normal; text-align: left; box-shadow: 0 8px 28px rgb(0 0 0 / 0.18); }
}
.changes { margin-top: 4px; font-size: 0.875rem; }
.changes summary { color: var(--green); }
.changes dl { margin-top: 8px; }
.changes dt { color: var(--ink-soft); }
.changes dd { margin-bottom: 8px; }
.changes code { white-space: pre-wrap; }

/* Definition list */
.details { display: grid; }
.details > div { display: grid; gap: 2px 24px; padding: 10px 0; }
.details > div + div { border-top: 1px solid var(--line); }
.details dt { color: var(--ink-soft); }
.details dd { min-width: 0; overflow-wrap: anywhere; }
@media (min-width: 640px) { .details > div { grid-template-columns: 184px minmax(0, 1fr); } }
.plain-list { display: grid; gap: 10px; }
@media (min-width: 768px) { .scope-lines { grid-template-columns: 1fr 1fr; gap: 12px 32px; } }

/* Account */
.form.narrow-form { max-width: 560px; }
.card.narrow-form { max-width: 560px; }
.narrow-form + .narrow-form { margin-top: 20px; }
.after-table { margin-top: 16px; }
.steps { display: grid; gap: 28px; counter-reset: step; }
.steps > li { display: grid; gap: 10px; justify-items: start; counter-increment: step; }
.steps > li > * { max-width: 100%; }
.steps h2::before { content: counter(step) ". "; color: var(--ink-soft); }
.steps .secret, .steps .field { width: 100%; }
/* Black on white in the dark too: many readers do not know it the other way round. */
.qr-code { display: block; width: 232px; height: 232px; border-radius: var(--radius); }
.qr-paper { fill: #ffffff; }
.qr-ink { fill: #000000; }
.secret code.recovery-codes { display: grid; gap: 4px 24px; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); white-space: normal; }

/* Secrets and copying */
.secret-card { display: grid; gap: 16px; max-width: 760px; }
.secret-card > h2 { margin: 0; }
.secret-card > h3 { margin-bottom: -12px; }
.secret-card .notice { margin: 0; }
.secret { display: flex; align-items: flex-start; gap: 12px; padding: 12px 12px 12px 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper); }
.secret code { flex: 1; min-width: 0; padding: 4px 0; font-size: 0.9375rem; user-select: all; white-space: pre-wrap; }
.card > p + .details, .card > p + .secret, .secret + p { margin-top: 12px; }
.secret-card > p + .secret, .secret-card > .secret + p { margin-top: 0; }
.copyable { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
.copy { flex: none; padding: 4px 12px; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--card); color: var(--ink); font: 500 0.875rem/1.4 var(--sans); cursor: pointer; }
.copy:hover { border-color: var(--green); }
.copy.done { border-color: var(--green); color: var(--green); }

/* Chart */
.chart { position: relative; }
.chart figcaption { margin-bottom: 12px; font-size: 1.25rem; font-weight: 620; line-height: 1.3; }
.chart-drawing { display: block; overflow: visible; }
.chart-line { stroke: var(--line-strong); stroke-width: 1; }
.chart-bar { fill: var(--green); }
.chart-zero { fill: var(--line); }
.chart-value, .chart-label { font: 12px var(--sans); font-variant-numeric: tabular-nums; fill: var(--ink-soft); }
.chart-value { fill: var(--ink); }
@media (max-width: 479px) { .chart-value, .chart-label { font-size: 11px; } }
.chart-empty { position: absolute; top: 50%; left: 0; right: 0; text-align: center; }

/* Overview */
.tiles { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); }
.tile { display: flex; flex-direction: column; color: inherit; text-decoration: none; }
.tile:hover { border-color: var(--green); }
.tile-number { font-size: 2.441rem; font-weight: 650; line-height: 1.15; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tile-label { color: var(--ink-soft); }
.card.tile + .card.tile { margin-top: 0; }
.timeline li { display: grid; gap: 0 20px; padding: 8px 0; }
.timeline li + li { border-top: 1px solid var(--line); }
.timeline-time { color: var(--ink-soft); font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
@media (min-width: 640px) { .timeline li:has(.timeline-time) { grid-template-columns: 176px 1fr; } }
@media (max-width: 479px) {
  .tiles { gap: 10px; }
  .tile { flex-direction: row; align-items: baseline; gap: 12px; padding: 12px 16px; }
  .tile-number { min-width: 2.2ch; font-size: 1.563rem; }
}

/* Apps */
.app-logo { flex: none; display: grid; place-items: center; width: 48px; height: 48px; border-radius: var(--radius); background: var(--green-tint); color: var(--green); font-size: 1.5rem; font-weight: 650; object-fit: contain; }
.app-head { display: flex; gap: 16px; align-items: flex-start; margin-bottom: 12px; }
.app-title { align-items: center; margin-bottom: 0; }
.app-title h1 { font-size: clamp(1.25rem, 6vw, 1.953rem); }
.audit-table code { white-space: nowrap; }
.page-head > .actions { margin: 0; }
.app-actions { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px; margin-top: 12px; }
.app-actions .more > summary { padding: 6px 14px; font-size: 0.9375rem; font-weight: 600; line-height: 1.3; border-color: transparent; }
.app-actions .more > summary:hover { border-color: var(--brick); }
.exchange { margin: 0 0 12px; padding: 12px 14px; overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper); font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.danger-zone { border-color: var(--brick); }
.danger-zone > p { margin-bottom: 12px; }

/* Consent */
.consent-app { display: flex; gap: 16px; align-items: center; margin-bottom: 20px; }
.consent-app .badge { margin-right: 2px; }
.consent-app h1 { overflow-wrap: anywhere; }
.consent-servers ul { margin: 4px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
.consent-portal { padding: 14px 16px; border-radius: var(--radius); background: var(--green-tint); }
.scope-list { display: grid; gap: 10px; }
/* A floating legend is laid out like any other child. */
.scope-list legend { float: left; width: 100%; }
.scope-list-change { padding-top: 20px; border-top: 1px solid var(--line); }
.device-check { margin-bottom: 20px; text-align: center; }
.device-code { font: 1.5rem/1.4 var(--mono); letter-spacing: 0.1em; }
.form > .consent-actions { display: grid; grid-template-columns: 1fr 1fr; align-items: stretch; }
@media (max-width: 479px) {
  .form > .consent-actions { grid-template-columns: 2fr 3fr; }
  .consent-actions .button { padding: 8px; }
}

/* Start page */
.start { display: grid; gap: 40px; }
.hero { max-width: 720px; padding-top: 24px; }
.hero h1 { font-size: clamp(1.953rem, 5vw, 3.052rem); line-height: 1.1; letter-spacing: -0.025em; }
.lead { margin-top: 20px; color: var(--ink-soft); font-size: 1.1875rem; }
.doors { display: grid; gap: 20px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); }
.door { position: relative; display: grid; gap: 8px; align-content: start; grid-template-rows: auto 1fr auto; border-top: 4px solid var(--green); }
.card.door + .card.door { margin-top: 0; }
.door-developers { border-top-color: var(--ink); }
.door-customers { border-top-color: var(--brick); }
.door > h2 { margin: 0; }
.door h2 a { color: inherit; text-decoration: none; }
.door h2 a::after { content: ""; position: absolute; inset: -4px 0 0; border-radius: var(--radius); }
.door:has(a):hover { border-color: var(--green); }
.door-developers:has(a):hover { border-color: var(--ink); }
.door h2 a:focus-visible { outline: none; }
.door h2 a:focus-visible::after { outline: 3px solid var(--green); outline-offset: 2px; }
.door p { color: var(--ink-soft); }
.door .door-go { margin-top: 8px; color: var(--green); font-weight: 600; }
.door-go::after { content: " →"; }
.build { display: grid; gap: 16px; max-width: 720px; padding-bottom: 24px; }
.build h2 { font-size: 1.563rem; }

/* Documentation */
.docs-bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px 24px; margin-bottom: 28px; }
.docs-search { display: flex; flex: 1 1 280px; gap: 8px; max-width: 480px; }
.docs-search .button { flex: none; }
.doc { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; max-width: 880px; }
.doc > .page-head, .doc > .intro { margin-bottom: 0; }
.doc > h2 { margin-top: 28px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 1.4rem; }
.doc h3 { margin-top: 12px; }
.doc :is(h2, h3, h4)[id] { scroll-margin-top: 16px; }
.doc > :is(p, ul, ol, .warning) { max-width: 72ch; }
.doc > :is(ul, ol) { display: grid; gap: 6px; padding-left: 24px; list-style: disc; }
.doc > ol { list-style: decimal; }
.doc :is(p, li, td, th) code { padding: 1px 5px; border-radius: 4px; background: var(--paper-deep); }
.doc-contents { padding: 16px 20px; border: 1px solid var(--line); border-radius: var(--radius); font-size: 0.9375rem; }
.doc-contents ul { display: grid; gap: 6px 24px; }
@media (min-width: 640px) { .doc-contents ul { grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); } }
.doc-contents a:has(.method) { display: inline-block; padding: 2px 0; text-decoration: none; }
.doc-contents a:hover code { text-decoration: underline; }
.doc-code { position: relative; }
.doc-code pre { margin: 0; padding: 14px 16px; overflow-x: auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper-deep); }
.doc-code code { font-size: 0.84rem; overflow-wrap: normal; white-space: pre; tab-size: 2; }
.doc-code .copy { position: absolute; top: 8px; right: 8px; }
.doc-table tbody th { width: 30%; font-weight: 500; }
.doc-table tbody th code { overflow-wrap: anywhere; }
.doc-table .badge { margin-left: 4px; }
.method { display: inline-block; min-width: 58px; padding: 1px 6px; border-radius: 4px; background: var(--green-tint); color: var(--green); font: 600 0.75rem/1.6 var(--mono); text-align: center; }
.method-delete { background: var(--brick-tint); color: var(--brick); }
.method-post, .method-patch, .method-put { background: var(--amber-tint); color: var(--amber); }
.operation { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin-top: 28px; padding-top: 24px; border-top: 1px solid var(--line); }
.operation > h2 { font-size: 1.4rem; }
.operation-call code { font-size: 1rem; }
.doc-refusals { display: flex; flex-wrap: wrap; gap: 6px 20px; font-size: 0.9375rem; }
.doc > .doc-guides { grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr)); }
.doc > ul.doc-guides, .doc > ul.doc-results { gap: 16px; max-width: none; padding: 0; list-style: none; }
.doc-guides .card { position: relative; margin: 0; padding: 16px 20px; }
.doc-guides .card:hover { border-color: var(--green); }
.doc-guides h3 { margin: 0 0 4px; }
.doc-guides a::after { content: ""; position: absolute; inset: 0; border-radius: var(--radius); }
.doc-guides p { color: var(--ink-soft); font-size: 0.9375rem; }
.doc > ul.doc-results { gap: 20px; }
.doc-results h2 { font-size: 1.0625rem; }
.doc-results p { overflow-wrap: anywhere; font-size: 0.9375rem; }
@media (max-width: 767px) {
  .docs-bar > .button { order: -1; margin-left: auto; }
  .doc-table tbody th { width: auto; }
  .table.doc-table tbody td[data-label=""] { display: block; }
  .doc-table tbody td[data-label=""]::before { content: none; }
  .doc-code:has(.copy:not([hidden])) pre { padding-top: 48px; }
}

/* Printing and calm */
/* Paying */
.pay-amount { margin: 4px 0 12px; font-size: 1.953rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.pay h1 { overflow-wrap: anywhere; }
.pay p:has(> .badge) { margin-bottom: 8px; }
.pay .small { margin-top: 12px; }
.sandbox-choices { display: grid; gap: 8px; }

@media print {
  .side, .topbar, .foot, .copy, .button { display: none !important; }
  body { border: 0; background: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .button, .choice, .chip, .tile { transition: background-color 120ms, border-color 120ms; }
}

"""#),
        "app.js": EmbeddedFile(servedName: "app.0689fe93.js", contentType: "text/javascript; charset=utf-8", text: #"""
// Small extras. Every page works without them.
"use strict";

// Copy buttons: <button data-copy="id of the text" data-done="Copied" hidden>
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break; // only on https and localhost
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    button.classList.add("done");
    setTimeout(() => {
      button.textContent = label;
      button.classList.remove("done");
    }, 2000);
  });
}

// Scope presets: tick the boxes here instead of loading the page again, which would lose what was filled in.
for (const link of document.querySelectorAll("a[data-preset]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of link.closest("form").elements) {
      if (box.name === "scope") box.checked = link.dataset.preset === "all" || box.dataset.access === "read";
    }
  });
}

// A required scope is also a chosen one.
for (const box of document.querySelectorAll('input[name="required_scope"]')) {
  box.addEventListener("change", () => {
    const scope = document.querySelector(`input[name="scope"][value="${CSS.escape(box.value)}"]`);
    if (box.checked && scope) scope.checked = true;
  });
}

// Live filter: <p hidden><input data-filter="id of a list or table body"></p> hides what does not match.
for (const input of document.querySelectorAll("input[data-filter]")) {
  const list = document.getElementById(input.dataset.filter);
  input.closest("[hidden]").hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
}

// Only one opened box of a table at a time; Escape closes it.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".row-actions details[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(".row-actions details[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Signatures: <div data-signature-pad hidden><canvas></canvas><input type="hidden"><button data-clear></button></div>
for (const field of document.querySelectorAll("[data-signature-pad]")) {
  const canvas = field.querySelector("canvas");
  const result = field.querySelector('input[type="hidden"]');
  const pen = canvas.getContext("2d");
  field.hidden = false;
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#1b2a4a";
  let isDrawing = false;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * (canvas.width / box.width), (event.clientY - box.top) * (canvas.height / box.height)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    isDrawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDrawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
    result.value = "drawn";
  });
  canvas.addEventListener("pointerup", () => (isDrawing = false));
  field.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    result.value = "";
  });
  field.closest("form").addEventListener("submit", () => {
    if (result.value) result.value = canvas.toDataURL("image/png");
  });
}

// After a refused form: read the summary first.
document.getElementById("problems")?.focus();

"""#),
        "favicon.svg": EmbeddedFile(servedName: "favicon.6ade801d.svg", contentType: "image/svg+xml", text: #"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#1d5c46"/>
<path d="M8 27V14a8 8 0 0 1 16 0v13" fill="none" stroke="#faf8f4" stroke-width="2.2" stroke-linecap="round"/>
<path d="M11.5 27V15.5h9V27z" fill="#faf8f4"/>
<circle cx="18.4" cy="21.6" r="1.1" fill="#1d5c46"/>
</svg>

"""#),
        "logo.svg": EmbeddedFile(servedName: "logo.296a24a6.svg", contentType: "image/svg+xml", text: #"""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 32" width="96" height="128" role="img" aria-label="Voordeur">
<path d="M2 31V12a10 10 0 0 1 20 0v19" fill="none" stroke="#1d5c46" stroke-width="2.4" stroke-linecap="round"/>
<path d="M6 31V13h12v18z" fill="#1d5c46"/>
<path d="M6.6 10.5a5.6 5.6 0 0 1 10.8 0z" fill="#1d5c46"/>
<circle cx="15.2" cy="22" r="1.3" fill="#faf8f4"/>
</svg>

"""#),
    ]
}
