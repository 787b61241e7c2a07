"""Totes for slots: named by the person who pushes the cart, or any empty ones, or new ones."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.outbound.errors import ToteInUse
from packhaus.outbound.locks import claim_empty_totes, lock_named_totes
from packhaus.outbound.services.batches.plan import PlannedBatch
from packhaus.outbound.services.batches.write import NamedBatch, Tote, take_numbers


def name_batches(
    plans: Sequence[PlannedBatch], *, location_id: int, tote_codes: Sequence[str]
) -> list[NamedBatch]:
    """Give every batch an id and a number and every slot a tote. Queries: 2 or 3. Raises: ToteInUse."""
    wanted = sum(len(_list_totes(plan)) for plan in plans)
    totes = _take_named(tote_codes)
    if len(totes) < wanted:
        known = claim_empty_totes(location_id=location_id, count=wanted - len(totes))
        totes += [Tote(id_, code, is_new=False) for id_, code in known]
    numbers, codes = take_numbers(batches=len(plans), totes=max(0, wanted - len(totes)))
    totes += [Tote(new_id(), code, is_new=True) for code in codes]
    supply: Iterator[Tote] = iter(totes)
    return [
        NamedBatch(new_id(), number, plan, _give_totes(plan, supply))
        for number, plan in zip(numbers, plans, strict=True)
    ]


def _list_totes(plan: PlannedBatch) -> list[int]:
    return list(dict.fromkeys(plan.totes[slot] for slot in plan.slots))


def _give_totes(plan: PlannedBatch, supply: Iterator[Tote]) -> dict[int, Tote]:
    given = {tote: next(supply) for tote in _list_totes(plan)}
    return {slot: given[plan.totes[slot]] for slot in plan.slots}


def _take_named(codes: Sequence[str]) -> list[Tote]:
    if not codes:
        return []
    found = {code: (id_, is_empty) for id_, code, is_empty in lock_named_totes(codes)}
    full = sorted(code for code, (_, is_empty) in found.items() if not is_empty)
    if full:
        raise ToteInUse(f"{', '.join(full)} still hold an order", totes=full)
    return [
        Tote(found[code][0], code, is_new=False) if code in found else Tote(new_id(), code, is_new=True)
        for code in dict.fromkeys(codes)
    ]


_OCCUPY = """
INSERT INTO inventory_handlingunit AS u (id, merchant_id, code, kind, location_id, parent_id, is_open)
VALUES (%(id)s, %(merchant_id)s, %(code)s, 'tote', %(location_id)s, NULL, true)
ON CONFLICT (id) DO UPDATE SET merchant_id = excluded.merchant_id, location_id = excluded.location_id
"""


def take_tote(*, site_id: UUID, merchant_id: UUID) -> UUID:
    """Take an empty tote of a site, or a new one, for a merchant's goods, and return its id. Queries: 3."""
    location_id = get_site_location(site_id=site_id, kind=LocationKind.TOTE)
    known = claim_empty_totes(location_id=location_id, count=1)
    _, codes = take_numbers(batches=0, totes=0 if known else 1)
    id_, code = known[0] if known else (new_id(), codes[0])
    rows.execute(_OCCUPY, {"id": id_, "merchant_id": merchant_id, "code": code, "location_id": location_id})
    return id_
