"""Goods that are not taken as they are: not measured, too old, too many or too few for anybody."""

from datetime import date, datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.queries.get_sku import get_sku
from packhaus.catalog.services.measure import Measures, measure_sku
from packhaus.inbound.errors import NotMeasured, OverTolerance, ShortLived
from packhaus.inbound.models import Receipt
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.queries.settings import ReceivingSettings, get_receiving_settings
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.settings import set_receiving_settings
from packhaus.inbound.services.tolerance import is_beyond
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.network.models import Site
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, come


def count_receipts() -> int:
    with transaction(Scope.operator()):
        return Receipt.objects.count()


def test_a_site_that_measures_takes_an_item_once_it_is_measured(
    announce: Announcing, operator: Scope, leeds: Place, mug: Sku, now: datetime
) -> None:
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(length_mm=0, width_mm=0, height_mm=0, weight_grams=0)
    known = announce(("MUG", 10))
    come(known, "MUG", 1, now)
    must = ReceivingSettings(must_measure=True)
    set_receiving_settings(scope=operator, site_id=leeds.id, settings=must, now=now, actor=SYSTEM)
    with pytest.raises(NotMeasured):
        come(known, "MUG", 1, now)
    assert count_receipts() == 1

    def measure(*measures: int) -> None:
        measure_sku(scope=operator, sku_id=mug.id, measures=Measures(*measures), now=now, actor=SYSTEM)

    with pytest.raises(Invalid):
        measure(100, 0, 90, 350)
    measure(120, 80, 90, 350)
    come(known, "MUG", 1, now)
    sku = get_sku(operator, merchant_code="ACME", code="MUG")
    assert (sku.length_mm, sku.width_mm, sku.height_mm, sku.weight_grams) == (120, 80, 90, 350)
    assert sku.measured_at == now


def test_a_stranger_measures_nothing(beta: Merchant, mug: Sku, now: datetime) -> None:
    with pytest.raises(NotFound):
        measure_sku(
            scope=Scope.merchant(beta.id), sku_id=mug.id, measures=Measures(1, 1, 1, 1), now=now, actor=SYSTEM
        )


def test_settings_of_a_site_are_kept_and_wrong_ones_refused(
    operator: Scope, leeds: Place, now: datetime
) -> None:
    usual = get_receiving_settings(scope=operator, site_id=leeds.id)
    for wrong in ({"slot_minutes": 1}, {"minutes_per_pallet": 0}, {"closes_at": usual.opens_at}):
        with pytest.raises(Invalid):
            set_receiving_settings(
                scope=operator, site_id=leeds.id, settings=ReceivingSettings(**wrong), now=now, actor=SYSTEM
            )
    assert get_receiving_settings(scope=operator, site_id=leeds.id) == usual


def test_what_expires_too_soon_is_taken_damaged_or_by_a_lead_only(
    announce: Announcing, operator: Scope, mug: Sku, acme: Merchant, now: datetime
) -> None:
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(minimum_shelf_life_days=30)
    known = announce(("MUG", 10))
    soon, later = now.date() + timedelta(days=29), now.date() + timedelta(days=30)
    with pytest.raises(ShortLived) as refused:
        come(known, "MUG", 1, now, expires_on=soon)
    assert refused.value.data["units"] == [{"sku": "MUG", "expires_on": soon.isoformat(), "days": 30}]
    come(known, "MUG", 1, now, expires_on=later)
    come(known, "MUG", 1, now, expires_on=soon, damage_reason="expired")
    come(known, "MUG", 1, now, expires_on=soon, takes_short_lived=True)
    assert count_receipts() == 3
    set_term(
        scope=operator, merchant_id=acme.id, key="receive_shelf_life_days", value=180, now=now, actor=SYSTEM
    )
    with pytest.raises(ShortLived):
        come(known, "MUG", 1, now, expires_on=later)


@pytest.mark.parametrize(
    ("expected", "came", "over", "under", "is_refused"),
    [
        (100, 110, 10, 0, False),  # ten percent more, ten allowed
        (100, 111, 10, 0, True),
        (100, 95, 0, 5, False),
        (100, 94, 0, 5, True),
        (100, 101, 0, 100, True),
        (100, 0, 0, 100, False),  # 100 is any difference
        (100, 500, 100, 0, False),
        (0, 1, 99, 0, True),  # nobody announced it
        (3, 3, 0, 0, False),
    ],
)
def test_the_tolerance_counts_in_percent_of_what_was_announced(
    expected: int, came: int, over: int, under: int, *, is_refused: bool
) -> None:
    found = is_beyond(expected=expected, came=came, over_percent=over, under_percent=under)
    assert found is is_refused


def test_beyond_the_tolerance_a_lead_closes_a_delivery(
    announce: Announcing, operator: Scope, mug: Sku, acme: Merchant, now: datetime
) -> None:
    for key in ("receive_over_percent", "receive_under_percent"):
        set_term(scope=operator, merchant_id=acme.id, key=key, value=5, now=now, actor=SYSTEM)
    known = announce(("MUG", 100), ("LAMP", 100))
    come(known, "MUG", 104, now)
    come(known, "LAMP", 90, now)
    reasons = {known.lines[0].id: "sent_more", known.lines[1].id: "not_sent"}

    def close(*, is_lead: bool) -> None:
        close_asn(
            scope=operator, asn_id=known.header.id, reasons=reasons, is_lead=is_lead, now=now, actor=SYSTEM
        )

    with pytest.raises(OverTolerance) as refused:
        close(is_lead=False)
    assert refused.value.data["lines"] == [{"sku": "LAMP", "expected": 100, "came": 90}]
    found = get_asn(scope=operator, merchant_id=acme.id, number="ASN-1")
    assert (found.header.status, found.lines[1].difference_reason) == ("receiving", "")
    close(is_lead=True)
    assert get_asn(scope=operator, merchant_id=acme.id, number="ASN-1").header.status == "closed"


def test_what_nobody_announced_is_opened_on_the_sites_day(
    operator: Scope, leeds: Place, acme: Merchant, mug: Sku, check_clean: object
) -> None:
    with transaction(operator):
        Site.objects.filter(id=leeds.id).update(timezone="Asia/Jakarta")
    late = datetime.fromisoformat("2026-11-03T20:00:00+00:00")
    open_unannounced(
        scope=operator, merchant_id=acme.id, site_id=leeds.id, number="TRUCK-9", now=late, actor=SYSTEM
    )
    found = get_asn(scope=operator, merchant_id=acme.id, number="TRUCK-9")
    assert found.header.expected_on == date(2026, 11, 4)
