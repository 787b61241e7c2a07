import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from packhaus.access.errors import TooManyAttempts
from packhaus.access.types import Role
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound, ResourceBusy
from packhaus.web.middleware import FrameMiddleware
from packhaus.web.nav import build_navigation
from packhaus.web.refusals import describe_status
from packhaus.web.responses import find_safe_url, render_refusal
from packhaus.web.views.components import show_components

STATIC = Path(__file__).parents[2] / "src/packhaus/web/static"


@pytest.fixture
def story(rf: RequestFactory) -> str:
    request = rf.get("/setup/components/")
    request.user = AnonymousUser()
    return show_components(request).content.decode()


def test_every_component_is_drawn_and_none_comes_out_as_a_tag(story: str) -> None:
    components = (STATIC.parent / "templates/cotton").glob("*.html")
    used = (STATIC.parent / "templates/web/components.html").read_text() + "".join(
        file.read_text() for file in (STATIC.parent / "templates").rglob("*.html")
    )
    for component in components:
        assert f"<c-{component.stem.replace('_', '-')}" in used, component.stem
    assert "<c-" not in story
    assert "{{" not in story


def test_the_story_page_shows_a_carton_layer_by_layer(story: str) -> None:
    figure = story[story.index('<figure class="carton">') : story.index("</figure>")]
    assert figure.count("from above") == 3
    assert "25 × Red mug 300 ml" in figure
    assert "2 × Blue bowl 12 cm" in figure


def test_no_page_carries_inline_style_or_script(story: str) -> None:
    assert re.search(r"\sstyle=", story) is None
    assert re.search(r"\son[a-z]+=", story) is None
    assert re.search(r"<script(?![^>]*\ssrc=)", story) is None
    assert "<style" not in story


def test_words_are_escaped_once(story: str) -> None:
    assert "SO-100234 &amp; more" in story
    assert "&amp;amp;" not in story


def test_the_content_policy_is_strict(client: Client) -> None:
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize(("language", "words"), [("en", "Sign in"), ("de", "Anmelden"), ("id", "Masuk")])
def test_the_sign_in_page_speaks_the_chosen_language_and_theme(
    client: Client, language: str, words: str
) -> None:
    answer = client.post(
        "/preferences/", {"language": language, "theme": "dark", "next": "/sign-in/"}, follow=True
    )
    page = answer.content.decode()
    assert words in page
    assert f'lang="{language}" data-bs-theme="dark"' in page


def test_an_unknown_preference_is_not_kept(client: Client) -> None:
    answer = client.post("/preferences/", {"theme": "plaid", "next": "https://elsewhere.example/"})
    assert "packhaus_theme" not in answer.cookies
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("wanted", ["//elsewhere.example", "javascript:alert(1)", "", None])
def test_only_our_own_addresses_are_followed(rf: RequestFactory, wanted: str | None) -> None:
    assert find_safe_url(rf.get("/"), wanted) == "/"


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("language", ["en", "de", "id"])
def test_an_error_page_says_what_why_and_what_can_be_done(
    rf: RequestFactory, status: int, language: str
) -> None:
    request = rf.get("/orders/")
    request.user = AnonymousUser()
    with translation.override(language):
        refusal = describe_status(status)
        answer = render_refusal(request, refusal)
        page = answer.content.decode()
        assert answer.status_code == status
        assert f'<h1 class="plain-title">{refusal.what!s}</h1>' in page
        assert str(refusal.why) in page
        assert str(refusal.remedies[0].label) in page


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("order"), 404, "belongs to somebody else"),
        (
            TooManyAttempts("too many wrong codes", retry_after_seconds=61),
            429,
            "Wait 2 minutes, then try again.",
        ),
        (ResourceBusy("busy"), 503, "Somebody else is changing this right now."),
        (
            Invalid([FieldProblem("lines.0.quantity", "positive", "must be above zero")]),
            422,
            "must be above zero",
        ),
    ],
)
def test_a_refusal_of_the_domain_becomes_its_page(
    rf: RequestFactory, error: Exception, status: int, words: str
) -> None:
    request = rf.get("/orders/")
    request.user = AnonymousUser()
    answer = FrameMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_fragment_gets_its_refusal_as_an_alert(rf: RequestFactory) -> None:
    request = rf.get("/orders/", headers={"HX-Request": "true"})
    request.user = AnonymousUser()
    page = render_refusal(request, describe_status(409)).content.decode()
    assert "holder-alert" in page
    assert "<html" not in page


def test_a_fault_of_ours_is_not_turned_into_a_refusal(rf: RequestFactory) -> None:
    middleware = FrameMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(rf.get("/"), ZeroDivisionError()) is None


def test_navigation_shows_only_pages_that_exist_and_the_role_may_use() -> None:
    for role in Role:
        for section in build_navigation(roles={role}, path="/"):
            assert section.url.startswith("/")
    assert build_navigation(roles=frozenset(), path="/") == []


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((STATIC / "vendor/manifest.json").read_text())
    listed = {file["path"]: file["sha256"] for package in manifest["packages"] for file in package["files"]}
    found = {
        path.relative_to(STATIC / "vendor").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == listed


@pytest.mark.parametrize(
    ("name", "bytes_allowed"),
    [
        ("web/shopper.css", 12_000),
        ("web/tick.js", 1_000),
        ("vendor/icons/sprite.svg", 12_000),
        ("vendor/tabler/tabler.min.css", 82_000),
        ("web/floor.js", 3_000),
        ("web/page.js", 4_000),
    ],
)
def test_files_stay_within_their_budget_compressed(name: str, bytes_allowed: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes())) <= bytes_allowed


@pytest.mark.parametrize(("roles", "fields"), [({Role.LEAD}, 1), ({Role.MERCHANT}, 1), (set(), 0)])
def test_what_is_missing_is_searched_for_by_whoever_may(
    rf: RequestFactory, roles: set[Role], fields: int
) -> None:
    request = rf.get("/orders/SO-1/")
    request.user = AnonymousUser()
    request.roles = frozenset(roles)  # type: ignore[attr-defined]
    page = render_refusal(request, describe_status(404)).content.decode()
    assert page.count('name="q"') == fields
