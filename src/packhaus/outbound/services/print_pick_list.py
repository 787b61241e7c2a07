"""Print the pick list of a batch."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.outbound.documents.pick_list import (
    PickList,
    PickListStop,
    PickListTote,
    TotePut,
    render_pick_list,
)
from packhaus.outbound.errors import BatchNotFound
from packhaus.outbound.queries.list_batches import BatchRow, get_batch
from packhaus.outbound.queries.list_stops import StopView, list_stops


def print_pick_list(*, scope: Scope, number: str, language: str, now: datetime) -> bytes:
    """Render a batch's stops in walking order as a PDF, those of one item in one bin together. Queries: 2.

    Raises: BatchNotFound, also when every stop was cancelled.
    """
    with transaction(scope):
        batch = get_batch(scope=scope, number=number)
        stops = list_stops(scope=scope, batch_id=batch.id)
    stops = [stop for stop in stops if stop.status != "cancelled"]
    if not stops:
        raise BatchNotFound("nothing of this batch is left to pick", number=number)
    return render_pick_list(pick_list=_build(batch, stops, language, now))


def _build(batch: BatchRow, stops: Sequence[StopView], language: str, now: datetime) -> PickList:
    totes = {stop.slot: PickListTote(str(stop.slot), stop.tote_code, stop.order_number) for stop in stops}
    merged: dict[tuple[str, UUID, str | None], list[StopView]] = {}
    for stop in stops:
        merged.setdefault((stop.location_code, stop.sku_id, stop.lot_code), []).append(stop)
    return PickList(
        language=language,
        batch_number=batch.number,
        site_name=batch.site_code,
        printed_at=now.astimezone(ZoneInfo(batch.zone)),
        picker_name=batch.picker_name or "",
        totes=tuple(totes[slot] for slot in sorted(totes)),
        stops=tuple(_build_stop(same) for same in merged.values()),
    )


def _build_stop(same: Sequence[StopView]) -> PickListStop:
    first = same[0]
    return PickListStop(
        location_code=first.location_code,
        sku_code=first.sku_code,
        sku_name=first.sku_name,
        puts=tuple(TotePut(str(stop.slot), stop.quantity) for stop in same),
        lot=first.lot_code or "",
        expires_on=first.expires_on,
    )
