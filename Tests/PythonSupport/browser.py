"""Debian's Chromium, driven by Debian's chromedriver: nothing is downloaded, and nothing but loopback is reachable."""

import base64
import os
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

WIDTHS = {390: 844, 1280: 900}


class Browser:
    """One person's browser with a profile of its own. `check()` is asked after every page by `open` and `press`."""

    def __init__(self, profile: Path, base: str, javascript: bool = True, language: str = "en"):
        self.base = base
        self.javascript = javascript
        self.faults: list[str] = []
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            "--headless=new",
            f"--user-data-dir={profile}",
            f"--lang={language}",
            "--window-size=1280,900",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-default-browser-check",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # Chromium refuses to make its sandbox as root
        preferences = {
            "intl.accept_languages": language,
            "credentials_enable_service": False,
            "profile.password_manager_enabled": False,
        }
        if not javascript:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        os.environ["SE_OFFLINE"] = "true"
        os.environ["SE_AVOID_STATS"] = "true"
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    # Pages

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.base).split("?")[0]

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    def open(self, address: str) -> None:
        self.driver.get(address if "://" in address or address.startswith("data:") else self.base + address)
        self.check()

    def check(self, expected_status: int = 200) -> None:
        """Notes what the browser complained about since the last time: script errors, refused content, failed loads."""
        for entry in self.driver.get_log("browser"):
            message = entry["message"]
            if f"status of {expected_status}" in message:
                continue
            policy = "Content Security Policy" in message or "Content-Security-Policy" in message
            if entry["level"] == "SEVERE" or policy:
                self.faults.append(f"{self.path}: {message}")

    def wait(self, condition, limit: float = 20):
        return WebDriverWait(self.driver, limit, poll_frequency=0.05).until(lambda _: condition())

    # Elements

    def find(self, selector: str):
        try:
            return self.driver.find_element(By.CSS_SELECTOR, selector)
        except NoSuchElementException:
            raise AssertionError(f"{self.path} has no {selector}; it says: {self.text[:600]}") from None

    def all(self, selector: str) -> list:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def has(self, selector: str) -> bool:
        return bool(self.all(selector))

    def secret(self, name: str) -> str:
        return self.find(f'code[data-secret="{name}"]').text.strip()

    # Acting

    def _follow(self, element) -> None:
        """Clicks what leads to another page, and waits until that is there."""
        before = self.all("html")
        element.click()
        # Between two pages there may be no document at all, for a moment.
        self.wait(lambda: self.all("html") not in ([], before) and self._is_loaded())
        self.check()

    def _is_loaded(self) -> bool:
        if not self.javascript:
            return self.has("body")
        return self.driver.execute_script("return document.readyState") == "complete"

    def click(self, selector: str) -> None:
        """Clicks the first element shown; one in a closed `<details>` is opened first, as a person would."""
        candidates = self.all(selector)
        shown = next((element for element in candidates if element.is_displayed()), None)
        if shown is None and candidates:
            summary = candidates[0].find_elements(By.XPATH, "ancestor::details[not(@open)]/summary")
            if summary:
                summary[-1].click()
                shown = candidates[0]
        assert shown is not None, f"{self.path} shows no {selector}; it says: {self.text[:600]}"
        self._follow(shown)

    def go(self, path: str) -> None:
        """Follows the link to this path."""
        self.click(f'a[href="{path}"], a[href="{self.base}{path}"]')

    def type(self, name: str, value: str) -> None:
        field = self.find(f'input[name="{name}"], textarea[name="{name}"]')
        field.clear()
        field.send_keys(value)

    def choose(self, name: str, value: str) -> None:
        """Ticks a box, presses a radio button, or picks an option; nothing happens when it is chosen already."""
        selects = self.all(f'select[name="{name}"]')
        if selects:
            Select(selects[0]).select_by_value(value)
            return
        box = self.find(f'input[name="{name}"][value="{value}"]')
        if box.is_selected():
            return
        identifier = box.get_attribute("id")
        label = self.all(f'label[for="{identifier}"]') if identifier else []
        if box.is_displayed() and box.size["width"] > 1:
            box.click()
        else:
            (label[0] if label else box.find_element(By.XPATH, "ancestor::label[1]")).click()
        assert box.is_selected(), f"{self.path}: {name}={value} cannot be chosen"

    def submit(self, field: str) -> None:
        """Presses the button of the form that has this field."""
        form = self.find(f'[name="{field}"]').find_element(By.XPATH, "ancestor::form[1]")
        buttons = form.find_elements(By.CSS_SELECTOR, 'button:not([type="button"]):not([type="reset"]), input[type="submit"]')
        identifier = form.get_attribute("id")
        if identifier:
            buttons += self.all(f'button[form="{identifier}"]')
        shown = [button for button in buttons if button.is_displayed()]
        assert shown, f"{self.path}: the form with {field} has no button"
        self._follow(shown[-1] if len(shown) > 1 and shown[0].get_attribute("formaction") else shown[0])

    def press_keys(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, selector: str, limit: int = 80) -> None:
        """Presses Tab until the focus is on this element."""
        wanted = self.find(selector)
        for _ in range(limit):
            if self.driver.switch_to.active_element == wanted:
                return
            self.press_keys(Keys.TAB)
        raise AssertionError(f"{self.path}: {selector} is not reached with the Tab key")

    # Looking

    def resize(self, width: int) -> None:
        # The window itself cannot be narrower than 500 pixels; the page can.
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": WIDTHS[width], "deviceScaleFactor": 1, "mobile": False},
        )

    def prefer(self, scheme: str) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": scheme},
                    # A picture taken at once shows colours on their way from one scheme to the other.
                    {"name": "prefers-reduced-motion", "value": "reduce"},
                ]
            },
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.driver.execute_script("return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")

    def unlabelled(self) -> list[str]:
        """Controls of a form that a screen reader has no name for."""
        return self.driver.execute_script(
            """
            return [...document.querySelectorAll('input, select, textarea, button')]
              .filter(e => e.type !== 'hidden')
              .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label')
                        && !e.getAttribute('aria-labelledby') && !e.title
                        && !(e.tagName === 'BUTTON' && e.textContent.trim())
                        && !(e.type === 'submit' && e.value))
              .map(e => e.outerHTML.slice(0, 120));
            """
        )

    def screenshot(self, file: Path) -> None:
        """The whole page, not only the part in the window."""
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        picture = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot",
            {
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1},
            },
        )
        file.write_bytes(base64.b64decode(picture["data"]))
