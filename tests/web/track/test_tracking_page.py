import gzip
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.insight.queries.tracking import LASTS, Tracking, find_tracking
from packhaus.kernel import rows
from packhaus.orders.services.cancel import cancel_order
from tests.web.track.conftest import Ship, Tracked


def _read(client: Client, tracked: Tracked, language: str = "en") -> str:
    client.cookies["packhaus_language"] = language
    answer = client.get(tracked.path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_it_leaves_the_page_says_when_and_what_waits(client: Client, tracked: Tracked) -> None:
    page = _read(client, tracked)
    assert "Leaves us by" in page
    assert "We have your order and are getting it ready." in page
    assert "The date is not known yet. We tell you as soon as we know it." in page


def test_every_parcel_is_shown_with_its_number_and_contents(
    client: Client, tracked: Tracked, ship: Ship
) -> None:
    ship(2)
    page = _read(client, tracked)
    assert "Parcel 1 of 2" in page
    assert "Parcel 2 of 2" in page
    assert 'href="https://track.albion.example/AP000340434123456781"' in page
    assert "What is in this parcel (2 pieces)" in page
    assert "Part of your order follows later." in page


def test_a_packed_parcel_has_not_left(client: Client, tracked: Tracked, ship: Ship) -> None:
    ship(1, has_left=False)
    page = _read(client, tracked)
    assert "Packed. The carrier takes it next." in page
    assert "track.albion.example" not in page


def test_a_late_parcel_is_told_before_the_shopper_asks(
    client: Client, tracked: Tracked, ship: Ship, operator: Scope
) -> None:
    ship(1, tracking_status="in_transit")
    page = _read(client, tracked)
    assert "running late" not in page
    with transaction(operator):
        rows.execute("UPDATE orders_order SET deliver_by = now() - interval '1 day'")
    page = _read(client, tracked)
    assert "Running late" in page
    assert "Your parcel is running late. We are sorry." in page
    with transaction(operator):
        rows.execute("UPDATE shipping_parcel SET expected_at = now() + interval '3 days'")
    page = _read(client, tracked)
    assert "Your parcel is running late. We now expect it on " in page
    assert "Arriving " in page
    with transaction(operator):
        rows.execute(
            "UPDATE shipping_parcel SET tracking_status = 'exception', tracking_problem = 'attempt_failed'"
        )
    assert "could not deliver your parcel. Next attempt: " in _read(client, tracked)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Your parcel will be delivered today."),
        ("de", "Ihr Paket wird heute zugestellt."),
        ("id", "Paket Anda akan diantar hari ini."),
    ],
)
def test_the_page_speaks_the_language_that_was_chosen(
    client: Client, tracked: Tracked, ship: Ship, language: str, sentence: str
) -> None:
    ship(1, tracking_status="out_for_delivery")
    assert sentence in _read(client, tracked, language)


def test_without_a_choice_it_speaks_the_language_of_the_order(client: Client, tracked: Tracked) -> None:
    answer = client.get(tracked.path, headers={"accept-language": "id"})
    assert answer["Content-Language"] == "de"
    assert "Wir haben Ihre Bestellung erhalten" in answer.content.decode()


def test_only_street_and_initials_of_the_shopper_are_shown(client: Client, tracked: Tracked) -> None:
    page = _read(client, tracked)
    assert "Ä. V. D. H., Torstraße 1" in page
    for secret in ("Heide", "10119", "anna@example.com", "+49"):
        assert secret not in page


def test_a_cancelled_order_says_so(
    client: Client, tracked: Tracked, acme_scope: Scope, now: datetime
) -> None:
    cancel_order(scope=acme_scope, order_id=tracked.order.id, now=now, actor=SYSTEM)
    page = _read(client, tracked)
    assert "Your order is cancelled" in page
    assert 'class="way"' not in page


@pytest.mark.parametrize("token", ["x", "x" * 33, "%20", "..%2f", "a'b"])
def test_an_unknown_link_is_not_found_and_says_nothing(client: Client, operator: Scope, token: str) -> None:
    answer = client.get(f"/t/{token}")
    assert answer.status_code == 404


def test_a_link_expires_half_a_year_after_the_last_parcel_left(
    client: Client, tracked: Tracked, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        rows.execute("UPDATE orders_order SET shipped_at = %(at)s", {"at": now})
    token = tracked.order.tracking_token
    assert not _find(token, now + LASTS).is_expired
    assert _find(token, now + LASTS + timedelta(seconds=1)).is_expired
    with transaction(operator):
        rows.execute("UPDATE orders_order SET shipped_at = now() - interval '181 days'")
    client.cookies["packhaus_language"] = "en"
    answer = client.get(tracked.path)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "This link has expired." in page
    assert "Torstraße" not in page
    assert "Mug" not in page


def _find(token: str, now: datetime) -> Tracking:
    found = find_tracking(token=token, now=now)
    assert found
    return found


def test_the_page_costs_the_same_statements_however_much_is_in_it(
    tracked: Tracked, ship: Ship, now: datetime
) -> None:
    ship(9)
    with CaptureQueriesContext(connection) as captured:
        assert find_tracking(token=tracked.order.tracking_token, now=now)
    asked = [query["sql"] for query in captured if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert len([sql for sql in asked if "set_config" not in sql]) == 8


def test_what_is_shown_is_read_as_the_orders_merchant(
    tracked: Tracked, ship: Ship, beta: Merchant, operator: Scope, now: datetime
) -> None:
    ship(1)
    with transaction(operator):
        rows.execute("UPDATE shipping_parcelitem SET merchant_id = %(beta)s", {"beta": beta.id})
    found = find_tracking(token=tracked.order.tracking_token, now=now)
    assert found
    assert len(found.parcels) == 1
    assert found.items == []


def test_the_page_is_nobodys_to_keep_or_to_list(client: Client, tracked: Tracked) -> None:
    answer: HttpResponse = client.get(tracked.path)  # type: ignore[assignment]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer.content.decode().count("<script") == 1, "one file that copies a number, and nothing inline"
    assert client.post(tracked.path).status_code == 405


def test_page_and_stylesheets_stay_within_their_budget(client: Client, tracked: Tracked, ship: Ship) -> None:
    ship(30)
    assert len(gzip.compress(_read(client, tracked).encode())) < 15_000


def test_the_accent_is_a_stylesheet_that_is_kept_for_ever(client: Client) -> None:
    answer = client.get("/t/accent/066fd1.css")
    assert answer.status_code == 200
    assert "--accent:#066fd1" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("accent", ["ffff00", "nothex", "066fd1;}"])
def test_a_pale_or_odd_accent_is_refused(client: Client, accent: str) -> None:
    assert client.get(f"/t/accent/{accent}.css").status_code == 404
