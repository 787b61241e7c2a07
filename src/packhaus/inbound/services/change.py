"""Change what is announced while nothing of it has arrived."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import get_tracked_skus
from packhaus.inbound.errors import AsnInTransit, AsnNotFound, AsnUnderWay
from packhaus.inbound.events import AsnChanged
from packhaus.inbound.locks import LockedAsn, lock_asns
from packhaus.inbound.queries.stored_drafts import read_stored_drafts
from packhaus.inbound.services.check_drafts import check_drafts
from packhaus.inbound.services.docks.cancel import free_doors
from packhaus.inbound.services.write_lines import NewLine, sum_units, write_lines
from packhaus.inbound.states import BEFORE_ARRIVAL
from packhaus.inbound.types import AsnDraft
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.parties.services.companies import ensure_companies

_HEAD = """
UPDATE inbound_asn SET site_id = %(site_id)s, supplier_id = %(supplier_id)s, order_number = %(order_number)s,
    carrier_code = %(carrier_code)s, tracking_number = %(tracking_number)s, expected_on = %(expected_on)s
WHERE id = %(id)s
"""
_NO_LINES = "DELETE FROM inbound_asnline WHERE asn_id = %(id)s"


@again_when_busy
def change_asn(
    *, scope: Scope, merchant_id: UUID, asn_id: UUID, draft: AsnDraft, now: datetime, actor: Actor
) -> bool:
    """Make an announced delivery say what the draft says, and tell whether it said something else.

    Its number stays; going to another site it has no door any more. Locks: the delivery, its appointment, site_stock
    of what it brought and brings. Emits: AsnChanged, SlotCancelled. Raises: AsnNotFound, AsnInTransit, AsnUnderWay,
    Invalid. Queries: 9 to 12.
    """
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        if asn.merchant_id != merchant_id:
            raise AsnNotFound("there is no such announced delivery")
        if asn.comes_from != "supplier":
            raise AsnInTransit("another site has sent it; decide about the transfer", numbers=[asn.number])
        if asn.status not in BEFORE_ARRIVAL:
            raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
        before = read_stored_drafts(merchant_id=merchant_id, numbers=[asn.number])[asn.number].draft
        draft = replace(
            draft, number=asn.number, supplier_name=draft.supplier_name or before.supplier_name
        ).say_once()
        if draft == before:
            return False
        _write(asn, before, draft, now, actor)
        return True


def _write(asn: LockedAsn, before: AsnDraft, draft: AsnDraft, now: datetime, actor: Actor) -> None:
    codes = [line.sku_code for one in (before, draft) for line in one.lines]
    skus = get_tracked_skus(merchant_id=asn.merchant_id, codes=codes)
    check_drafts(drafts=[draft], skus=skus)
    names = {draft.supplier_code: draft.supplier_name} if draft.supplier_code else {}
    companies = ensure_companies(merchant_id=asn.merchant_id, names=names)
    changes = Counter(sum_units(site_id=draft.site_id, lines=draft.lines, skus=skus))
    changes.subtract(sum_units(site_id=before.site_id, lines=before.lines, skus=skus))
    change_inbound(merchant_id=asn.merchant_id, changes=changes, now=now)
    rows.execute(
        _HEAD,
        {
            "id": asn.id,
            "site_id": draft.site_id,
            "supplier_id": companies.get(draft.supplier_code),
            "order_number": draft.order_number,
            "carrier_code": draft.carrier_code,
            "tracking_number": draft.tracking_number,
            "expected_on": draft.expected_on,
        },
    )
    rows.execute(_NO_LINES, {"id": asn.id})
    lines = [
        NewLine(asn.id, position, line, draft.order_number)
        for position, line in enumerate(draft.lines, start=1)
    ]
    write_lines(merchant_id=asn.merchant_id, lines=lines, skus=skus)
    kept = {line.sku_code for line in draft.lines}
    changed = AsnChanged(
        merchant_id=asn.merchant_id,
        aggregate_id=asn.id,
        number=asn.number,
        lines=len(draft.lines),
        units=sum(line.quantity for line in draft.lines),
        expected_on=draft.expected_on.isoformat(),
        sku_ids=sorted({str(skus[line.sku_code].id) for line in before.lines if line.sku_code not in kept}),
    )
    freed = free_doors([asn], now=now) if draft.site_id != before.site_id else []
    record([changed, *freed], happened_at=now, actor=actor)
