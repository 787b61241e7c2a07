"""Have an item counted wherever it lies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.bins_of_items import list_bins_of_items
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.kernel import rows

_PLANNED = "SELECT location_id FROM inventory_count WHERE id = ANY(%(ids)s::uuid[])"


def plan_item_counts(
    *, scope: Scope, sku_ids: Sequence[UUID], site_id: UUID | None, now: datetime, actor: Actor
) -> Mapping[UUID, int]:
    """Plan a count of each bin in which one of these items lies, of that item alone; return new ones per item.

    A bin with several of the items is counted whole; one that is to be counted already is none of the new ones. At
    most BINS_AT_ONCE bins. Locks and facts: as `plan_counts`.
    """
    with transaction(scope):
        wants = list_bins_of_items(scope=scope, sku_ids=sku_ids, site_id=site_id)
        made = plan_counts(scope=scope, wants=wants, now=now, actor=actor)
        planned = {location_id for (location_id,) in rows.fetch_tuples(_PLANNED, {"ids": made})}
    return Counter(want.sku_id for want in wants if want.sku_id and want.location_id in planned)
