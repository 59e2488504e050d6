"""The page of `agora-token serve --demo`, driven in Chromium as a reader would use it."""

from __future__ import annotations

import base64
import hmac
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

ROOT = Path(__file__).parent.parent.parent
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "release" / "agora-token"
APP_ID = "970CA35de60c44645bbae8a215061b33"
CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b"
OTHER_CERTIFICATE = "0123456789abcdef0123456789abcdef"
KEY = "a key of sixteen letters or more".replace(" ", "-")
SECRET = "a secret of the app, of 32 bytes or more"
#: Seconds for which something is waited for before it has failed.
PATIENCE = 20
#: What would run if a name were read as HTML.
HOSTILE = "<img src=x onerror=document.title=7>"

# Run in the page before anything of its own.
RECORD_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", event => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""

# Each text that can be seen, with a contrast below what WCAG 2 AA asks of it.
LOW_CONTRASTS = """
const channels = color => {
  const [red, green, blue, alpha = 1] = color.match(/[\\d.]+/g).map(Number);
  return { rgb: [red, green, blue], alpha };
};
const luminance = rgb => {
  const [red, green, blue] = rgb.map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const backgroundOf = element => {
  for (let node = element; node; node = node.parentElement) {
    const { rgb, alpha } = channels(getComputedStyle(node).backgroundColor);
    if (alpha === 1) return rgb;
  }
  return [255, 255, 255];
};
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
  if (!text || !element.checkVisibility() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
  const levels = [channels(getComputedStyle(element).color).rgb, backgroundOf(element)].map(luminance);
  const contrast = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
  if (contrast < 4.5) found.push(`${contrast.toFixed(2)}: ${text.slice(0, 40)}`);
}
return found;
"""


def sign(certificate: str = CERTIFICATE, *options: str) -> str:
    """A token of the command line, for user 42 in the channel room."""
    command = [
        str(PROGRAM),
        "rtc",
        "--channel",
        "room",
        "--uid",
        "42",
        "--role",
        "publisher",
        *options,
    ]
    variables = {"APP_ID": APP_ID, "APP_CERTIFICATE": certificate}
    return subprocess.run(command, env=variables, check=True, capture_output=True, text=True).stdout.strip()


def session(user: str) -> str:
    """A session token for a user, signed with the secret."""

    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": user, "exp": int(time.time()) + 600, "agora.channels": ["*"]}
    text = ".".join(part(json.dumps(content).encode()) for content in [header, claims])
    return f"{text}.{part(hmac.digest(SECRET.encode(), text.encode(), 'sha256'))}"


