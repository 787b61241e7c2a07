"""Transfers by the day they are expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page
from packhaus.transfers.errors import TransferNotFound
from packhaus.transfers.queries.lines import (
    BinRow,
    PickedRow,
    TransferLineRow,
    list_bins,
    list_lines,
    list_picks,
)

_HEADS = """
SELECT t.id, t.number, t.merchant_id, m.code AS merchant_code, t.from_site_id, f.code AS from_site, o.code AS to_site,
       o.timezone AS zone, t.status, t.expected_on, t.carrier_code, t.title_passes, t.is_turned_around, t.created_at,
       t.shipped_at, t.received_at, coalesce(a.number, '') AS asn_number, l.line_count, l.ordered, l.shipped, l.received
FROM transfers_transfer AS t
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN network_site AS f ON f.id = t.from_site_id
JOIN network_site AS o ON o.id = t.to_site_id
LEFT JOIN inbound_asn AS a ON a.id = t.asn_id
CROSS JOIN LATERAL (
    SELECT count(*) AS line_count, coalesce(sum(i.ordered), 0)::bigint AS ordered,
           coalesce(sum(i.shipped), 0)::bigint AS shipped,
           coalesce(sum(i.received + i.damaged), 0)::bigint AS received
    FROM transfers_transferline AS i WHERE i.transfer_id = t.id
) AS l
"""
_LIST = (
    _HEADS
    + """
WHERE (%(site_id)s::uuid IS NULL OR %(site_id)s::uuid IN (t.from_site_id, t.to_site_id))
  AND (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR t.status = ANY(%(statuses)s::text[]))
  AND (%(number)s = '' OR t.number >= %(number)s AND t.number < %(number_end)s)
  AND (%(to_on)s::date IS NULL OR t.expected_on <= %(to_on)s::date)
  AND (NOT %(has_differences)s OR EXISTS (
      SELECT FROM transfers_transferline AS d
      WHERE d.transfer_id = t.id AND (d.settled <> 0 OR d.damaged > 0)))
  AND (%(received_since)s::timestamptz IS NULL OR t.received_at >= %(received_since)s::timestamptz)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR t.id = ANY(%(ids)s::uuid[]))
"""
)
_ONE = _HEADS + "WHERE t.number = %(number)s AND t.merchant_id = %(merchant_id)s::uuid"
_KEYS = (Key("expected_on", "date"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer; `asn_number` is the delivery that the site where it goes expects. Days are those of that site."""

    id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    from_site_id: UUID
    from_site: str
    to_site: str
    zone: str
    status: str
    expected_on: date
    carrier_code: str
    title_passes: str
    is_turned_around: bool
    created_at: datetime
    shipped_at: datetime | None
    received_at: datetime | None
    asn_number: str
    line_count: int
    ordered: int
    shipped: int
    received: int


@dataclass(frozen=True, slots=True)
class TransferDetail:
    """A transfer with its lines, what stands ready for it, and where more of it lies."""

    header: TransferRow
    lines: list[TransferLineRow]
    picks: list[PickedRow]
    bins: list[BinRow]


@dataclass(frozen=True, slots=True)
class TransferFilter:
    """What narrows the list; a site is where they leave or where they go, `number` is how numbers begin.

    With differences: of which something was lost, came beyond, or came damaged.
    """

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    number: str = ""
    to_on: date | None = None
    has_differences: bool = False
    received_since: datetime | None = None
    ids: Sequence[UUID] = ()


def list_transfers(*, scope: Scope, chosen: TransferFilter, page: PageOf) -> Page[TransferRow]:
    """Return a page of transfers by the day they are expected. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "number": chosen.number,
        "number_end": bound_prefix(chosen.number),
        "to_on": chosen.to_on,
        "has_differences": chosen.has_differences,
        "received_since": chosen.received_since,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(TransferRow, _LIST, parameters, keys=_KEYS, page=page)


def get_transfer(*, scope: Scope, merchant_id: UUID, number: str) -> TransferDetail:
    """Return a merchant's transfer. Queries: 3, and 1 while it is picked. Raises: TransferNotFound."""
    with transaction(scope):
        header = rows.find_row(TransferRow, _ONE, {"number": number, "merchant_id": merchant_id})
        if header is None:
            raise TransferNotFound("there is no such transfer", number=number)
        lines = list_lines(transfer_id=header.id)
        wanted = [line.sku_id for line in lines if line.to_pick] if header.status == "released" else []
        bins = list_bins(site_id=header.from_site_id, sku_ids=wanted) if wanted else []
        return TransferDetail(header, lines, list_picks(transfer_id=header.id), bins)
