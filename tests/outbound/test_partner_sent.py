"""A partner's site says what it has sent: counters, stock, parcel and the shopper's message follow."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError
from packhaus.orders.errors import RequestClosed, UnitsNotAsked
from packhaus.orders.services.requests import accept_requests
from packhaus.outbound.errors import NothingToRelease
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import (
    BoxedUnits,
    DispatchedShipment,
    PartnerParcel,
    PartnerReport,
    ReleaseRule,
)
from packhaus.shipping.errors import TrackingTaken
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft
from tests.orders.partners import (
    find_request,
    hand_over,
    list_lines,
    list_parts,
    open_partner,
    read_stock,
)

OPERATOR = Scope.operator()
Reporting = Callable[..., DispatchedShipment]


@pytest.fixture
def partner(berlin: Place, mug: Sku, lamp: Sku, now: datetime, check_clean: Callable[[], None]) -> Place:
    """Berlin, run by a partner that says it has 10 mugs and 10 lamps."""
    return open_partner(berlin, now, (mug, 10), (lamp, 10))


@pytest.fixture
def report(now: datetime) -> Reporting:
    def report(id_: UUID, *units: tuple[int, int], number: str = "ZX1") -> DispatchedShipment:
        parcel = PartnerParcel(number, tuple(BoxedUnits(*one) for one in units))
        (sent,) = book_partner_shipments(
            reports=[PartnerReport(id_, "RAPID", (parcel,))], now=now, actor=SYSTEM
        )
        return sent

    return report


@pytest.mark.usefixtures("committed")
def test_what_a_partner_sent_is_shipped_and_off_its_feed_and_the_shopper_is_told(
    partner: Place,
    mug: Sku,
    place_one: PlacingOne,
    report: Reporting,
    count: Counting,
    now: datetime,
) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    drain(now=now)
    asked = find_request(partner)
    accept_requests(scope=OPERATOR, fulfillment_ids=[asked], now=now, actor=SYSTEM)
    sent = report(asked)
    assert (sent.fulfillment_id, sent.units) == (asked, 3)
    assert count(placed.number) == [{"shipped": 3}]
    assert read_stock(partner, mug) == (7, 0, 0)
    assert list_parts() == [("BERLIN", "dispatched", "accepted", "", 3)]
    drain(now=now)
    with transaction(OPERATOR):
        told = rows.fetch_tuples(
            "SELECT m.kind FROM messaging_message AS m WHERE m.topic_id = %(id)s ORDER BY m.queued_at, m.id",
            {"id": placed.id},
        )
        parcels = rows.fetch_tuples(
            "SELECT s.carrier_code, s.status, s.cost_minor, p.tracking_number, i.quantity FROM shipping_shipment AS s "
            "JOIN shipping_parcel AS p ON p.shipment_id = s.id JOIN shipping_parcelitem AS i ON i.parcel_id = p.id"
        )
        stages = rows.fetch_tuples("SELECT stage FROM orders_order")
        movements = rows.fetch_tuples("SELECT 1 FROM inventory_movement")
    assert told == [("order_confirmed",), ("order_dispatched",)]
    assert parcels == [("RAPID", "dispatched", None, "ZX1", 3)]
    assert stages == [("shipped",)]
    assert movements == [], "a feed has no ledger"


def test_the_same_report_again_changes_nothing(
    partner: Place, mug: Sku, place_one: PlacingOne, report: Reporting
) -> None:
    place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    first = report(asked)
    assert report(asked) == first
    assert read_stock(partner, mug) == (7, 0, 0)
    with pytest.raises(RequestClosed, match="is dispatched"):
        report(asked, number="ZX2")


def test_what_was_not_sent_is_asked_for_again(
    partner: Place, mug: Sku, lamp: Sku, place_one: PlacingOne, report: Reporting, count: Counting
) -> None:
    placed = place_one(make_draft(("MUG", 3), ("LAMP", 2)))
    asked = find_request(partner)
    mugs, _lamps = list_lines(asked)
    report(asked, (mugs, 1))
    assert list_parts() == [
        ("BERLIN", "dispatched", "accepted", "", 1),
        ("BERLIN", "planned", "requested", "", 4),
    ]
    assert count(placed.number) == [{"promised": 2, "shipped": 1}, {"promised": 2}]
    report(find_request(partner), number="ZX2")
    assert count(placed.number) == [{"shipped": 3}, {"shipped": 2}]
    assert (read_stock(partner, mug), read_stock(partner, lamp)) == ((7, 0, 0), (8, 0, 0))


def test_more_than_was_asked_for_is_refused(
    partner: Place, mug: Sku, place_one: PlacingOne, report: Reporting, count: Counting
) -> None:
    placed = place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    (mugs,) = list_lines(asked)
    with pytest.raises(UnitsNotAsked):
        report(asked, (mugs, 4))
    assert count(placed.number) == [{"promised": 3}]
    assert read_stock(partner, mug) == (10, 3, 0)


def test_a_tracking_number_names_one_parcel(
    partner: Place, place_one: PlacingOne, report: Reporting, count: Counting
) -> None:
    place_one(make_draft(("MUG", 3)))
    report(find_request(partner))
    second = place_one(make_draft(("MUG", 1), number="A-2"))
    with pytest.raises(TrackingTaken):
        report(find_request(partner))
    assert count(second.number) == [{"promised": 1}]


def test_two_parcels_say_what_is_in_each(partner: Place, place_one: PlacingOne, now: datetime) -> None:
    place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    (mugs,) = list_lines(asked)
    with pytest.raises(DomainError):
        book_partner_shipments(
            reports=[PartnerReport(asked, "RAPID", (PartnerParcel("Z1"), PartnerParcel("Z2")))],
            now=now, actor=SYSTEM,
        )  # fmt: skip
    parcels = (PartnerParcel("Z1", (BoxedUnits(mugs, 1),)), PartnerParcel("Z2", (BoxedUnits(mugs, 2),)))
    (sent,) = book_partner_shipments(reports=[PartnerReport(asked, "RAPID", parcels)], now=now, actor=SYSTEM)
    assert sent.units == 3


def test_where_the_partner_s_stock_is_ours_to_count_it_leaves_the_bins(
    berlin: Place, mug: Sku, stock: PutStock, place_one: PlacingOne, report: Reporting, count: Counting
) -> None:
    hand_over(berlin, policy="own")
    stock(mug, berlin, 2, location="A-01-01")
    stock(mug, berlin, 5, location="A-02-01")
    placed = place_one(make_draft(("MUG", 3)))
    sent = report(find_request(berlin))
    assert count(placed.number) == [{"shipped": 3}]
    assert read_stock(berlin, mug) == (4, 0, 0)
    with transaction(OPERATOR):
        moved = rows.fetch_tuples(
            "SELECT quantity, reason, document_id FROM inventory_movement WHERE reason = 'dispatch' ORDER BY id"
        )
    assert moved == [(2, "dispatch", str(sent.shipment_id)), (1, "dispatch", str(sent.shipment_id))]


def test_a_partner_that_always_has_it_has_no_figure_to_lower(
    berlin: Place, mug: Sku, place_one: PlacingOne, report: Reporting, count: Counting, now: datetime
) -> None:
    hand_over(berlin, policy="unlimited")
    with transaction(OPERATOR):
        rows.execute(
            "INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held, "
            "backordered, backorder_limit, has_own_limit, safety, inbound) VALUES (%(merchant)s::uuid, %(site)s::uuid, "
            "%(sku)s::uuid, %(merchant)s::uuid, 'unlimited', 0, 0, 0, 0, 0, false, 0, 0)",
            {"merchant": mug.merchant_id, "site": berlin.id, "sku": mug.id},
        )
    placed = place_one(make_draft(("MUG", 30)))
    report(find_request(berlin))
    assert count(placed.number) == [{"shipped": 30}]
    assert read_stock(berlin, mug) == (0, 0, 0)


def test_cash_on_delivery_is_collected_by_the_partner_s_carrier(
    partner: Place, place_one: PlacingOne, report: Reporting
) -> None:
    place_one(make_draft(("MUG", 3), payment_term="cod", shipping_minor=100))
    asked = find_request(partner)
    (mugs,) = list_lines(asked)
    report(asked, (mugs, 1))
    report(find_request(partner), number="ZX2")
    with transaction(OPERATOR):
        collected = rows.fetch_tuples(
            "SELECT cod_minor, cod_currency FROM shipping_shipment ORDER BY created_at, id"
        )
    assert collected == [(350, "GBP"), (500, "GBP")]


def test_what_a_partner_has_no_bins_of_ours_for_is_never_released(
    partner: Place, place_one: PlacingOne, now: datetime
) -> None:
    place_one(make_draft(("MUG", 3)))
    asked = find_request(partner)
    accept_requests(scope=OPERATOR, fulfillment_ids=[asked], now=now, actor=SYSTEM)
    with pytest.raises(NothingToRelease):
        release_wave(site_id=partner.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    assert list_parts() == [("BERLIN", "planned", "accepted", "", 3)]
