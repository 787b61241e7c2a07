"""A lead sees which bins differ, who would wait, and decides."""

import re

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Count
from packhaus.inventory.queries.count_programme import find_programme
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn

__all__ = ["place", "place_one"]


@pytest.fixture
def number(stock: PutStock, mug: Sku, leeds: Place, place_one: PlacingOne, counts: Counts) -> str:
    """A bin of ten of which eight are promised and six were found, twice."""
    stock(mug, leeds, 10, backorder_limit=20)
    place_one(make_draft(("MUG", 8)))
    return counts.read(counts.walk_twice((mug, 6))).number


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def read_shelf_units() -> int:
    with transaction(Scope.operator()):
        return Balance.objects.get().on_hand


def test_a_lead_sees_who_would_wait_and_approves(number: str, desk: Client, operator: Scope) -> None:
    assert number in desk.get("/stock/counts/?view=approve").content.decode()
    page = desk.get(f"/stock/counts/{number}/").content.decode()
    assert "These orders wait again when the count is approved." in page
    assert "SO-" in page
    missing = desk.post(f"/stock/counts/{number}/decide/", {"do": "approve", "reason": "because"})
    assert (missing.status_code, read_shelf_units()) == (422, 10)
    desk.post(f"/stock/counts/{number}/decide/", {"do": "approve", "reason": "lost"})
    assert read_shelf_units() == 6
    with transaction(operator):
        assert (Count.objects.get().status, Count.objects.get().reason) == ("approved", "lost")
    assert "Decide" not in desk.get(f"/stock/counts/{number}/").content.decode()
    assert desk.post(f"/stock/counts/{number}/decide/", {"do": "reject"}).status_code == 409


@pytest.mark.parametrize(("deed", "status"), [("reject", "rejected"), ("recount", "recount")])
def test_a_lead_may_reject_or_ask_again(
    number: str, deed: str, status: str, desk: Client, operator: Scope
) -> None:
    desk.post(f"/stock/counts/{number}/decide/", {"do": deed})
    with transaction(operator):
        assert Count.objects.get().status == status
    assert read_shelf_units() == 10


def test_the_record_is_hidden_while_somebody_counts(
    stock: PutStock, mug: Sku, leeds: Place, desk: Client, operator: Scope
) -> None:
    stock(mug, leeds, 8317)
    location_id = leeds.locations["A-01-01"]
    desk.post(f"/stock/locations/{location_id}/plan-count/")
    with transaction(operator):
        count = Count.objects.get()
    assert (count.trigger, count.status) == ("asked", "planned")
    page = desk.get(f"/stock/counts/{count.number}/").content.decode()
    assert "8317" not in page
    assert "8,317" not in page
    desk.post(f"/stock/counts/{count.number}/decide/", {"do": "cancel"})
    with transaction(operator):
        assert Count.objects.get().status == "cancelled"


def test_the_accuracy_of_a_week_leads_to_its_counts(number: str, desk: Client) -> None:
    desk.post(f"/stock/counts/{number}/decide/", {"do": "approve", "reason": "lost"})
    page = desk.get("/stock/counts/accuracy/").content.decode()
    [link] = re.findall(r'href="(/stock/counts/\?week=[^"]+)"', page)
    assert page.count("stock-steps") == 1
    assert number in desk.get(link.replace("&amp;", "&")).content.decode()
    assert number not in desk.get("/stock/counts/?week=2020-01-06").content.decode()
    assert ",1,0,0.0" in b"".join(desk.get("/stock/counts/accuracy/?format=csv")).decode()


def test_others_have_no_counts(counts: Counts, sign_in: SignIn, associate: User, owner: User) -> None:
    number = counts.read(counts.plan()).number
    for person in (associate, owner):
        client = sign_in(person)
        assert client.get("/stock/counts/").status_code == 404
        assert client.get(f"/stock/counts/{number}/").status_code == 404
        assert client.post(f"/stock/counts/{number}/decide/", {"do": "cancel"}).status_code == 404


def test_a_programme_is_looked_at_before_it_is_saved(
    stock: PutStock, mug: Sku, leeds: Place, desk: Client, sign_in: SignIn, associate: User, operator: Scope
) -> None:
    stock(mug, leeds, 3)
    url = "/stock/counts/programme/LEEDS/"
    figures = {
        "days_a": "30", "days_b": "90", "days_c": "0", "goal_a": "99", "goal_b": "98", "goal_c": "95",
        "bins_a_day": "7", "tolerance_units": "1", "tolerance_percent": "5", "is_active": "on",
    }  # fmt: skip
    assert "0 bins this week" in desk.post(url, {**figures, "do": "look"}).content.decode()
    assert "1 bin this week" in desk.post(url, {**figures, "days_c": "180", "do": "look"}).content.decode()
    assert find_programme(scope=operator, site_id=leeds.id) is None
    assert desk.post(url, {**figures, "goal_a": "101", "do": "save"}).status_code == 422
    assert desk.post(url, {**figures, "do": "save"}).headers["Location"] == url
    saved = find_programme(scope=operator, site_id=leeds.id)
    assert saved is not None
    assert (saved.is_active, saved.bins_a_day, saved.tolerance_percent) == (True, 7, 5)
    assert desk.get("/stock/counts/programme/NOWHERE/").status_code == 404
    assert sign_in(associate).get(url).status_code == 404


def test_accuracy_is_of_what_was_counted_blind(number: str, desk: Client) -> None:
    assert "Nothing was counted blind yet." in desk.get("/stock/counts/programme/LEEDS/").content.decode()
    desk.post(f"/stock/counts/{number}/decide/", {"do": "approve", "reason": "lost"})
    page = desk.get("/stock/counts/programme/LEEDS/").content.decode()
    assert "0 of 1 were right" in page
