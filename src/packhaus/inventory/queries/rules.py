"""What each location means for stock; a location's kind never changes, so a process reads each once."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_OFF_SHELF = frozenset({LocationKind.TOTE, LocationKind.PACKING, LocationKind.STAGING, LocationKind.DOCK})

_RULES = "SELECT id, site_id, kind FROM inventory_location WHERE id = ANY(%(ids)s::bigint[])"


class LocationFacts(NamedTuple):
    """What the ledger asks of a location."""

    site_id: UUID
    kind: str
    counts_as_on_hand: bool
    is_virtual: bool
    is_off_shelf: bool


_known: dict[int, LocationFacts] = {}


def get_location_facts(location_ids: Iterable[int]) -> dict[int, LocationFacts]:
    """Return the facts of locations. Queries: 1, or 0 when all are known here. Raises: UnknownLocation."""
    wanted = set(location_ids)
    missing = wanted - _known.keys()
    if missing:
        for id_, site_id, kind in rows.fetch_tuples(_RULES, {"ids": list(missing)}):
            rule = LOCATION_RULES[LocationKind(kind)]
            _known[id_] = LocationFacts(
                site_id, kind, rule.counts_as_on_hand, rule.is_virtual, LocationKind(kind) in _OFF_SHELF
            )
        if absent := missing - _known.keys():
            raise UnknownLocation("no such location", locations=sorted(absent))
    return {id_: _known[id_] for id_ in wanted}


@forgets
def forget_location_facts() -> None:
    """Read locations anew: between tests, whose databases number them alike."""
    _known.clear()
