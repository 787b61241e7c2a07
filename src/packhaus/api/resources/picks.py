"""Scans: the service behind every scanner."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import ScansIn
from packhaus.outbound.queries.bins_to_check import list_bins_to_check
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import PickOutcome

router = Router(tags=["floor"])


@dataclass(frozen=True, slots=True)
class ShortOut:
    """What was done about units that were not found."""

    written_off: int
    from_other_bin: int
    from_other_site: int
    to_backorder: int


@dataclass(frozen=True, slots=True)
class PickOut:
    """What a scan did; a repeated one did nothing and says so."""

    task_id: int
    is_repeat: bool
    picked: int
    is_fulfillment_picked: bool
    short: ShortOut | None
    bin_to_check: str | None
    """The bin that the record says is empty now and its site wants looked at: `check_empty_bin` takes the answer."""


@router.post(
    "/picks", response={200: list[PickOut], **declare(404, 409)}, auth=works_on_the_floor, operation_id="confirm_picks"
)  # fmt: skip
def confirm(request: ApiRequest, payload: ScansIn) -> HttpResponse:
    """Book scans, exactly once each by device and client id; fewer units need a reason, which decides what follows."""
    scans = [scan.as_scan() for scan in payload.scans]
    outcomes = confirm_picks(scans=scans, now=timezone.now(), actor=request.auth.actor)
    bins = list_bins_to_check(scope=request.auth.scope, task_ids=[one.task_id for one in outcomes])
    return answer([_tell(one, bins.get(one.task_id)) for one in outcomes])


def _tell(outcome: PickOutcome, bin_to_check: str | None) -> PickOut:
    short = ShortOut(**outcome.short._asdict()) if outcome.short else None
    return PickOut(
        outcome.task_id, outcome.is_repeat, outcome.picked, outcome.is_fulfillment_picked, short, bin_to_check
    )
