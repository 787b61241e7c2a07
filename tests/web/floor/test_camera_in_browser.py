"""The camera as a scanner: a barcode in front of it is a scan, decoded in the browser from our own files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from packhaus.access.models import User
from tests.harness.browser import ARGUMENTS, CHROMIUM, needs_chromium

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]
WIDTH, HEIGHT = 640, 480


def write_film(path: Path, text: str) -> None:
    """Write a film of one still picture, as a camera would give it. Format: YUV4MPEG2."""
    drawn = np.array(
        zxingcpp.write_barcode_to_image(
            zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128), scale=2
        )
    )
    luma = np.full((HEIGHT, WIDTH), 255, np.uint8)
    tall = np.repeat(drawn[drawn.shape[0] // 2 : drawn.shape[0] // 2 + 1], 200, axis=0)
    left = (WIDTH - tall.shape[1]) // 2
    luma[140:340, left : left + tall.shape[1]] = tall
    chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + luma.tobytes() + chroma
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + frame * 10)


@pytest.fixture
def page(tmp_path: Path, address: str, number: str, associate: User) -> Iterator[Page]:
    write_film(tmp_path / "code.y4m", number)
    client = Client()
    client.force_login(associate)
    arguments = [
        *ARGUMENTS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        context = browser.new_context(viewport={"width": 360, "height": 740}, permissions=["camera"])
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
        )
        yield context.new_page()
        browser.close()


def test_what_the_camera_sees_is_a_scan(page: Page, address: str, number: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/floor/")
    assert not [url for url in asked if "zxing" in url]
    page.get_by_role("button", name="Camera").click()
    page.wait_for_url(f"{address}/floor/batches/{number}/", timeout=20_000)
    assert [url for url in asked if url.endswith(".wasm")]
    assert [url for url in asked if not url.startswith(address)] == []
    assert told == []
