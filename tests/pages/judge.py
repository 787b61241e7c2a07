"""What is asked of every page in a real browser: the rules of WCAG, the window's width, a quiet console."""

from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.pages.world import Address, World

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
# The levels of design 11: WCAG 2.2 AA holds 2.0 and 2.1.
# Into frames axe is not put: it would only call to them, and a mail in its sandbox answers nobody.
RUN_AXE = """async () => {
    const found = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"], iframes: false,
    });
    const tell = (node) => node.target.join(" ") + ": " + node.html;
    return found.violations.map((rule) => [rule.id, rule.nodes.map(tell)]);
}"""
MEASURE = "document.documentElement.scrollWidth"
HEIGHT = 900
# In milliseconds. How fast a page is, others ask: a machine that does something else is no fault of the page.
PATIENCE = 120_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    language: str
    width: int
    theme: str


LOOKS = [
    Look(language, width, theme)
    for theme in ("light", "dark")
    for language in ("en", "de", "id")
    for width in (360, 1440)
]


def list_breaches(page: Page) -> list[str]:
    """List what of the page as it is now breaks a rule of WCAG."""
    page.evaluate(AXE)
    found: list[tuple[str, list[str]]] = page.evaluate(RUN_AXE)
    return [f"{rule}: {node[:300]}" for rule, nodes in found for node in nodes[:3]]


class Visit:
    """Opens pages of the world as somebody with a look, and lists what is wrong with them."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self._windows: dict[tuple[Look, str], Page] = {}
        self._complaints: list[str] = []

    def open(self, address: Address, look: Look) -> Page:
        """Open a page and return its window."""
        page = self._find_window(look, address.session)
        page.goto(self.address + address.url)
        return page

    def judge(self, address: Address, look: Look) -> list[str]:
        """Open a page and return what is wrong with it."""
        page = self._find_window(look, address.session)
        if self._takes_forms_only(page, address):
            return []
        self._complaints.clear()
        answer = page.goto(self.address + address.url)
        assert answer is not None
        # Of a page that is meant to be missing the browser itself complains.
        if address.status != HTTPStatus.OK:
            self._complaints.clear()
        wrong: list[str] = []
        if answer.status != address.status or urlsplit(page.url).path != urlsplit(address.url).path:
            wrong.append(
                f"answers {answer.status} at {page.url}; is it no page? tests/pages/world.py lists those"
            )
        width = page.evaluate(MEASURE)
        if width > look.width:
            wrong.append(f"is {width} wide")
        wrong += list_breaches(page)
        wrong += self._complaints
        return [f"{address.url} ({look.language}, {look.width}, {look.theme}) {each}" for each in wrong]

    def _takes_forms_only(self, page: Page, address: Address) -> bool:
        # Who asks with GET is led to the page that the form stands on, which is looked at for nothing; HEAD is not.
        answer = page.request.head(self.address + address.url, max_redirects=0)
        return answer.status == HTTPStatus.METHOD_NOT_ALLOWED

    def _find_window(self, look: Look, session: str) -> Page:
        if (look, session) not in self._windows:
            page = self._make_context(look, session).new_page()
            page.on("console", lambda message: self._complaints.append(f"console: {message.text}"))
            page.on("pageerror", lambda error: self._complaints.append(f"script: {error}"))
            self._windows[look, session] = page
        return self._windows[look, session]

    def _make_context(self, look: Look, session: str) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": look.width, "height": HEIGHT}, reduced_motion="reduce"
        )
        values = {"packhaus_language": look.language, "packhaus_theme": look.theme}
        values |= {"sessionid": session} if session else {}
        cookies: list[Any] = [
            {"name": name, "value": value, "url": self.address} for name, value in values.items()
        ]
        context.add_cookies(cookies)
        context.set_default_timeout(PATIENCE)
        return context

    def close(self) -> None:
        """Close every window."""
        for page in self._windows.values():
            page.context.close()
