"""Take codes off items: a label that was printed wrong, a supplier's code that came back."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import SkusSaved
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_REMOVE = """
DELETE FROM catalog_barcode AS b USING catalog_sku AS k
WHERE k.merchant_id = %(merchant_id)s AND k.code = %(sku)s AND b.sku_id = k.id AND b.code = %(code)s
"""


def remove_barcode(
    *, scope: Scope, merchant_id: UUID, sku_code: str, barcode: str, now: datetime, actor: Actor
) -> None:
    """Make a code mean nothing any more. Emits: SkusSaved. Raises: NotFound (the item has no such code)."""
    with transaction(scope):
        if not rows.execute(_REMOVE, {"merchant_id": merchant_id, "sku": sku_code, "code": barcode}):
            raise NotFound("the item has no such barcode", sku=sku_code, barcode=barcode)
        fact = SkusSaved(merchant_id=merchant_id, aggregate_id=merchant_id, count=1, codes=[sku_code])
        record([fact], happened_at=now, actor=actor)
