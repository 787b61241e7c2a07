"""Print from pages: by the browser where there is no station, at the station where there is one."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.types import PlacedOrder
from packhaus.printing.models import Plate, Printer, PrintJob, Station
from packhaus.printing.queries.jobs import get_job
from packhaus.printing.services.claim import claim_jobs
from packhaus.printing.services.end import end_claim
from tests.api.conftest import Caller, fresh_process, make_caller, operation, shop
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Batching,
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    pack,
    pick,
    place,
    place_one,
    release,
)
from tests.printing.conftest import BENCH
from tests.web.conftest import SignIn, sign_in

__all__ = [
    "batch", "carriers", "fresh_process", "make_caller", "operation", "pack", "pick", "place", "place_one", "release",
    "shop", "sign_in",
]  # fmt: skip
OPERATOR = Scope.operator()


def take(now: datetime, failure: str = "") -> None:
    """Be the agent: take what waits and say what became of it."""
    work = claim_jobs(
        scope=OPERATOR, site="LEEDS", station=BENCH, agent="pc-1", states={}, claims=[], now=now
    )
    for job in work.jobs:
        end_claim(scope=OPERATOR, job_id=job.id, claim=job.claim, failure=failure, now=now, actor=SYSTEM)


def last_job() -> PrintJob:
    with transaction(OPERATOR):
        return PrintJob.objects.order_by("id").last()  # type: ignore[return-value]


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def test_a_lead_sets_a_printer_up_tests_it_and_sees_what_is_wrong(
    desk: Client, leeds: Place, now: datetime
) -> None:
    assert "every browser prints by itself" in desk.get("/setup/printing/").content.decode()
    form = {"site": str(leeds.id), "code": "p-1"}
    assert desk.post("/setup/printing/new/", form | {"code": "p 1"}).status_code == 422
    assert "P-1 is saved" in desk.post("/setup/printing/new/", form, follow=True).content.decode()
    assert desk.post("/setup/printing/new/", form).status_code == 422
    with transaction(OPERATOR):
        station = Station.objects.get()
    url = f"/setup/printing/{station.id}/new/"
    printer = {
        "code": "zd-2", "medium": "label", "speaks": "zpl", "dots_per_mm": "8", "reached_by": "raw",
        "address": "10.0.0.7", "asks_state": "on", "is_active": "on",
    }  # fmt: skip
    wrong = desk.post(url, printer)
    assert (wrong.status_code, "such as 10.0.0.7:9100" in wrong.content.decode()) == (422, True)
    assert (
        "ZD-2 is saved"
        in desk.post(url, printer | {"address": "10.0.0.7:9100"}, follow=True).content.decode()
    )
    with transaction(OPERATOR):
        printer_id = Printer.objects.get().id
    shown = desk.post(f"/setup/printing/test/{printer_id}/", follow=True).content.decode()
    assert "Test label goes to ZD-2" in shown
    job = last_job()
    with transaction(OPERATOR):
        PrintJob.objects.update(asked_at=now - timedelta(days=1))
    assert "No answer from ZD-2 for 10 s" in desk.get(f"/floor/print/{job.id}/").content.decode()
    take(now, "paper_out")
    assert "There is no paper in the printer" in desk.get(f"/floor/print/{job.id}/").content.decode()
    assert "no paper in the printer" in desk.get("/print-jobs/", follow=True).content.decode()
    assert desk.get(f"/floor/print/{job.id}/paper.pdf").content.startswith(b"%PDF")
    files = desk.get("/print-jobs/?format=csv")
    assert b"printer_code" in b"".join(files)


def test_labels_print_by_themselves_where_the_bench_has_a_printer(
    desk: Client, bench: UUID, now: datetime, stock: PutStock, mug: Sku, leeds: Place, carriers: None,
    place_one: PlacingOne, release: Releasing, batch: Batching, pick: Picking, pack: Packing,
) -> None:  # fmt: skip
    stock(mug, leeds, 5)
    order: PlacedOrder = place_one(make_draft(("MUG", 1), number="O-1"))
    batch(release())
    pick()
    (packed,) = pack()
    url = f"/pack/parcels/{packed.shipment_id}/"
    plain = desk.get(url).content.decode()
    assert "Browser printing" in plain
    assert desk.post(f"{url}labels.pdf").content.startswith(b"%PDF")
    assert "printed 1 time" in desk.get(url).content.decode()
    desk.post("/floor/station/", {"station": str(bench)})
    assert BENCH in desk.get(url).content.decode()
    sent = desk.post(f"{url}labels.pdf", HTTP_REFERER=f"http://testserver{url}", follow=True)
    page = sent.content.decode()
    assert f"Parcel labels {order.number} goes to ZD-2" in page
    assert f'href="{url}"' in page
    job = last_job()
    assert desk.get(f"/floor/print/{job.id}/", {"seen": "waiting."}, HTTP_HX_REQUEST="true").status_code in {
        200,
        204,
    }
    take(now)
    assert "printed on ZD-2" in desk.get(f"/floor/print/{job.id}/").content.decode()
    assert "printed 2 times" in desk.get(url).content.decode()
    again = desk.post(f"/floor/print/{job.id}/again/", {"back": url}, follow=True).content.decode()
    assert "goes to ZD-2" in again
    assert last_job().copy_number == 2
    # No printer has sheets in it: the browser prints those as ever.
    assert desk.post(f"{url}slip-1.pdf").content.startswith(b"%PDF")
    desk.post("/floor/station/", {"station": ""})
    assert "Browser printing" in desk.get(url).content.decode()
    desk.cookies["packhaus_station"] = f"{bench}/P-1:forged"
    assert "Browser printing" in desk.get(url).content.decode()


def test_a_strip_of_new_labels_and_one_once_more_by_scan(
    desk: Client, bench: UUID, leeds: Place, now: datetime, sign_in: SignIn, owner: User
) -> None:
    desk.get("/floor/", {"site": str(leeds.id)})
    assert desk.post("/floor/labels/new/", {"count": "0"}).status_code == 422
    assert desk.post("/floor/labels/new/", {"count": "9999"}).status_code == 422
    assert desk.post("/floor/labels/new/", {"count": "3"}).content.startswith(b"%PDF")
    with transaction(OPERATOR):
        assert list(Plate.objects.order_by("code").values_list("code", "prints")) == [
            ("LEEDS-L000001", 1), ("LEEDS-L000002", 1), ("LEEDS-L000003", 1),
        ]  # fmt: skip
    desk.post("/floor/station/", {"station": str(bench)})
    found = desk.post("/floor/labels/", {"scan": "leeds-l000002"}, follow=True).content.decode()
    assert "printed 1 time" in found
    assert desk.post("/floor/labels/", {"scan": "LPN-999"}).status_code == 422
    desk.post("/floor/labels/LEEDS-L000002/label.pdf")
    take(now)
    with transaction(OPERATOR):
        assert Plate.objects.get(code="LEEDS-L000002").prints == 2
    assert desk.post("/floor/labels/NOBODY/label.pdf").status_code == 404
    job = last_job()
    stranger = sign_in(owner)
    for url in (
        f"/floor/print/{job.id}/",
        f"/floor/print/{job.id}/paper.pdf",
        "/floor/labels/",
        "/setup/printing/",
    ):
        assert stranger.get(url).status_code == 404, url


def test_programs_set_up_print_and_ask(
    operation: Caller, shop: Caller, make_caller: object, leeds: Place, now: datetime
) -> None:
    assert operation.put("/sites/LEEDS/stations/P-1", {}).status == 200
    printer = {"medium": "label", "speaks": "zpl", "reached_by": "raw", "address": "h:9100"}
    made = operation.put("/sites/LEEDS/stations/P-1/printers/ZD-2", printer)
    assert (made.status, made.body["state"]) == (200, "unknown")
    (code,) = operation.post("/sites/LEEDS/plates", {"count": 1}, Idempotency_Key="p").body
    assert operation.post("/sites/LEEDS/plates", {"count": 1}, Idempotency_Key="p").body == [code]
    zpl = operation.post("/plates/labels", {"codes": [code], "speaks": "zpl"})
    assert (zpl.status, zpl.body[:3]) == (200, b"^XA")
    wanted = {"site": "LEEDS", "station": "P-1", "document": "plates", "things": [code], "title": code}
    job = operation.post("/print-jobs", wanted, Idempotency_Key="j")
    assert operation.post("/print-jobs", wanted, Idempotency_Key="j").body["id"] == job.body["id"]
    assert operation.post("/print-jobs", wanted | {"document": "pick_list"}).code == "no_printer"
    asked = {"site": "LEEDS", "station": "P-1", "agent": "pc", "printers": {"ZD-2": "ready"}}
    assert shop.post("/print-jobs/claim", asked).status in {403, 404}
    (claimed,) = operation.post("/print-jobs/claim", asked).body["jobs"]
    assert operation.post("/print-jobs/claim", asked).body["jobs"] == []
    url = f"/print-jobs/{claimed['id']}"
    assert operation.get(f"{url}/content", claim=claimed["claim"]).body[:3] == b"^XA"
    assert operation.get(f"{url}/content", claim=claimed["id"]).code == "claim_lost"
    for _ in range(2):
        assert operation.post(f"{url}/printed", {"claim": claimed["claim"]}).status == 204
    late = operation.post(f"{url}/failed", {"claim": claimed["claim"], "failure": "refused"})
    assert (late.status, late.code) == (409, "claim_lost")
    assert operation.get("/plates", code=code).body["items"][0]["prints"] == 2
    again = operation.post(f"{url}/again", {}).body
    assert (again["copy_number"], again["state"]) == (2, "waiting")
    assert operation.post(f"/print-jobs/{again['id']}/cancel").status == 204
    assert operation.post(f"/print-jobs/{again['id']}/confirm").code == "illegal_transition"
    assert get_job(scope=OPERATOR, job_id=UUID(again["id"]), now=now).status == "cancelled"
    assert shop.get(url).status == 404
