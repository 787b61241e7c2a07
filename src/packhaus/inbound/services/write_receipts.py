"""What a booking at the door changes, in one statement: receipts, lines, the delivery, tasks, stock, the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.services.count_lines import COUNT_BOOKED
from packhaus.inbound.services.match_lines import Booking
from packhaus.inbound.services.put_away.write_tasks import TASKS_PLANNED, TaskChanges, list_planned
from packhaus.inventory.services.stock_came import STOCK_CAME, ReceiptLine
from packhaus.journal.services.record import INSERT_FACTS, list_parameters
from packhaus.journal.types import Fact
from packhaus.kernel import rows

# The first units of a delivery are its arrival.
_WRITE = f"""
WITH booked AS (
    INSERT INTO inbound_receipt (id, merchant_id, asn_id, line_id, client_id, quantity, damage_reason, location_id,
        lot_code, expires_on, serial, unit_code, unit_id, received_at, received_by, quality_check_id)
    SELECT r.id, %(merchant_id)s, %(asn_id)s, r.line_id, r.client_id, r.quantity, r.damage_reason, r.location_id,
           r.lot_code, r.expires_on, r.serial, r.unit_code, r.unit_id, %(now)s, %(actor_id)s, r.quality_check_id
    FROM unnest(%(ids)s::uuid[], %(line_ids)s::bigint[], %(client_ids)s::text[], %(quantities)s::bigint[],
        %(damage_reasons)s::text[], %(location_ids)s::bigint[], %(lot_codes)s::text[], %(expires_ons)s::date[],
        %(serials)s::text[], %(unit_codes)s::text[], %(unit_ids)s::uuid[], %(quality_check_ids)s::uuid[])
        AS r(id, line_id, client_id, quantity, damage_reason, location_id, lot_code, expires_on, serial, unit_code,
            unit_id, quality_check_id)
    RETURNING line_id, quantity AS units, damage_reason
), line AS ({COUNT_BOOKED}), delivery AS (
    UPDATE inbound_asn SET status = %(status)s, arrived_at = coalesce(arrived_at, %(now)s)
    WHERE id = %(asn_id)s AND status <> %(status)s
), {TASKS_PLANNED}, {STOCK_CAME}
{INSERT_FACTS}
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """A booking that is about to be written: the stock that it brings, and the check that it stands under."""

    id: UUID
    booking: Booking
    came: ReceiptLine
    check_id: UUID | None


def write_receipts(
    *,
    asn: LockedAsn,
    drafts: Sequence[ReceiptDraft],
    changes: TaskChanges,
    status: str,
    came: Mapping[str, Any],
    facts: Sequence[Fact],
    now: datetime,
    actor: Actor,
) -> None:
    """Write receipts and all that follows of them at once; `came` has the parameters of their stock. Queries: 1."""
    names = (
        "ids", "line_ids", "client_ids", "quantities", "damage_reasons", "location_ids", "lot_codes", "expires_ons",
        "serials", "unit_codes", "unit_ids", "quality_check_ids",
    )  # fmt: skip
    columns = rows.as_columns([_as_record(draft) for draft in drafts], len(names))
    rows.execute(
        _WRITE,
        {
            **dict(zip(names, columns, strict=True)),
            **list_planned(asn=asn, changes=changes, now=now),
            **came,
            **list_parameters(facts, happened_at=now, actor=actor),
            "status": status,
            "actor_id": actor.id,
        },
    )


def _as_record(draft: ReceiptDraft) -> tuple[Any, ...]:
    one, came = draft.booking, draft.came
    return (
        draft.id, one.line.id, one.client_id, came.quantity, one.entry.damage_reason, came.location_id,
        one.lot_code, one.expires_on, one.entry.serial, one.entry.unit_code, came.unit_id, draft.check_id,
    )  # fmt: skip
