"""Debian's Chromium, driven by Playwright, without the surface that nobody sees in its hidden windows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

SHELL = Path("/usr/bin/chromium-headless-shell")
# The shell is the same engine without the desktop's windows around it: every page in it took 118 seconds, not 152.
CHROMIUM = SHELL if SHELL.exists() else Path("/usr/bin/chromium")
# Each new window loads two pages for the suggestions below its address bar: they cost more than the page of a test.
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# Chromium heeds the last list only, so Playwright's own is repeated. Source: chromiumSwitches.ts of playwright-core.
PLAYWRIGHTS = (
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    f"--disable-features={','.join(PLAYWRIGHTS + UNSEEN)}",
]

needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="needs Debian's chromium: apt-get install chromium-headless-shell"
)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    # Playwright leaves an event loop in this thread; Django would refuse the tests' own queries for it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
