"""Announced deliveries as they were announced, to compare and to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from packhaus.inbound.types import AsnDraft, AsnLineDraft
from packhaus.kernel import rows

_HEADS = """
SELECT a.id, a.number, a.site_id, a.expected_on, coalesce(c.code, ''), coalesce(c.name, ''), a.order_number,
       a.carrier_code, a.comes_from, a.tracking_number
FROM inbound_asn AS a LEFT JOIN parties_company AS c ON c.id = a.supplier_id
WHERE a.merchant_id = %(merchant_id)s AND a.number = ANY(%(numbers)s::text[])
"""
_LINES = """
SELECT l.asn_id, k.code, l.expected, l.lot_code, l.expires_on, l.unit_code, l.unit_kind, l.order_number
FROM inbound_asnline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.asn_id = ANY(%(ids)s::uuid[]) ORDER BY l.asn_id, l.position, l.id
"""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A delivery as it was announced."""

    id: UUID
    draft: AsnDraft


def read_stored_drafts(*, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, StoredDraft]:
    """Return what a merchant announced, by number, in the caller's transaction. Queries: 2."""
    heads = rows.fetch_tuples(_HEADS, {"merchant_id": merchant_id, "numbers": list(numbers)})
    lines: dict[UUID, list[AsnLineDraft]] = {}
    for asn_id, *values in rows.fetch_tuples(_LINES, {"ids": [head[0] for head in heads]}):
        lines.setdefault(asn_id, []).append(AsnLineDraft(*values))
    return {head[1]: _read(head, lines.get(head[0], [])) for head in heads}


def _read(head: tuple[Any, ...], lines: Sequence[AsnLineDraft]) -> StoredDraft:
    (
        id_,
        number,
        site_id,
        expected_on,
        supplier_code,
        supplier_name,
        order_number,
        carrier_code,
        comes_from,
        tracking_number,
    ) = head
    draft = AsnDraft(
        number,
        site_id,
        expected_on,
        tuple(lines),
        supplier_code,
        supplier_name,
        order_number,
        carrier_code,
        comes_from,
        tracking_number,
    )
    return StoredDraft(id_, draft.say_once())
