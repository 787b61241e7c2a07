"""Scans: the service behind every scanner."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import ScansIn
from packhaus.outbound.services.picks import confirm_picks

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


@router.post(
    "/picks", response={200: list[PickOut], **declare(404, 409)}, auth=works_on_the_floor, operation_id="confirm_picks"
)  # fmt: skip
def confirm(request: ApiRequest, payload: ScansIn) -> HttpResponse:
    """Book scans, exactly once each by device and client id; fewer units need a reason, which decides what follows."""
    scans = [scan.as_scan() for scan in payload.scans]
    return answer(confirm_picks(scans=scans, now=timezone.now(), actor=request.auth.actor))
