"""Print the note that travels with a transfer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.transfers.documents.transfer_note import NoteLine, TransferNote, render_transfer_note
from packhaus.transfers.queries.lines import PickedRow, TransferLineRow
from packhaus.transfers.queries.list_transfers import TransferDetail, get_transfer

_PLACES = """
SELECT s.code, s.name, s.street, s.postal_code, s.city, s.country, s.timezone,
       (SELECT m.name FROM access_merchant AS m WHERE m.id = %(merchant_id)s::uuid)
FROM network_site AS s WHERE s.code = ANY(%(codes)s::text[])
"""


class _Place(NamedTuple):
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    zone: str
    merchant_name: str

    def list_lines(self) -> tuple[str, ...]:
        town = f"{self.postal_code} {self.city}".strip()
        return tuple(line for line in (self.name, self.street, town, self.country) if line)


def print_transfer_note(
    *, scope: Scope, merchant_id: UUID, number: str, language: str, now: datetime
) -> bytes:
    """Render a transfer's note as a PDF: what stands ready or has left, and before that what shall go. Queries: 4 to 5.

    One that was turned around is on its way to the site that it left. Raises: TransferNotFound, UnprintableCode.
    """
    with transaction(scope):
        detail = get_transfer(scope=scope, merchant_id=merchant_id, number=number)
        header = detail.header
        codes = [header.from_site, header.to_site]
        found = rows.fetch_tuples(_PLACES, {"merchant_id": merchant_id, "codes": codes})
    places = {row[0]: _Place._make(row[1:]) for row in found}
    if header.is_turned_around:
        codes.reverse()
    leaves, goes = (places[code] for code in codes)
    return render_transfer_note(note=_build(detail, leaves, goes, language, now))


def _build(
    detail: TransferDetail, leaves: _Place, goes: _Place, language: str, now: datetime
) -> TransferNote:
    header, zone = detail.header, ZoneInfo(leaves.zone)
    return TransferNote(
        language=language,
        number=header.number,
        scan_code=header.asn_number or header.number,
        merchant_name=leaves.merchant_name,
        from_lines=leaves.list_lines(),
        to_lines=goes.list_lines(),
        expected_on=header.expected_on,
        printed_at=now.astimezone(zone),
        lines=_list_goods(detail.lines, detail.picks),
        is_picked=bool(detail.picks),
        sent_at=header.shipped_at.astimezone(zone) if header.shipped_at else None,
        carrier_code=header.carrier_code,
        title_passes=header.title_passes,
    )


def _list_goods(lines: Sequence[TransferLineRow], picks: Sequence[PickedRow]) -> tuple[NoteLine, ...]:
    names = {line.sku_id: line.sku_name for line in lines}
    if not picks:
        return tuple(NoteLine(line.sku_code, line.sku_name, line.ordered) for line in lines)
    alike: dict[tuple[str, str, str, date | None], list[PickedRow]] = {}
    for pick in picks:
        key = (pick.unit_code, pick.sku_code, pick.lot_code, pick.expires_on)
        alike.setdefault(key, []).append(pick)
    return tuple(
        NoteLine(
            first.sku_code, names[first.sku_id], sum(one.quantity for one in same), first.unit_code, first.unit_kind,
            first.lot_code, first.expires_on, tuple(one.serial for one in same if one.serial),
        )
        for same in alike.values()
        for first in same[:1]
    )  # fmt: skip