@contextmanager
def server(*arguments: str, **variables: str) -> Iterator[str]:
    """A server, by its origin."""
    environment = {"HOST": "127.0.0.1", "PORT": "0", **variables}
    process = subprocess.Popen(
        [str(PROGRAM), "serve", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().removeprefix("Listening on port: ").strip()
            yield f"http://127.0.0.1:{int(port)}"
        finally:
            process.terminate()


def log(driver: webdriver.Chrome, kind: str) -> list[dict[str, Any]]:
    """What the browser has logged since this was last asked."""
    entries: list[dict[str, Any]] = driver.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


class Page:
    """The page in the browser."""

    def __init__(self, driver: webdriver.Chrome, origin: str) -> None:
        self.driver = driver
        self.origin = origin
        log(driver, "browser")
        driver.get(f"{origin}/")

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def fill(self, **values: str) -> None:
        """Write into fields, by their selectors' ends: make_channel is the channel of the form make."""
        for name, value in values.items():
            form, _, field = name.partition("_")
            element = self.find(f"#{form} [name={field}]")
            if element.tag_name == "select":
                Select(element).select_by_value(value)
            else:
                element.clear()
                element.send_keys(value)

    def submit(self, form: str) -> None:
        self.find(f"#{form} button[type=submit]").click()

    def text(self, selector: str) -> str:
        return self.find(selector).text

    def wait_for(self, selector: str, start: str) -> str:
        """The text of an element, once it begins so."""
        wait = WebDriverWait(self.driver, PATIENCE, 0.05)
        wait.until(
            lambda _: self.text(selector).startswith(start),
            f"{selector} is {self.text(selector)!r}, not {start!r}",
        )
        return self.text(selector)

    def inspect(self, token: str, **values: str) -> None:
        """Inspect a token for a use."""
        self.driver.execute_script("document.getElementById('inspect').token.value = arguments[0]", token)
        self.fill(**{f"inspect_{name}": value for name, value in values.items()})
        self.submit("inspect")

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)


@pytest.fixture(scope="session")
def driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")
    if os.geteuid() == 0:
        # Chromium's sandbox does not run as root.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": RECORD_VIOLATIONS})
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    with server("--demo") as origin:
        yield origin


@pytest.fixture
def opened(driver: webdriver.Chrome) -> Iterator[Callable[[str], Page]]:
    """Opens the page of a server; afterwards nothing may have gone wrong unseen, or left for another host."""
    pages = []

    def open_page(origin: str, width: int = 1200, scheme: str = "light") -> Page:
        size = {
            "width": width,
            "height": 900,
            "deviceScaleFactor": 1,
            "mobile": width < 500,
        }
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme_feature = {"name": "prefers-color-scheme", "value": scheme}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme_feature]})
        log(driver, "performance")
        pages.append(Page(driver, origin))
        return pages[-1]

    yield open_page
    assert len(pages) == 1
    assert pages[0].run("return violations") == []
    # Chromium's own note of an answer with an error status is what the page shows in words.
    messages = [entry["message"] for entry in log(driver, "browser")]
    assert [message for message in messages if "Failed to load resource: the server responded" not in message] == []
    events = [json.loads(entry["message"])["message"] for entry in log(driver, "performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert f"{pages[0].origin}/" in urls
    assert [url for url in urls if not url.startswith((f"{pages[0].origin}/", "data:"))] == []
    assert pages[0].run("return [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


Open = Callable[..., Page]


def test_a_token_is_made_copied_and_inspected(opened: Open, demo: str, driver: webdriver.Chrome) -> None:
    grant = {
        "origin": demo,
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
    }
    driver.execute_cdp_cmd("Browser.grantPermissions", grant)
    page = opened(demo)
    page.fill(
        make_channel="room",
        make_uid="42",
        make_role="1",
        make_amount="90",
        make_unit="60",
    )
    page.submit("make")
    page.wait_for("#make-status", "Made.")
    token = page.find("#made").get_property("value")
    assert isinstance(token, str)
    assert token.startswith("007")
    page.find("#copy").click()
    page.wait_for("#make-status", "Copied.")
    assert driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == token

    page.wait_for("#verdict", "Good for this use until 20")
    details = page.text("#details")
    for text in [
        " left of 1 h 30 min",
        f"App ID\n{APP_ID}",
        "RTC (service 1)",
        "Channel\nroom",
        "User\n42",
        "publish audio\n20",
    ]:
        assert text in details
    left, whole = page.run("const bar = document.querySelector('progress'); return [bar.value, bar.max]")
    assert 0 < left <= whole == 5400


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("rtc", "RTC"),
        ("rtm", "RTM"),
        ("rte", "RTM"),
        ("chat", "Chat"),
        ("chat-app", "Chat"),
        ("education", "APaaS"),
        ("education-app", "APaaS"),
        ("fpa", "FPA"),
        ("convoai", "ConvoAI"),
        ("stt", "STT"),
    ],
)
def test_every_kind_of_token_is_made_and_found_good(opened: Open, demo: str, kind: str, service: str) -> None:
    page = opened(demo)
    assert {option.get_property("value") for option in Select(page.find("#make [name=kind]")).options} >= {kind}
    page.fill(make_kind=kind)
    page.submit("make")
    page.wait_for("#verdict", "Good for this use until")
    assert f"{service} (service " in page.text("#details")


def test_what_the_server_refuses_is_said_in_its_words(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.fill(make_channel="a/b")
    page.submit("make")
    page.wait_for("#make-status", "Refused (400): channel is invalid.")
    assert not page.find("#made").is_displayed()
    page.inspect(sign(), use="rtc", channel="room", uid="")
    page.wait_for("#verdict", "Refused (400): uid is required.")


def test_the_reason_for_a_wrong_channel_is_named(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.inspect(sign(), use="rtc", channel="Room", uid="42")
    page.wait_for("#verdict", "Not good: the token is for another channel.")
    details = page.text("#details")
    for text in [
        'in the token\n"room"',
        'asked for\n"Room"',
        "What to do: issue it for the channel",
        "error 110",
    ]:
        assert text in details
    page.fill(inspect_channel="room")
    assert page.text("#verdict") == page.text("#details") == ""
    page.submit("inspect")
    page.wait_for("#verdict", "Good for this use")


def test_the_reason_for_a_wrong_user_is_named(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.inspect(sign(), use="rtc", channel="room", uid="43")
    page.wait_for("#verdict", "Not good: the token is for another user.")


def test_an_expired_token_is_shown_as_one(opened: Open, demo: str) -> None:
    token = sign(CERTIFICATE, "--expires", "1")
    page = opened(demo)
    time.sleep(1.1)
    page.inspect(token)
    page.wait_for("#verdict", "Not good: the token has expired")
    assert "No time left" in page.text("#details")
    assert page.run("return document.querySelector('progress').value") == 0


def test_a_good_token_is_asked_about_anew_when_its_time_is_over(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.inspect(sign())
    page.wait_for("#verdict", "Signed with this server's App Certificate, and alive")

    def asked() -> int:
        entries = "performance.getEntriesByType('resource')"
        count: int = page.run(f"return {entries}.filter(({{ name }}) => name.endsWith('/inspect')).length")
        return count

    assert asked() == 1
    page.run("clock += 3600")
    WebDriverWait(page.driver, PATIENCE, 0.05).until(lambda _: asked() > 1)


def test_a_token_of_another_certificate_is_told_from_a_good_one(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.inspect(sign())
    page.wait_for("#verdict", "Signed with this server's App Certificate")
    page.inspect(sign(OTHER_CERTIFICATE))
    page.wait_for("#verdict", "Not good: the signature does not match")


def test_a_006_token_is_decided_once_its_names_are_known(opened: Open, demo: str) -> None:
    page = opened(demo)
    token = sign(CERTIFICATE, "--version", "006")
    page.inspect(token)
    page.wait_for("#verdict", "Not decided: the signature of a 006 token covers")
    assert "CRC of channel\n0x" in page.text("#details")
    page.inspect(token, use="rtc", channel="room", uid="42")
    page.wait_for("#verdict", "Good for this use")


def test_what_is_no_token_is_said_to_be_none(opened: Open, demo: str) -> None:
    page = opened(demo)
    page.inspect("007 is a film")
    page.wait_for("#verdict", "Not good: the text is not a token")
    assert "What to do: look at both ends" in page.text("#details")


def test_names_in_a_token_stay_text(opened: Open, demo: str) -> None:
    page = opened(demo)
    title = page.driver.title
    page.fill(make_channel=HOSTILE, make_uid=f"{HOSTILE}<script>document.title=7</script>")
    page.submit("make")
    page.wait_for("#verdict", "Good for this use")
    assert f"Channel\n{HOSTILE}" in page.text("#details")
    page.fill(inspect_channel="room")
    page.submit("inspect")
    page.wait_for("#verdict", "Not good")
    assert page.run("return document.querySelectorAll('img, #details script').length") == 0
    assert page.driver.title == title


def test_everything_is_done_with_the_keyboard_alone(opened: Open, demo: str) -> None:
    page = opened(demo)
    visited: list[str] = []

    def press(*keys: str) -> None:
        ActionChains(page.driver).send_keys(*keys).perform()

    def tab_to(wanted: str) -> None:
        for _ in range(30):
            press(Keys.TAB)
            active = page.driver.switch_to.active_element
            if active.tag_name == "body":
                continue
            assert page.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
            name = active.get_property("name") or active.get_property("id") or active.text
            visited.append(f"{page.run('return document.activeElement.form?.id')}.{name}")
            if visited[-1] == wanted:
                return
        pytest.fail(f"{wanted} is not reached: {visited}")

    tab_to("make.channel")
    press(Keys.CONTROL, "a", Keys.NULL, "room")
    tab_to("make.uid")
    press(Keys.CONTROL, "a", Keys.NULL, "42", Keys.ENTER)
    page.wait_for("#verdict", "Good for this use")
    tab_to("None.copy")
    press(Keys.ENTER)
    page.wait_for("#make-status", "Copied.")
    tab_to("inspect.channel")
    press("x", Keys.TAB, Keys.ENTER)
    page.wait_for("#verdict", "Not good: the token is for another channel")
    # Past the last field the focus leaves the page, and comes back to its start.
    tab_to("make.kind")


def test_every_control_has_a_name_and_results_are_announced(opened: Open, demo: str) -> None:
    page = opened(demo)
    # Those that are hidden at first too.
    page.run("document.body.className = ''; byId('access').open = true; byId('made-result').hidden = false")
    page.run("for (const label of document.querySelectorAll('label')) label.hidden = false")
    controls = page.driver.find_elements(By.CSS_SELECTOR, "input, select, textarea, button")
    assert len(controls) > 10
    assert all(control.is_displayed() for control in controls)
    assert [control.get_attribute("outerHTML") for control in controls if not control.accessible_name] == []
    # A region that is there from the start is announced when it fills.
    assert [page.find(part).aria_role for part in ["#verdict", "#make-status"]] == [
        "status",
        "status",
    ]
    assert page.run("return [document.documentElement.lang, document.querySelectorAll('h1').length]") == ["en", 1]


def test_on_a_phone_nothing_scrolls_sideways(opened: Open, demo: str) -> None:
    page = opened(demo, width=360)

    def overflowing() -> list[str]:
        assert page.run("return innerWidth") == 360
        found: list[str] = page.run(
            "return [...document.body.querySelectorAll('*')].filter(node => node.getBoundingClientRect().right > 360)"
            ".map(node => node.outerHTML.slice(0, 80))"
        )
        return [
            *found,
            *(["the page"] if page.run("return document.documentElement.scrollWidth") > 360 else []),
        ]

    assert overflowing() == []
    page.fill(make_channel="c" * 64, make_uid="u" * 255)
    page.submit("make")
    page.wait_for("#verdict", "Good for this use")
    page.fill(inspect_channel="w" * 64)
    page.submit("inspect")
    page.wait_for("#verdict", "Not good")
    assert overflowing() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_light_and_dark(opened: Open, demo: str, scheme: str) -> None:
    page = opened(demo, scheme=scheme)
    red, green, blue = page.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (red + green + blue > 600) == (scheme == "light")
    assert page.run(LOW_CONTRASTS) == []
    for channel, start in [("room", "Good for this use"), ("Room", "Not good")]:
        page.inspect(sign(), use="rtc", channel=channel, uid="42")
        page.wait_for("#verdict", start)
        assert page.run(LOW_CONTRASTS) == []


def test_a_key_lets_in_and_is_not_kept(opened: Open) -> None:
    with server(APP_ID=APP_ID, APP_CERTIFICATE=CERTIFICATE, PLAYGROUND="1", API_KEYS=KEY) as origin:
        page = opened(origin)
        assert not page.find("#key").is_displayed()
        page.submit("make")
        page.wait_for("#make-status", "Not let in (401): send Authorization")
        page.find("#key").send_keys("a-wrong-key-of-this-server")
        page.inspect(sign())
        page.wait_for("#verdict", "Not let in (401): the key is not valid.")
        page.find("#key").clear()
        page.find("#key").send_keys(KEY)
        page.submit("make")
        page.wait_for("#verdict", "Good for this use")
        page.driver.refresh()
        assert page.find("#key").get_property("value") == ""


def test_more_than_a_session_allows_is_said(opened: Open) -> None:
    with server(APP_ID=APP_ID, APP_CERTIFICATE=CERTIFICATE, PLAYGROUND="1", JWT_SECRET=SECRET) as origin:
        page = opened(origin)
        page.find("#access summary").click()
        page.find("#key").send_keys(session("42"))
        page.fill(make_uid="42", make_role="2")
        page.submit("make")
        page.wait_for("#verdict", "Good for this use")
        page.fill(make_uid="43")
        page.submit("make")
        page.wait_for("#make-status", "Not allowed (403): ")


def test_too_many_requests_are_told_how_long_to_wait(opened: Open) -> None:
    with server("--demo", RATE_LIMIT="2/h") as origin:
        page = opened(origin)
        page.inspect(sign())
        page.wait_for("#verdict", "Signed with this server's")
        page.inspect(sign())
        page.wait_for("#verdict", "Too many requests (429): try again in ")


def test_a_server_that_went_away_is_said_to_have(driver: webdriver.Chrome) -> None:
    with server("--demo") as origin:
        page = Page(driver, origin)
    page.inspect("007")
    page.wait_for("#verdict", "The server does not answer.")
