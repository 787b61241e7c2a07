"""From tote to carton: which lot and serial of the tote goes into which box."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.move_allocated import AllocatedMove
from packhaus.inventory.types import LocationKind
from packhaus.outbound.errors import NotInTote
from packhaus.outbound.services.pack.boxes import PlatedBox
from packhaus.outbound.services.pack.read import PackWork


def list_moves(*, work: PackWork, boxes: Sequence[PlatedBox]) -> Iterator[AllocatedMove]:
    """Yield the movements of one order, units with the earliest expiry into the first boxes. Raises: NotInTote."""
    skus = {line.id: line.sku_id for line in work.lines}
    left: dict[int, int] = {}
    supply: defaultdict[UUID, list[int]] = defaultdict(list)
    for index, content in enumerate(work.contents):
        supply[content.sku_id].append(index)
        left[index] = content.on_hand
    document_id = str(work.header.id)
    staging = get_site_location(site_id=work.header.site_id, kind=LocationKind.STAGING)
    for plated in boxes:
        for line, quantity in plated.box.items:
            still = quantity
            for index in supply[skus[line]]:
                units = min(still, left[index])
                if units:
                    left[index] -= units
                    still -= units
                    source = work.contents[index].balance_id
                    yield AllocatedMove(source, units, staging, plated.unit_id, document_id)
            if still:
                raise NotInTote(
                    f"the tote of {work.header.number} has {still} units fewer than were picked",
                    missing=still,
                    sku=skus[line],
                )
