"""The Work page: one next thing, a tile per kind, and Start."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, ActorKind
from packhaus.inbound.models import Asn
from packhaus.inventory.models import Location
from packhaus.inventory.queries.whereabouts import Whereabouts
from packhaus.kernel import rows
from packhaus.outbound.queries.list_batches import get_batch
from packhaus.outbound.services.batches import claim_batch
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, measure_mm, rank_offers
from tests.harness.cast import Place
from tests.web.conftest import SignIn

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
ASKED = Asked(Scope.operator(), None, uuid4(), Whereabouts(1, "A-01-01", 0, 0), NOW, NOW.date())


def make_kind(name: str, work: NextWork | None) -> WorkKind:
    return WorkKind(name, name, "floor:work", "box", lambda _asked: None, lambda _asked: work)


def rank(*works: NextWork | None) -> list[str]:
    kinds = [make_kind(f"kind-{place}", work) for place, work in enumerate(works)]
    return [str(work.label) for _kind, work in rank_offers(ASKED, kinds)]


def test_what_i_have_begun_comes_before_what_is_urgent() -> None:
    assert rank(NextWork("urgent", "/", due_at=NOW), NextWork("mine", "/", is_mine=True)) == [
        "mine",
        "urgent",
    ]


def test_what_is_due_within_the_hour_comes_before_what_has_a_better_priority() -> None:
    soon = NextWork("soon", "/", priority=200, due_at=NOW + timedelta(minutes=40))
    later = NextWork("later", "/", priority=50, due_at=NOW + timedelta(minutes=90))
    late = NextWork("late", "/", priority=200, due_at=NOW - timedelta(minutes=1))
    assert rank(later, soon, None, late) == ["late", "soon", "later"]


def test_of_equal_work_the_nearest_comes_first_and_what_lies_nowhere_last() -> None:
    far = NextWork("far", "/", distance_mm=9_000)
    near = NextWork("near", "/", distance_mm=1_500)
    assert rank(NextWork("nowhere", "/"), far, near) == ["near", "far", "nowhere"]
    assert measure_mm(ASKED.near, 3_000, 4_000) == 7_000
    assert measure_mm(None, 3_000, 4_000) is None


def test_start_claims_the_walk_and_leads_to_it(as_associate: Client, associate: User, number: str) -> None:
    page = as_associate.get("/floor/").content.decode()
    assert f"Pick {number}" in page
    answer = as_associate.post("/floor/next/")
    assert answer.headers["Location"] == f"/floor/batches/{number}/"
    assert get_batch(scope=Scope.operator(), number=number).picker_id == associate.id
    assert "Go on" in as_associate.get("/floor/").content.decode()


def test_start_passes_over_what_a_colleague_took_a_moment_ago(
    as_associate: Client, sign_in: SignIn, lead: User, number: str
) -> None:
    batch = get_batch(scope=Scope.operator(), number=number)
    claim_batch(batch_id=batch.id, picker_id=lead.id, now=NOW, actor=Actor(ActorKind.USER, str(lead.id)))
    assert as_associate.post("/floor/next/").headers["Location"] == "/floor/"
    assert sign_in(lead).post("/floor/next/").headers["Location"] == f"/floor/batches/{number}/"


def test_the_tiles_count_what_waits(as_associate: Client, number: str) -> None:
    page = as_associate.get("/floor/").content.decode()
    assert "<span>Pick</span><b>1</b>" in page
    assert "<span>Pack</span><b>0</b>" in page
    assert number in as_associate.get("/floor/walks/").content.decode()


def test_the_last_scanned_place_says_how_far_the_work_is(
    as_associate: Client, leeds: Place, number: str
) -> None:
    with transaction(Scope.operator()):
        Location.objects.filter(code="A-02-01").update(x_mm=24_000)
        stop = rows.fetch_value("SELECT min(location_id) FROM outbound_picktask")
        Location.objects.filter(id=stop).update(x_mm=4_000)
        Location.objects.filter(site=leeds.site).exclude(code="A-02-01").update(x_mm=4_000)
    as_associate.cookies["packhaus_site"] = str(leeds.id)
    assert "m away" not in as_associate.get("/floor/").content.decode()
    as_associate.post("/floor/", {"scan": "a-02-01"})
    as_associate.post("/floor/", {"scan": "4006381333931"})
    assert "20 m away" in as_associate.get("/floor/").content.decode()


def test_a_scan_that_may_be_two_things_is_asked_about(
    as_associate: Client, acme: Merchant, number: str
) -> None:
    with transaction(Scope.operator()):
        tote = str(rows.fetch_value("SELECT code FROM inventory_handlingunit WHERE merchant_id IS NOT NULL"))
        Asn.objects.create(
            merchant_id=acme.id, number=tote, site_id=rows.fetch_value("SELECT id FROM network_site"),
            expected_on=NOW.date(), announced_at=NOW,
        )  # fmt: skip
    both = as_associate.post("/floor/", {"scan": tote}, headers={"HX-Request": "true"})
    page = both.content.decode()
    assert "Which of these?" in page
    assert f"/floor/receive/ACME/{tote}/" in page
    assert f"/pack/{tote}/" in page


def test_a_walk_left_standing_is_offered_to_the_lead(
    as_associate: Client, sign_in: SignIn, associate: User, lead: User, number: str
) -> None:
    as_associate.post("/floor/next/")
    work = {"work": f"pick:{get_batch(scope=Scope.operator(), number=number).id}"}
    boss = sign_in(lead)
    assert "Take over" not in boss.get("/floor/").content.decode()
    assert boss.post("/floor/take-over/", work).headers["Location"] == "/floor/"
    with transaction(Scope.operator()):
        rows.execute("UPDATE outbound_pickbatch SET claimed_at = claimed_at - interval '16 minutes'")
    assert "Take over" in boss.get("/floor/").content.decode()
    assert "Take over" not in as_associate.get("/floor/").content.decode()
    assert as_associate.post("/floor/take-over/", work).status_code == 404
    boss.post("/floor/take-over/", work)
    assert get_batch(scope=Scope.operator(), number=number).picker_id == lead.id


def test_whoever_works_at_several_sites_says_where(as_associate: Client, leeds: Place, berlin: Place) -> None:
    for url in ("/floor/", "/floor/find/", "/floor/move/"):
        assert "Where do you work?" in as_associate.get(url).content.decode(), url
    as_associate.post("/preferences/", {"site": str(leeds.id), "next": "/floor/"})
    page = as_associate.get("/floor/").content.decode()
    assert ("Where do you work?" in page, "LEEDS ·" in page) == (False, True)
