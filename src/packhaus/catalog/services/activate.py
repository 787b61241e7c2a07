"""Take items out of use, and into use again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import SkusSwitched
from packhaus.journal.services import record
from packhaus.kernel import rows

_CODES_TOLD = 100

_SWITCH = """
UPDATE catalog_sku SET is_active = %(is_active)s
WHERE id = ANY(%(ids)s::uuid[]) AND is_active <> %(is_active)s RETURNING id, merchant_id, code
"""


def switch_skus(
    *, scope: Scope, sku_ids: Sequence[UUID], is_active: bool, now: datetime, actor: Actor
) -> list[UUID]:
    """Put items into use or out of it and return those that changed; twice is once.

    What is not in use is not ordered any more; stock and open orders of it stay. Emits: SkusSwitched per merchant.
    Queries: 2.
    """
    with transaction(scope):
        changed = rows.fetch_tuples(_SWITCH, {"ids": list(sku_ids), "is_active": is_active})
        codes: defaultdict[UUID, list[str]] = defaultdict(list)
        for _id, merchant_id, code in changed:
            codes[merchant_id].append(code)
        facts = [
            SkusSwitched(
                merchant_id=merchant_id,
                aggregate_id=merchant_id,
                is_active=is_active,
                count=len(found),
                codes=sorted(found)[:_CODES_TOLD],
            )
            for merchant_id, found in codes.items()
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)
    return [id_ for id_, _merchant, _code in changed]
