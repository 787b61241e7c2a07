"""Pallets for orders of many cartons, each with an SSCC of the operator's company prefix."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from packhaus.decide.identifiers import build_sscc
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.outbound.services.pack.boxes import PlatedBox

_SERIALS = "SELECT nextval('outbound_pallet_number') FROM generate_series(1, %(count)s)"


class Pallet(NamedTuple):
    """A pallet: its handling unit and its SSCC."""

    unit_id: UUID
    sscc: str


def make_pallets(orders: Sequence[Sequence[PlatedBox]]) -> list[dict[int, Pallet]]:
    """Return the pallets of each order by their place in its plan. Queries: 1, or 0 when no order needs one."""
    places = [sorted({one.box.pallet for one in boxes if one.box.pallet is not None}) for boxes in orders]
    count = sum(len(own) for own in places)
    if not count:
        return [{} for _ in orders]
    serials = iter(serial for (serial,) in rows.fetch_tuples(_SERIALS, {"count": count}))
    return [{place: _make(next(serials)) for place in own} for own in places]


def _make(serial: int) -> Pallet:
    sscc = build_sscc(extension=0, company_prefix=settings.GS1_COMPANY_PREFIX, serial=serial)
    return Pallet(new_id(), sscc)
