"""The first kinds of floor work: receive, pick, pack."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import Actor
from packhaus.inbound.queries.find_deliveries import count_deliveries, find_deliveries
from packhaus.outbound.queries.next_walks import (
    NextWalk,
    count_open_walks,
    find_next_to_pack,
    list_next_walks,
)
from packhaus.outbound.services.batches import claim_batch
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, measure_mm, register
from packhaus.web.floor.presence import begin_shared, name_bench, name_delivery
from packhaus.web.formats import format_quantity, format_way

OFFERED = 12


def count_receiving(asked: Asked) -> int:
    """Return how many deliveries are due."""
    return count_deliveries(scope=asked.scope, site_id=asked.site_id, today=asked.today)


def offer_receiving(asked: Asked) -> NextWork | None:
    """Offer the delivery that is under way or due first."""
    due = find_deliveries(scope=asked.scope, site_id=asked.site_id, code="", today=asked.today)
    if not due:
        return None
    first = min(due, key=lambda one: (one.status != "receiving", one.expected_on))
    return NextWork(
        label=_("Receive %(number)s") % {"number": first.number},
        url=reverse("floor:receive-asn", args=[first.merchant_code, first.number]),
        detail=first.supplier_name or first.merchant_code,
        key=str(first.id),
        shared=name_delivery(
            asn_id=first.id, site_id=first.site_id, merchant_code=first.merchant_code, number=first.number
        ),
    )


def count_picking(asked: Asked) -> int:
    """Return how many walks nobody has."""
    return count_open_walks(scope=asked.scope, site_id=asked.site_id)


def offer_picking(asked: Asked) -> NextWork | None:
    """Offer the walk that the person is on, else the first in turn, the nearest of those with equal turns."""
    walks = list_next_walks(
        scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id, limit=OFFERED
    )
    if not walks:
        return None
    walk = min(walks, key=lambda one: (not one.is_mine, one.rank, _walk_to(asked, one) or 0))
    return NextWork(
        label=_("Pick %(number)s") % {"number": walk.number},
        url=reverse("floor:pick", args=[walk.number]),
        priority=USUAL + walk.rank,
        distance_mm=_walk_to(asked, walk),
        detail=_tell_walk(walk),
        due_at=walk.cut_off_at,
        is_mine=walk.is_mine,
        key=str(walk.id),
    )


def take_walk(work: NextWork, person_id: UUID, now: datetime, actor: Actor) -> None:
    """Claim an offered walk. Raises: BatchTaken."""
    claim_batch(batch_id=UUID(work.key), picker_id=person_id, now=now, actor=actor)


def count_packing(asked: Asked) -> int:
    """Return how many orders are picked and not packed."""
    first = find_next_to_pack(scope=asked.scope, site_id=asked.site_id)
    return first.waiting if first else 0


def offer_packing(asked: Asked) -> NextWork | None:
    """Offer the order that must be packed first."""
    first = find_next_to_pack(scope=asked.scope, site_id=asked.site_id)
    if first is None:
        return None
    return NextWork(
        label=_("Pack %(order)s") % {"order": first.order_number},
        url=reverse("console:pack"),
        detail=_("Tote %(tote)s") % {"tote": first.tote_code},
        due_at=first.ship_by,
        key=str(first.id),
        shared=name_bench(fulfillment_id=first.id, site_id=first.site_id, tote_code=first.tote_code),
    )


def _walk_to(asked: Asked, walk: NextWalk) -> int | None:
    return measure_mm(asked.near, walk.x_mm, walk.y_mm) if walk.next_place else None


def _tell_walk(walk: NextWalk) -> str:
    stops = ngettext("%(stops)s stop", "%(stops)s stops", walk.stops) % {"stops": format_quantity(walk.stops)}
    totes = ngettext("%(totes)s tote", "%(totes)s totes", walk.totes) % {"totes": format_quantity(walk.totes)}
    if walk.is_mine and walk.left_stops < walk.stops:
        told = {"done": format_quantity(walk.stops - walk.left_stops), "all": format_quantity(walk.stops)}
        return _("%(done)s of %(all)s stops") % told
    return " · ".join([stops, totes, *([format_way(walk.planned_mm)] if walk.planned_mm else [])])


def register_trunk_kinds() -> None:
    """Make receive, pick and pack known to the Work page."""
    register(
        WorkKind(
            "receive", pgettext_lazy("floor work", "Receive"), "floor:receive", "truck-delivery",
            count_receiving, offer_receiving, take=begin_shared, position=100,
        )
    )  # fmt: skip
    register(
        WorkKind(
            "pick", pgettext_lazy("floor work", "Pick"), "floor:walks", "packages",
            count_picking, offer_picking, take=take_walk, position=400,
        )
    )  # fmt: skip
    register(
        WorkKind(
            "pack", pgettext_lazy("floor work", "Pack"), "console:pack", "box",
            count_packing, offer_packing, take=begin_shared, position=600,
        )
    )  # fmt: skip


register_trunk_kinds()
