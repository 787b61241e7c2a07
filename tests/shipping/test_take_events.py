"""What carriers tell of parcels: in any order, twice, late, wrong, and by strangers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.orders.models import Order
from packhaus.orders.services.follow_parcels import follow_delivered
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.types import WaveOutcome
from packhaus.shipping.models import Parcel, Shipment, TrackingEvent
from packhaus.shipping.queries.list_problems import ProblemFilter, list_problems
from packhaus.shipping.queries.parcel_stories import list_parcel_stories
from packhaus.shipping.services.forget_told import EVENTS_TOLD_DAYS, forget_told
from packhaus.shipping.services.problems import close_problems, open_overlooked, reopen_problems
from packhaus.shipping.services.take_events import take_events
from packhaus.shipping.types.tracking import (
    TakenEvents,
    TrackingDraft,
    TrackingProblem,
    TrackingSource,
    TrackingStatus,
)
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    count,
    pack,
    pick,
    place,
    place_one,
    release,
)

__all__ = ["batch", "carriers", "count", "pack", "pick", "place", "place_one", "release"]

Status, Problem = TrackingStatus, TrackingProblem


@pytest.fixture
def parcel(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
    operator: Scope,
    now: datetime,
) -> Parcel:
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 1)))
    batch(release())
    pick()
    dispatch_shipments(shipment_ids=[pack()[0].shipment_id], now=now, actor=SYSTEM)
    with transaction(operator):
        Shipment.objects.update(deliver_by=now + timedelta(days=2))
        return Parcel.objects.get()


def tell(
    operator: Scope,
    now: datetime,
    *events: TrackingDraft,
    carrier: str = "",
    source: TrackingSource = TrackingSource.API,
) -> TakenEvents:
    return take_events(
        scope=operator, events=events, source=source, now=now, actor=SYSTEM, carrier_code=carrier
    )


def read(operator: Scope) -> Parcel:
    with transaction(operator):
        return Parcel.objects.get()


def list_kinds(operator: Scope) -> list[str]:
    with transaction(operator):
        found = Entry.objects.filter(aggregate_kind="parcel").order_by("id")
        return list(found.values_list("kind", flat=True))


def test_news_come_in_any_order_and_by_two_ways_and_count_once(
    parcel: Parcel, operator: Scope, now: datetime
) -> None:
    number = parcel.tracking_number
    hours = [now + timedelta(hours=hour) for hour in range(4)]
    out = TrackingDraft(number, hours[2], Status.OUT_FOR_DELIVERY, code="OD", event_id="evt-2")
    picked = TrackingDraft(number, hours[0], Status.PICKED_UP, code="PU")
    delivered = TrackingDraft(number, hours[3], Status.DELIVERED, code="OK", signed_by="Anna Maria Schmidt")
    late = TrackingDraft(
        number, hours[1], Status.IN_TRANSIT, code="AR", told="left with Mrs Miggins", place="Leeds"
    )
    assert tell(operator, hours[2], out, picked) == TakenEvents(2, 0, ())
    # The same again without the carrier's own name for it: by polling what came by webhook before.
    again = TrackingDraft(number, hours[2], Status.OUT_FOR_DELIVERY, code="OD")
    assert tell(operator, hours[3], again, delivered, out, source=TrackingSource.POLL) == TakenEvents(
        1, 2, ()
    )
    assert tell(operator, hours[3], late) == TakenEvents(1, 0, ())
    told = read(operator)
    assert (told.tracking_status, told.delivered_at, told.signed_by) == ("delivered", hours[3], "AMS")
    assert list_kinds(operator) == ["parcel_out_for_delivery", "parcel_delivered"]
    story = list_parcel_stories(scope=operator, parcel_ids=[parcel.id])[parcel.id]
    assert [event.code for event in story.events] == ["OK", "OD", "AR", "PU"]
    assert forget_told(now=hours[3] + timedelta(days=EVENTS_TOLD_DAYS, hours=1)) == 1
    with transaction(operator):
        fulfillment_id = Shipment.objects.get().fulfillment_id
    follow_delivered(scope=operator, fulfillment_ids=[fulfillment_id], now=hours[3])
    with transaction(operator):
        assert Order.objects.get().stage == "delivered"


def test_delivered_stays_so_but_for_a_correction_and_a_return(
    parcel: Parcel, operator: Scope, now: datetime
) -> None:
    number, hour = parcel.tracking_number, timedelta(hours=1)
    tell(operator, now, TrackingDraft(number, now, Status.DELIVERED))
    tell(operator, now, TrackingDraft(number, now + hour, Status.IN_TRANSIT))
    assert read(operator).tracking_status == "delivered"
    back = TrackingDraft(number, now + 2 * hour, Status.OUT_FOR_DELIVERY, is_correction=True)
    tell(operator, now, back)
    assert (read(operator).tracking_status, read(operator).delivered_at) == ("out_for_delivery", None)
    tell(operator, now, TrackingDraft(number, now + 3 * hour, Status.RETURNED_TO_SENDER, Problem.REFUSED))
    # The delivery that ends a return is one to the sender.
    tell(operator, now, TrackingDraft(number, now + 4 * hour, Status.DELIVERED))
    assert (read(operator).tracking_status, read(operator).tracking_problem) == (
        "returned_to_sender",
        "refused",
    )


def test_each_failed_attempt_and_a_later_date_are_told_once(
    parcel: Parcel, operator: Scope, now: datetime
) -> None:
    number, day = parcel.tracking_number, timedelta(days=1)
    failed = [TrackingDraft(number, now + day * n, Status.EXCEPTION, Problem.ATTEMPT_FAILED) for n in (0, 1)]
    tell(operator, now, failed[0])
    tell(operator, now, *failed)
    later = TrackingDraft(number, now + day, Status.IN_TRANSIT, expected_at=now + 5 * day, code="RS")
    tell(operator, now, later)
    tell(
        operator,
        now,
        TrackingDraft(number, now + day, Status.IN_TRANSIT, expected_at=now + 6 * day, code="RT"),
    )
    damaged = TrackingDraft(number, now + day, Status.DELIVERED, Problem.DAMAGED)
    tell(operator, now, damaged)
    assert list_kinds(operator) == [
        "parcel_attempt_failed", "parcel_attempt_failed", "parcel_delayed", "parcel_delivered", "parcel_damaged",
    ]  # fmt: skip


def test_what_cannot_be_is_refused_and_strangers_tell_nothing(
    parcel: Parcel, operator: Scope, beta_scope: Scope, now: datetime
) -> None:
    ahead = TrackingDraft(parcel.tracking_number, now + timedelta(days=3), Status.DELIVERED)
    with pytest.raises(Invalid):
        tell(operator, now, ahead)
    true = TrackingDraft(parcel.tracking_number, now, Status.DELIVERED)
    assert tell(beta_scope, now, true).unknown_numbers == (parcel.tracking_number,)
    assert tell(operator, now, true, carrier="OTHER").unknown_numbers == (parcel.tracking_number,)
    assert list_parcel_stories(scope=beta_scope, parcel_ids=[parcel.id]) == {}
    with transaction(operator):
        assert not TrackingEvent.objects.exists()
    assert read(operator).tracking_status == "pending"


def list_open(operator: Scope) -> list[str]:
    found = list_problems(scope=operator, chosen=ProblemFilter(is_open=True), page=PageOf())
    return sorted(problem.kind for problem in found.rows)


def test_a_problem_is_work_once_and_ends_when_the_parcel_moves_on(
    parcel: Parcel, operator: Scope, beta_scope: Scope, now: datetime
) -> None:
    number, day = parcel.tracking_number, timedelta(days=1)
    failed = [TrackingDraft(number, now + n * day, Status.EXCEPTION, Problem.ATTEMPT_FAILED) for n in (1, 2)]
    tell(operator, now + day, failed[0])
    tell(operator, now + 2 * day, failed[1])
    assert list_open(operator) == ["attempt_failed"]
    [problem] = list_problems(scope=operator, chosen=ProblemFilter(), page=PageOf()).rows
    assert close_problems(scope=beta_scope, ids=[problem.id], now=now, actor=SYSTEM) == []
    assert close_problems(scope=operator, ids=[problem.id], now=now, actor=SYSTEM) == [problem.id]
    assert close_problems(scope=operator, ids=[problem.id], now=now, actor=SYSTEM) == []
    assert reopen_problems(scope=operator, ids=[problem.id], now=now, actor=SYSTEM) == [problem.id]
    damaged = TrackingDraft(number, now + 2.5 * day, Status.EXCEPTION, Problem.DAMAGED)
    tell(operator, now + 3 * day, TrackingDraft(number, now + 2.2 * day, Status.IN_TRANSIT), damaged)
    tell(operator, now + 3 * day, TrackingDraft(number, now + 2.7 * day, Status.DELIVERED))
    # What is damaged is looked after whatever happens next.
    assert list_open(operator) == ["damaged"]


def test_who_is_not_heard_of_and_who_is_late_is_found_once(
    parcel: Parcel, operator: Scope, now: datetime
) -> None:
    assert open_overlooked(now=now + timedelta(days=10)) == 0  # its carrier has never told us anything
    tell(operator, now, TrackingDraft(parcel.tracking_number, now, Status.PICKED_UP))
    with transaction(operator):
        TrackingEvent.objects.update(taken_at=now + timedelta(days=9))
    assert open_overlooked(now=now + timedelta(days=1)) == 0
    assert open_overlooked(now=now + timedelta(days=10)) == 2
    assert open_overlooked(now=now + timedelta(days=11)) == 0
    assert list_open(operator) == ["delayed", "quiet"]
    moved = now + timedelta(days=10)
    tell(operator, moved, TrackingDraft(parcel.tracking_number, moved, Status.OUT_FOR_DELIVERY))
    assert list_open(operator) == ["delayed"]
    tell(operator, moved, TrackingDraft(parcel.tracking_number, moved + timedelta(hours=1), Status.DELIVERED))
    assert list_open(operator) == []
