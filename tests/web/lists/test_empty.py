"""A list without rows says what is true: nothing at all, nothing in this view, nothing for these filters."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from packhaus.access.models import User
from packhaus.web.lists.definition import list_lists
from packhaus.web.lists.empty import say_empty
from packhaus.web.lists.views import Strip, Tab
from tests.web.conftest import SignIn

OPEN = Tab("open", "Open", "state=open&sort=-age", is_current=True, empty="No short is open.")
ALL = Tab("all", "All", "")


def read_empty(client: Client, url: str) -> tuple[str, str]:
    """Return the sentence in place of rows and where its button leads."""
    page = client.get(url, follow=True).content.decode()
    found = re.search(
        r'class="empty-state">.*?<p>([^<]+)</p>(?:<a class="btn" href="([^"]*)")?', page, re.DOTALL
    )
    assert found, page
    return found[1], (found[2] or "").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("query", "current", "text", "url"),
    [
        ("", ALL, None, ""),  # nothing at all: the list's own words
        ("sort=age", ALL, None, ""),
        ("view=open&state=open&sort=-age", OPEN, "No short is open.", "?view=all"),
        ("view=open&state=open&sort=age", OPEN, "No short is open.", "?view=all"),  # sorted otherwise
        ("view=open&state=open&reason=", OPEN, "No short is open.", "?view=all"),  # a field left empty
        ("view=open&state=open&reason=lost", OPEN, "Nothing matches these filters.", f"?view=open&{OPEN.query}"),
        ("state=open&reason=lost&sort=age", None, "Nothing matches these filters.", "?sort=age"),
        ("q=mug", None, "Nothing matches these filters.", "?"),
    ],
)  # fmt: skip
def test_the_words_say_what_limits_the_list(
    query: str, current: Tab | None, text: str | None, url: str
) -> None:
    words = say_empty(QueryDict(query), Strip([OPEN, ALL], current, "", "", ""), total=0)
    assert (words and words.text, words.action_url if words else "") == (text, url)


def test_a_page_that_lost_its_rows_leads_to_the_first() -> None:
    words = say_empty(
        QueryDict("view=open&state=open&after=9"), Strip([OPEN, ALL], OPEN, "", "", ""), total=3
    )
    assert words is not None
    assert (words.text, words.action_url) == ("Nothing is left on this page.", "?view=open&state=open")


def test_a_list_without_views_has_its_own_words_until_it_is_filtered() -> None:
    assert say_empty(QueryDict("sort=age"), None, total=0) is None
    words = say_empty(QueryDict("q=mug"), None, total=0)
    assert words is not None
    assert words.kind == "nothing-matches"


def test_every_view_with_a_query_has_a_sentence_of_its_own() -> None:
    reverse("console:orders")  # reads every address, and so defines every list
    views = [(listed.name, view) for listed in list_lists() for view in listed.views if view.query]
    assert len(views) > 20
    with override("en"):
        assert [(name, view.key) for name, view in views if not str(view.empty).endswith(".")] == []
        sentences = [str(view.empty) for _, view in views]
    assert len(set(sentences)) == len(sentences)


def test_the_first_view_of_requests_and_shorts_says_what_it_shows(sign_in: SignIn, lead: User) -> None:
    client = sign_in(lead)
    assert read_empty(client, "/requests/") == ("No request waits for an answer.", "?view=all")
    assert read_empty(client, "/requests/?view=all")[0] == "No partner is asked for anything here."
    assert read_empty(client, "/shorts/") == ("No short is open.", "?view=all")
    assert read_empty(client, "/shorts/?view=all")[0] == "Nothing is missing."
    assert read_empty(client, "/shorts/?view=open&state=open&reason=damaged") == (
        "Nothing matches these filters.",
        "?view=open&state=open",
    )


def test_a_saved_view_is_called_by_its_name(sign_in: SignIn, lead: User) -> None:
    client = sign_in(lead)
    saved = client.post("/orders/", {"tab": "save-as", "name": "Britain", "query": "country=GB"})
    assert read_empty(client, saved.headers["Location"]) == ("Nothing is in “Britain”.", "?view=all")
    assert read_empty(client, "/orders/?country=FR") == ("Nothing matches these filters.", "?")


def test_a_view_as_it_is_has_nothing_to_reset_and_a_narrowed_one_leads_back(
    sign_in: SignIn, lead: User
) -> None:
    client = sign_in(lead)
    assert ">Reset</a>" not in client.get("/shorts/", follow=True).content.decode()
    narrowed = client.get("/shorts/?view=open&state=open&reason=damaged").content.decode()
    assert '<a class="btn btn-ghost" href="?view=open&amp;state=open">Reset</a>' in narrowed
    assert '<a class="btn btn-ghost" href="?">Reset</a>' in client.get("/orders/?q=mug").content.decode()
