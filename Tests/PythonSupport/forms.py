"""HTML forms without a browser: reads a page, fills in its forms as found, and submits them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Control:
    kind: str
    name: str
    value: str
    checked: bool = False
    disabled: bool = False


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Control] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {control.name for control in self.controls}

    def has(self, *names: str) -> bool:
        return set(names) <= self.names

    def button(self, name: str, value: str) -> Control | None:
        return next((button for button in self.buttons if (button.name, button.value) == (name, value)), None)

    def options(self, name: str) -> list[Control]:
        return [control for control in self.controls if control.name == name]

    def fill(self, **values) -> "Form":
        """Types into text fields, chooses an option or a radio button, ticks exactly the named boxes (a list)."""
        for name, value in values.items():
            controls = self.options(name)
            assert controls, f"the form {self.action} has no field {name}: {sorted(self.names)}"
            if isinstance(value, (list, tuple, set)):
                offered = {control.value for control in controls}
                assert set(value) <= offered, f"{name} does not offer {set(value) - offered}"
                for control in controls:
                    control.checked = control.value in value
            elif controls[0].kind in ("radio", "option"):
                assert value in {control.value for control in controls}, f"{name} does not offer {value}"
                for control in controls:
                    control.checked = control.value == value
            else:
                controls[0].value = value
        return self

    def data(self, button: Control | None = None) -> list[tuple[str, str]]:
        """What a browser would send, in the order of the page."""
        sent = []
        for control in self.controls:
            if control.disabled or not control.name:
                continue
            if control.kind in ("checkbox", "radio", "option") and not control.checked:
                continue
            sent.append((control.name, control.value))
        if button is not None and button.name:
            sent.append((button.name, button.value))
        return sent


class Page(HTMLParser):
    """A parsed page: its forms, links, text, and the secrets in `<code data-secret="…">`."""

    def __init__(self, html: str, url: str = ""):
        super().__init__(convert_charrefs=True)
        self.url = url
        self.html = html
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.secrets: dict[str, str] = {}
        self.title = ""
        self._by_id: dict[str, Form] = {}
        self._late: list[tuple[str, Control, bool]] = []
        self._form: Form | None = None
        self._text: list[str] = []
        self._secret: str | None = None
        self._area: Control | None = None
        self._select: tuple[str, bool, list[Control], Form | None, str | None] | None = None
        self._hidden = 0
        self._in_title = False
        self.feed(html)
        self.close()
        for identifier, control, is_button in self._late:
            if identifier in self._by_id:
                form = self._by_id[identifier]
                (form.buttons if is_button else form.controls).append(control)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._text).split())

    def form(self, *names: str, action: str | None = None) -> Form:
        """The first form that has these fields, or whose action ends like this."""
        for form in self.forms:
            if form.has(*names) and (action is None or urlsplit(form.action).path.endswith(action)):
                return form
        raise AssertionError(f"{self.url} has no form with {names or action}: {self.text[:400]}")

    def has_form(self, *names: str) -> bool:
        return any(form.has(*names) for form in self.forms)

    def _add(self, control: Control, attributes: dict, is_button: bool = False) -> None:
        if "form" in attributes:
            self._late.append((attributes["form"], control, is_button))
        elif self._form is not None:
            (self._form.buttons if is_button else self._form.controls).append(control)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value if value is not None else "" for name, value in attrs}
        name, value = attributes.get("name", ""), attributes.get("value", "")
        disabled = "disabled" in attributes
        if tag == "form":
            action = urljoin(self.url, attributes.get("action") or self.url)
            self._form = Form(action, attributes.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in attributes:
                self._by_id[attributes["id"]] = self._form
        elif tag == "input":
            kind = attributes.get("type", "text").lower()
            if kind in ("submit", "image"):
                self._add(Control("submit", name, value, disabled=disabled), attributes, is_button=True)
            elif kind not in ("button", "reset"):
                if kind in ("checkbox", "radio") and "value" not in attributes:
                    value = "on"
                self._add(Control(kind, name, value, "checked" in attributes, disabled), attributes)
        elif tag == "button":
            if attributes.get("type", "submit").lower() == "submit":
                self._add(Control("submit", name, value, disabled=disabled), attributes, is_button=True)
        elif tag == "textarea":
            self._area = Control("textarea", name, "", disabled=disabled)
            self._add(self._area, attributes)
        elif tag == "select":
            self._select = (name, "multiple" in attributes, [], self._form, attributes.get("form"))
        elif tag == "option" and self._select is not None:
            self._select[2].append(Control("option", self._select[0], value, "selected" in attributes, disabled))
        elif tag == "a" and attributes.get("href"):
            self.links.append(urljoin(self.url, attributes["href"]))
        elif tag == "code" and "data-secret" in attributes:
            self._secret = attributes["data-secret"]
            self.secrets[self._secret] = ""
        elif tag in ("script", "style"):
            self._hidden += 1
        elif tag == "title":
            self._in_title = True

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select" and self._select is not None:
            _, multiple, options, form, owner = self._select
            if options and not multiple and not any(option.checked for option in options):
                options[0].checked = True
            for option in options:
                if owner:
                    self._late.append((owner, option, False))
                elif form is not None:
                    form.controls.append(option)
            self._select = None
        elif tag == "code":
            self._secret = None
        elif tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._area is not None:
            # A line break right after the tag is not part of the value.
            self._area.value += data.removeprefix("\n") if not self._area.value else data
            return
        if self._secret is not None:
            self.secrets[self._secret] += data.strip()
        if self._in_title:
            self.title += data
        if not self._hidden:
            self._text.append(data)


class Visitor:
    """A person with a browser that only knows cookies, links and forms. Follows redirects on the server's own origin."""

    def __init__(self, base: str, language: str = "en", timeout: float = 30):
        self.base = base
        self.timeout = timeout
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"Accept": "text/html,*/*;q=0.8", "Accept-Language": language})
        self.answer: requests.Response | None = None
        self.page: Page | None = None

    def _follow(self, answer: requests.Response) -> str | None:
        """Goes on to the first page, or stops at a redirect to somewhere else and answers its address."""
        for _ in range(12):
            self.answer = answer
            if answer.status_code not in (301, 302, 303, 307, 308):
                self.page = Page(answer.text, answer.url)
                return None
            target = urljoin(answer.url, answer.headers["Location"])
            if urlsplit(target)[:2] != urlsplit(self.base)[:2]:
                self.page = None
                return target
            assert answer.status_code not in (307, 308), f"{answer.url} repeats the request at {target}"
            answer = self.session.get(target, allow_redirects=False, timeout=self.timeout)
        raise AssertionError(f"{answer.url}: too many redirects")

    def open(self, address: str) -> str | None:
        return self._follow(
            self.session.get(urljoin(self.base, address), allow_redirects=False, timeout=self.timeout)
        )

    def submit(self, form: Form, button: Control | None = None) -> str | None:
        if button is None and form.buttons:
            button = form.buttons[0]
        arguments = {"params" if form.method == "get" else "data": form.data(button)}
        headers = {"Origin": self.base, "Referer": self.page.url if self.page else self.base}
        return self._follow(
            self.session.request(
                form.method.upper(), form.action, headers=headers, allow_redirects=False, timeout=self.timeout, **arguments
            )
        )

    def sign_in(self, address: str, email: str, password: str) -> None:
        """Signs in at `/manage/sign-in` or `/developers/sign-in`; the page behind it is the current one then."""
        self.open(address)
        self.submit(self.page.form("email", "password").fill(email=email, password=password))
        assert self.answer.status_code == 200, f"sign-in answered {self.answer.status_code}: {self.page.text[:300]}"
        assert not self.page.has_form("email", "password"), f"not signed in: {self.page.text[:300]}"

    def authorize(
        self,
        url: str,
        email: str,
        password: str,
        decision: str = "approve",
        scopes: list[str] | None = None,
        portal: str | None = None,
    ) -> str:
        """Walks from an authorize URL, through sign-in and consent, to the redirect back to the app; answers its address."""
        target = self.open(url)
        for _ in range(4):
            if target is not None:
                return target
            assert self.answer.status_code == 200, (
                f"{self.page.url.split('?')[0]} answered {self.answer.status_code}: {self.page.text[:400]}"
            )
            if self.page.has_form("email", "password"):
                target = self.submit(self.page.form("email", "password").fill(email=email, password=password))
                continue
            form = next((form for form in self.page.forms if form.button("decision", decision)), None)
            assert form, f"neither a sign-in nor a consent form: {self.page.text[:400]}"
            if scopes is not None:
                form.fill(scope=scopes)
            if portal is not None:
                form.fill(portal=portal)
            target = self.submit(form, form.button("decision", decision))
        raise AssertionError(f"the app was never reached: {self.page.text[:400]}")
