"""Who waits gets the day of the delivery that covers it, in turn, and another when the delivery changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.handlers import DATING_KINDS, date_by_deliveries
from packhaus.inbound.services.cancel import cancel_asns
from packhaus.inbound.services.change import change_asn
from packhaus.inbound.services.date_waiting import redate_overdue
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.orders.models import BackorderDemand
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, Drafting
from tests.orders.conftest import PlacingOne, place, place_one
from tests.orders.drafts import make_draft

__all__ = ["place", "place_one"]


def follow(now: datetime) -> list[tuple[date | None, str, str]]:
    """Hand every fact to the handler and return day, source and delivery of what waits, in turn."""
    with transaction(Scope.operator()):
        entries = rows.fetch_rows(
            EntryRow,
            f"SELECT {COLUMNS} FROM journal_entry AS e WHERE kind = ANY(%(kinds)s) ORDER BY e.id",
            {"kinds": list(DATING_KINDS)},
        )
        date_by_deliveries(entries, now)
        found = BackorderDemand.objects.order_by("id")
        return list(found.values_list("promised_on", "date_source", "pegged_to"))


def test_a_backorder_has_the_day_of_the_delivery_that_covers_it(
    announce: Announcing, draft: Drafting, place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place,
    operator: Scope, now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 1, backorder_limit=100)
    place_one(make_draft(("MUG", 6), number="W-1"))
    place_one(make_draft(("MUG", 4), number="W-2"))
    unknown = (None, "unknown", "")
    assert follow(now) == [unknown, unknown]
    first = announce(("MUG", 7), number="A-1", expected_on=date(2026, 11, 9))
    assert follow(now) == [(date(2026, 11, 10), "inbound", "A-1"), unknown]
    announce(("MUG", 9), number="A-2", expected_on=date(2026, 11, 19))
    on_time = [(date(2026, 11, 10), "inbound", "A-1"), (date(2026, 11, 20), "inbound", "A-2")]
    assert follow(now) == on_time
    later = replace(draft(("MUG", 7), number="A-1"), expected_on=date(2026, 11, 12))
    ids = {"merchant_id": mug.merchant_id, "asn_id": first.header.id}
    change_asn(scope=operator, **ids, draft=later, now=now, actor=SYSTEM)
    assert follow(now)[0] == (date(2026, 11, 13), "inbound", "A-1")
    cancel_asns(scope=operator, asn_ids=[first.header.id], now=now, actor=SYSTEM)
    assert follow(now) == [(date(2026, 11, 20), "inbound", "A-2")] * 2
    redate_overdue(scope=operator, now=now + timedelta(days=30), actor=SYSTEM)
    assert follow(now + timedelta(days=30)) == [unknown, unknown]
