"""Into cartons as planned, with labels and slips."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from packhaus.access.types import SYSTEM
from packhaus.config.commands.floor.steps import (
    OPERATOR,
    Steps,
    add_step,
    find_site,
    say,
    write_document,
)  # fmt: skip
from packhaus.insight.queries.list_work import STAGES, WorkFilter, list_work
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.types import Pack
from packhaus.shipping.services.labels import print_labels

AT_ONCE = 400


def configure(steps: Steps) -> None:
    pack = add_step(steps, "pack", "Pack what is picked at a site, as planned, and label it", _pack)
    pack.add_argument("site", help="its code")
    pack.add_argument("--carrier", default="", help="only what goes with this one")
    pack.add_argument("--labels", type=Path, help="write the labels to print there, as one PDF")


def _pack(arguments: argparse.Namespace) -> int:
    waiting = _list_packable(find_site(arguments.site), arguments.carrier)
    if not waiting:
        raise NotFound("nothing that is picked there waits to be packed")
    packed = pack_fulfillments(packs=[Pack(id_) for id_ in waiting], now=timezone.now(), actor=SYSTEM)
    parcels = [parcel for one in packed for parcel in one.parcel_ids]
    if arguments.labels:
        write_document(arguments.labels, print_labels(scope=OPERATOR, parcel_ids=parcels, now=timezone.now()))
    lines = [f"{len(packed)} orders in {len(parcels)} parcels"]
    lines += [f"{one.carrier_code}\t{number}" for one in packed for number in one.tracking_numbers]
    return say(arguments, packed, lines)


def _list_packable(site_id: UUID, carrier: str) -> list[UUID]:
    """Return what is picked and neither waits for units, nor for an answer to a wish to cancel, nor is held."""
    kept = set(_list_picked(site_id, carrier, is_waiting=True))
    return [id_ for id_ in _list_picked(site_id, carrier, is_waiting=False) if id_ not in kept]


def _list_picked(site_id: UUID, carrier: str, *, is_waiting: bool) -> Iterator[UUID]:
    chosen = WorkFilter([site_id], STAGES["pack"], carrier_code=carrier or None, is_waiting=is_waiting)
    after, has_more = "", True
    while has_more:
        page = list_work(scope=OPERATOR, chosen=chosen, page=PageOf(after, size=AT_ONCE, counted_at_most=0))
        yield from (row.id for row in page.rows if not row.cancel_requested)
        after, has_more = page.older_key, bool(page.older_key)
