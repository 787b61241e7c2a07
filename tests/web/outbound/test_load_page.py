"""Parcels onto the truck by scan, what stays behind, and the next pick-up."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.types import WaveOutcome
from tests.web.outbound.conftest import Reading

HTMX = {"HX-Request": "true"}


@pytest.fixture
def dock(
    wave: WaveOutcome,
    batch: Callable[[WaveOutcome], object],
    pick: Callable[[], object],
    pack: Callable[[], object],
) -> list[str]:
    """Three packed orders at Leeds; their tracking numbers by order."""
    batch(wave)
    pick()
    pack()
    return [
        str(number)
        for (number,) in ask(
            "SELECT p.tracking_number FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id "
            "ORDER BY s.order_number, p.number"
        )
    ]


@pytest.fixture
def truck() -> str:
    [(carrier,)] = ask("SELECT DISTINCT carrier_code FROM shipping_shipment LIMIT 1")
    [(site,)] = ask(
        "SELECT DISTINCT n.code FROM shipping_shipment AS s JOIN network_site AS n ON n.id = s.site_id LIMIT 1"
    )
    return "/dispatch/load/?" + urlencode({"site": site, "carrier": carrier, "until": ""})


def ask(statement: str) -> list[tuple[object, ...]]:
    with transaction(Scope.operator()):
        return rows.fetch_tuples(statement)


def count_loaded() -> object:
    return ask("SELECT count(loaded_at) FROM shipping_parcel")[0][0]


def test_a_scanned_parcel_is_on_the_truck_once(dock: list[str], truck: str, as_lead: Client) -> None:
    page = as_lead.get(truck).content.decode()
    assert f"0 / {len(dock)}" in page
    assert dock[0] in page
    answer = as_lead.post(truck, {"scan": dock[0]}, headers=HTMX)
    assert answer.status_code == 200
    assert f"1 / {len(dock)}" in answer.content.decode()
    again = as_lead.post(truck, {"scan": dock[0]}, headers=HTMX).content.decode()
    assert "Was on the truck already" in again
    assert count_loaded() == 1


def test_a_parcel_of_another_carrier_is_not_loaded(dock: list[str], truck: str, as_lead: Client) -> None:
    [(carrier,)] = ask("SELECT carrier_code FROM shipping_shipment LIMIT 1")
    other = truck.replace(f"carrier={carrier}", "carrier=NOBODY")
    answer = as_lead.post(other, {"scan": dock[0]}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Goes with {carrier}" in page
    assert "Do not load it." in page
    assert dock[0] in page
    assert count_loaded() == 0


def test_an_unknown_code_and_a_stopped_order_are_not_loaded(
    dock: list[str], truck: str, as_lead: Client
) -> None:
    assert "Unknown code" in as_lead.post(truck, {"scan": "X-1"}, headers=HTMX).content.decode()
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_order SET is_held = true")
    page = as_lead.post(truck, {"scan": dock[0]}, headers=HTMX).content.decode()
    assert "is held or cancelled" in page
    assert count_loaded() == 0
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_order SET is_held = false")


def test_what_was_not_scanned_stays_when_the_truck_closes(
    dock: list[str], truck: str, as_lead: Client, read: Reading
) -> None:
    as_lead.post(truck, {"scan": dock[0]}, headers=HTMX)
    review = truck.replace("/dispatch/load/", "/dispatch/hand-over/")
    page = read(review)
    assert "2 orders are not wholly on the truck and stay here." in page
    assert "Hand over 1 parcel" in page
    fields = dict(pair.split("=") for pair in review.split("?")[1].split("&"))
    as_lead.post("/dispatch/hand-over/", fields)
    assert ask("SELECT status, count(*) FROM shipping_shipment GROUP BY 1 ORDER BY 1") == [
        ("dispatched", 1),
        ("labelled", 2),
    ]


def test_all_may_leave_without_scans(dock: list[str], truck: str, as_lead: Client, read: Reading) -> None:
    as_lead.post(truck, {"scan": dock[0]}, headers=HTMX)
    review = truck.replace("/dispatch/load/", "/dispatch/hand-over/") + "&all=1"
    assert f"Hand over {len(dock)} parcels" in read(review)


def test_loading_is_not_for_merchants(dock: list[str], truck: str, client: Client, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get(truck).status_code == 404
    assert client.post(truck, {"scan": dock[0]}).status_code == 404
    assert count_loaded() == 0


def test_what_was_left_behind_goes_with_the_next_pick_up(
    dock: list[str], as_lead: Client, read: Reading
) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_fulfillmentorder SET ship_by = now() - interval '3 days'")
    [(site, carrier)] = ask(
        "SELECT DISTINCT n.code, f.carrier_code FROM orders_fulfillmentorder AS f "
        "JOIN network_site AS n ON n.id = f.site_id"
    )
    fields = {"site": str(site), "carrier": str(carrier), "until": ""}
    assert "Move 3 orders" in read("/dispatch/next/?" + urlencode(fields))
    as_lead.post("/dispatch/next/", fields)
    [(earliest,)] = ask("SELECT min(ship_by) FROM orders_fulfillmentorder")
    assert earliest > timezone.now()  # type: ignore[operator]
    assert ask("SELECT count(*) FROM journal_entry WHERE kind = 'pickup_moved'") == [(3,)]
    assert dock
