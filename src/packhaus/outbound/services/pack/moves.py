"""From tote to carton: which lot and serial of the tote goes into which box."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.types import LocationKind, Move
from packhaus.outbound.errors import NotInTote
from packhaus.outbound.services.pack.boxes import PlatedBox
from packhaus.outbound.services.pack.read import PackWork, ToteContent


def list_moves(*, work: PackWork, boxes: Sequence[PlatedBox]) -> Iterator[Move]:
    """Yield the movements of one order, units with the earliest expiry into the first boxes. Raises: NotInTote."""
    skus = {line.id: line.sku_id for line in work.lines}
    left: dict[int, int] = {}
    supply: defaultdict[UUID, list[int]] = defaultdict(list)
    for index, content in enumerate(work.contents):
        supply[content.sku_id].append(index)
        left[index] = content.on_hand
    staging = get_site_location(site_id=work.header.site_id, kind=LocationKind.STAGING)
    for plated in boxes:
        for line, quantity in plated.box.items:
            still = quantity
            for index in supply[skus[line]]:
                units = min(still, left[index])
                if units:
                    left[index] -= units
                    still -= units
                    yield _as_move(work, work.contents[index], plated.unit_id, staging, units)
            if still:
                raise NotInTote(
                    f"the tote of {work.header.number} has {still} units fewer than were picked",
                    missing=still,
                    sku=skus[line],
                )


def _as_move(work: PackWork, content: ToteContent, unit_id: UUID, staging: int, units: int) -> Move:
    return Move(
        merchant_id=work.header.merchant_id,
        site_id=work.header.site_id,
        sku_id=content.sku_id,
        owner_id=content.owner_id,
        quantity=units,
        from_location_id=content.location_id,
        to_location_id=staging,
        lot_id=content.lot_id,
        serial=content.serial,
        from_unit_id=content.tote_id,
        to_unit_id=unit_id,
        allocated=units,
    )
