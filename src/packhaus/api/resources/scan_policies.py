"""What a site's floor scans at which work."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, works_on_the_floor, writes_network
from packhaus.api.lookups import get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.scan_policies import ScanPoliciesIn
from packhaus.api.schemas.stock import SiteCode
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, list_scan_policies
from packhaus.outbound.services.save_scan_policies import save_scan_policies

router = Router(tags=["floor"])
Site = Annotated[SiteCode, Path()]


@router.get(
    "/sites/{code}/scan-policies",
    response={200: list[ScanPolicyRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_scan_policies",
)
def show(request: ApiRequest, code: Site) -> HttpResponse:
    """Show what is scanned at each kind of work of a site."""
    return answer(list_scan_policies(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/scan-policies",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="save_scan_policies",
)
def save(request: ApiRequest, code: Site, payload: ScanPoliciesIn) -> HttpResponse:
    """Say what is scanned at some kinds of work of a site; the others stay as they are."""
    save_scan_policies(
        scope=request.auth.scope,
        site_id=get_site_id(code),
        site_code=code,
        policies=[one.as_policy() for one in payload.policies],
        now=timezone.now(),
        actor=request.auth.actor,
    )
    return answer_nothing()
