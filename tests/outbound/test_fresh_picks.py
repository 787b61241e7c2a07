"""What was promised to last is picked from bins that last, also after a short, here and at another site."""

from datetime import date, datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.outbound.types import ShortOutcome, ShortReason
from packhaus.terms.services.shelf_rules import write_shelf_rules
from packhaus.terms.types.shelf_rules import ShelfRuleDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Finding, Sending


@pytest.fixture
def dated(
    stock: PutStock, mug: Sku, leeds: Place, berlin: Place, acme: Merchant, operator: Scope, now: datetime
) -> None:
    """Mugs that end soon and late, at both sites; orders for retail want 60 days."""
    draft = ShelfRuleDraft("Retail", days=60, valid_from=date(2026, 1, 1), tag="retail")
    write_shelf_rules(scope=operator, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    for site, code, units, days in (
        (leeds, "A-01-01", 20, 30), (leeds, "A-01-02", 4, 100), (leeds, "A-02-01", 1, 200),
        (berlin, "A-01-01", 5, 30), (berlin, "A-01-02", 2, 90),
    ):  # fmt: skip
        stock(mug, site, units, location=code, backorder_limit=50)
        with transaction(operator):
            Sku.objects.filter(id=mug.id).update(has_expiry=True)
            Balance.objects.filter(location_id=site.locations[code]).update(
                expires_on=now.date() + timedelta(days=days)
            )


def test_a_short_is_made_good_only_by_what_lasts(
    dated: None, leeds: Place, operator: Scope, count: Counting, send: Sending, find: Finding
) -> None:
    placed = send(("MUG", 4), tags=("retail",))
    with transaction(operator):
        assert Balance.objects.get(allocated__gt=0).location_id == leeds.locations["A-01-02"]
    outcome = find(0, ShortReason.NONE_THERE)
    assert outcome.short == ShortOutcome(written_off=4, from_other_bin=1, from_other_site=2, to_backorder=1)
    assert count(placed.number) == [{"backordered": 1, "promised": 2, "allocated": 1}]
