"""Somebody with a browser: goes where links lead, presses what has a name, and looks closely at each page."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {runOnly: {type: "tag", values}, resultTypes: ["violations"]});
  return found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${node.html.slice(0, 200)}`));
}"""
TELL_OF_CSP = """document.addEventListener("securitypolicyviolation",
  event => console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI}`));"""
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return "";
  const scrolls = e => e && e !== document.body
    && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
  return `${wide} px too wide: ` + [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(e => !scrolls(e.parentElement))
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(" | ");
}"""
# A form that was refused, and two people who changed one thing, are answers and not failures.
ANSWERS = {422, 409}


class Visitor:
    def __init__(self, browser, url, width, scripts, *, folder=None, dark=False):
        self.browser, self.url, self.width, self.scripts = browser, url, width, scripts
        self.folder, self.shots = folder, 0
        self.complaints = []
        self.expected = set(ANSWERS)
        self.look = {
            "viewport": {"width": width, "height": 900 if width > 600 else 800},
            "is_mobile": width < 600,
            "has_touch": width < 600,
            "color_scheme": "dark" if dark else "light",
            "reduced_motion": "reduce",
            "locale": "sr-Latn-BA",
            "timezone_id": "Europe/Sarajevo",
        }
        self.context = browser.new_context(**self.look, java_script_enabled=scripts)
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(TELL_OF_CSP)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.context.on("requestfailed", self._miss)
        self.context.on("response", self._see)
        self.page = self.context.new_page()
        self._inspector = None

    def close(self):
        self.context.close()
        if self._inspector:
            self._inspector.context.close()

    # --- what goes wrong --------------------------------------------------------------------------
    def _hear(self, message):
        # The status of an answer is judged below, with its address. htmx calls it an error that a newer
        # choice of filters replaces the one still being asked for.
        usual = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
        if message.type == "error" and not message.text.startswith(usual):
            self.complaints.append(f"console at {self.page.url}: {message.text}")

    def _miss(self, request):
        # Downloads and pages left in the middle of loading.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"not loaded: {request.url} {request.failure}")

    def _see(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")
        if not response.url.startswith(self.url):
            self.complaints.append(f"from elsewhere: {response.url}")

    # --- going ------------------------------------------------------------------------------------
    def open(self, address):
        """A path, or the address of a letter."""
        return self.page.goto(address if address.startswith("http") else self.url + address)

    @property
    def path(self):
        return urlsplit(self.page.url).path

    def follow(self, name, *, within="body", exact=True, last=False):
        """Press the link of that name, as the reader sees it."""
        links = self.page.locator(within).get_by_role("link", name=name, exact=exact)
        (links.last if last else links.first).click()
        self.page.wait_for_load_state()

    def press(self, name, *, within="main", exact=True):
        self.page.locator(within).get_by_role("button", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()

    def type(self, label, text, *, exact=True, within="main", nth=0):
        """Fill the field of that label; the words “not required” after a label do not count."""
        area = self.page.locator(within)
        field = area.get_by_label(label, exact=exact)
        if not field.count():
            field = area.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s|$)"))
        field.nth(nth).fill(text)

    def tick(self, label, *, exact=False, within="main"):
        self.page.locator(within).get_by_label(label, exact=exact).first.check()

    def sign_in(self, user, *, password=PASSWORD):
        """Through the form, on whatever page of sign-in this is, else on the front door."""
        if "/nalog/prijava/" not in self.path:
            self.open("/nalog/prijava/")
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", password)
        self.page.locator("form:has(input[name=password]) button").first.click()
        self.page.wait_for_load_state()

    def is_signed_in_as(self, user):
        """Without the form, where signing in is not what is tested."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])

    def downloads(self, name, *, within="body", exact=False):
        """(file name, bytes) of what the link of that name gives."""
        with self.page.expect_download() as download:
            self.page.locator(within).get_by_role("link", name=name, exact=exact).first.click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    # --- looking ----------------------------------------------------------------------------------
    def reads(self, text):
        """The text stands on the page and can be seen."""
        self.page.get_by_text(text).first.wait_for(state="visible")

    @property
    def text(self):
        return self.page.locator("body").inner_text()

    def check(self, name=""):
        """What must be true of every page, in every state."""
        __tracebackhide__ = True
        self.page.wait_for_load_state()
        where = f"{self.path} at {self.width} px"
        assert self.page.locator("h1").count() == 1, f"{where}: one h1"
        assert self.page.title().strip(), f"{where}: a title"
        assert self.too_wide() == "", where
        self.shoot(name)
        found = self.axe()
        assert found == [], f"{where}: " + "\n".join(found)

    def too_wide(self):
        """What sticks out at the side, or ""."""
        return self.page.evaluate(TOO_WIDE)

    def axe(self):
        page = self.page if self.scripts else self._same_page_for_axe()
        page.evaluate(AXE)
        return page.evaluate(RUN_AXE)

    def _same_page_for_axe(self):
        """axe needs timers, which a page without scripts has not: it judges a copy of the page."""
        if self._inspector is None:
            self._inspector = self.browser.new_context(**self.look).new_page()
        html = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.S)
        address = self.page.url.partition("#")[0]

        def answer(route):
            if route.request.is_navigation_request():
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                route.continue_()

        self._inspector.route("**/*", answer)
        self._inspector.goto(address)
        self._inspector.unroute("**/*")
        return self._inspector

    def shoot(self, name=""):
        if not self.folder:
            return
        self.shots += 1
        slug = name or (self.path.strip("/").replace("/", "_") or "home")
        path = self.folder / f"{self.shots:02}-{slug}-{self.width}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
