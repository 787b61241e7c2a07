"""Take the README's pictures of a served demo: `make demo`, then .venv/bin/python tools/screenshots.py [ADDRESS]."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "img"
LEAD = "lead@packhaus.example.com"
PASSWORD = "packhaus-demo-2026"  # noqa: S105 - printed by the demo for everybody
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


class Picture(NamedTuple):
    """A file, the page it shows or the list whose first row leads there, how wide and in which theme."""

    name: str
    path: str
    row: str = ""
    is_phone: bool = False
    theme: str = "light"


PICTURES = (
    Picture("tower", "/"),
    Picture("tower-phone", "/", is_phone=True, theme="dark"),
    Picture("order", "/orders/?stage=shipped", row="table tbody a[href^='/orders/']"),
    Picture("sku-stock", "/stock/ORG/85123A/"),
)


def main(address: str) -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_browser(), args=["--no-sandbox"])
        for picture in PICTURES:
            with _signed_in(browser, address, picture) as page:
                page.goto(address + picture.path, wait_until="networkidle")
                if picture.row:
                    page.locator(picture.row).first.click()
                    page.wait_for_load_state("networkidle")
                page.screenshot(path=FOLDER / f"{picture.name}.png")
                print(picture.name, page.url)
        browser.close()


def _find_browser() -> str | None:
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def _signed_in(browser: Browser, address: str, picture: Picture) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE if picture.is_phone else DESK,  # type: ignore[arg-type]
        color_scheme=picture.theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", LEAD)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    yield page
    context.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
