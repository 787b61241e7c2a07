"""Who is at what several may share: a delivery, a tote on the bench, a truck, goods that are moved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory.queries.claims import list_others
from packhaus.inventory.services.claims import Work, claim_work
from packhaus.outbound.services.dispatch import name_truck
from packhaus.web.floor.kinds import NextWork
from packhaus.web.floor.sessions import read_person
from packhaus.web.guard import PageRequest


def be_at(request: PageRequest, work: Work) -> dict[str, Any]:
    """Note that the person is at it, and return for its page who else is; whoever sends a form works there."""
    person_id = read_person(request)
    claim_work(work=work, person_id=person_id, has_scanned=request.method == "POST", now=request.now)
    others = list_others(scope=request.scope, kind=work.kind, key=work.key, person_id=person_id)
    return {"others": others}


def begin_shared(work: NextWork, person_id: UUID, now: datetime, _actor: Actor) -> None:
    """Let the person be at offered work from now on; nobody is refused."""
    assert work.shared is not None
    claim_work(work=work.shared, person_id=person_id, has_scanned=False, now=now)


def name_delivery(*, asn_id: UUID, site_id: UUID, merchant_code: str, number: str) -> Work:
    """Name a delivery as work."""
    return Work("receive", str(asn_id), f"{merchant_code}/{number}", site_id)


def name_bench(*, fulfillment_id: UUID, site_id: UUID, tote_code: str) -> Work:
    """Name a tote's order on the bench as work."""
    return Work("pack", str(fulfillment_id), tote_code, site_id)


def name_load(*, site_id: UUID, site_code: str, carrier_code: str, until: datetime | None) -> Work:
    """Name a carrier's truck as work."""
    name = f"{site_code}/{carrier_code}/{until.isoformat() if until else ''}"
    return Work("load", name_truck(site_id=site_id, carrier_code=carrier_code), name, site_id)
