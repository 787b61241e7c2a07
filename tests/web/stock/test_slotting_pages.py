"""A lead takes proposals or leaves them; an associate brings the item to its new bin by three scans."""

from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.kernel import rows
from packhaus.outbound.models import SlottingAdvice, SlottingMove, SlottingProposal, SlottingRule
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn


@pytest.fixture
def desk(sign_in: SignIn, lead: User, leeds: Place) -> Client:
    client = sign_in(lead)
    client.cookies["packhaus_site"] = str(leeds.id)
    return client


@pytest.fixture
def proposal(stock: PutStock, mug: Sku, leeds: Place, now: datetime) -> SlottingProposal:
    """Propose to bring the mugs of A-01-01 to A-02-01."""
    stock(mug, leeds, 9, location="A-01-01")
    with transaction(Scope.operator()):
        SlottingAdvice.objects.create(
            site_id=leeds.id, outcome="advised", worked_at=now, weeks=1, walks=50, walked_mm=900_000,
            advised_mm=600_000,
        )  # fmt: skip
        made = SlottingProposal.objects.create(
            site_id=leeds.id, why="nearer", picks=50, walking_mm=300_000, reaching_mm=0, cost_mm=500_000,
            payback_days=12, proposed_at=now,
        )  # fmt: skip
        SlottingMove.objects.create(
            merchant_id=mug.merchant_id, proposal_id=made.id, step=1, site_id=leeds.id, sku_id=mug.id, quantity=9,
            from_location_id=leeds.locations["A-01-01"], to_location_id=leeds.locations["A-02-01"],
        )  # fmt: skip
    return made


def read_status(proposal: SlottingProposal) -> str:
    with transaction(Scope.operator()):
        return SlottingProposal.objects.get(id=proposal.id).status


def test_a_proposal_is_accepted_and_done_on_the_floor(
    desk: Client, proposal: SlottingProposal, sign_in: SignIn, associate: User, leeds: Place
) -> None:
    page = desk.get("/stock/slotting/?status=proposed").content.decode()
    assert all(told in page for told in ("A-02-01", "12 days", "33.3%", "300 m"))
    desk.post("/stock/slotting/", {"do": "accept", "selected": str(proposal.id)})
    assert read_status(proposal) == "accepted"
    floor = sign_in(associate)
    with transaction(Scope.operator()):
        move = SlottingMove.objects.get()
    url = f"/floor/reslot/{move.id}/"
    floor.post(f"{url}start/")
    assert floor.post(f"{url}scan/", {"scan": "A-01-02", "step_id": "bin"}).status_code == 422
    floor.post(f"{url}scan/", {"scan": "A-01-01", "step_id": "bin"})
    assert floor.post(f"{url}scan/", {"scan": "LAMP", "step_id": "item"}).status_code == 422
    assert "A-02-01" in floor.post(f"{url}scan/", {"scan": "MUG", "step_id": "item"}).content.decode()
    for _twice in range(2):
        floor.post(f"{url}scan/", {"scan": "A-02-01", "step_id": "target"})
    assert read_status(proposal) == "done"
    with transaction(Scope.operator()):
        assert Balance.objects.get(on_hand__gt=0).location_id == leeds.locations["A-02-01"]


def test_a_proposal_is_left_with_a_reason_and_taken_up_again(
    desk: Client, proposal: SlottingProposal
) -> None:
    desk.post("/stock/slotting/", {"do": "reject", "selected": str(proposal.id), "refusal": "season"})
    assert read_status(proposal) == "rejected"
    assert "It will sell differently soon" in desk.get("/stock/slotting/?status=rejected").content.decode()
    desk.post("/stock/slotting/", {"do": "reopen", "selected": str(proposal.id)})
    assert read_status(proposal) == "proposed"
    assert "MUG" in desk.get("/stock/slotting/?status=proposed&format=csv").getvalue().decode()


def test_an_associate_says_why_it_cannot_be_done(
    desk: Client, proposal: SlottingProposal, sign_in: SignIn, associate: User
) -> None:
    desk.post("/stock/slotting/", {"do": "accept", "selected": str(proposal.id)})
    floor = sign_in(associate)
    with transaction(Scope.operator()):
        move = SlottingMove.objects.get()
    floor.post(f"/floor/reslot/{move.id}/start/")
    assert "Does not fit" in floor.get(f"/floor/reslot/{move.id}/report/").content.decode()
    floor.post(f"/floor/reslot/{move.id}/report/", {"problem": "full"})
    assert read_status(proposal) == "outdated"


def test_a_look_waits_for_a_worker_once_and_rules_are_kept(desk: Client, leeds: Place) -> None:
    for _twice in range(2):
        desk.post("/stock/slotting/advise/")
    with transaction(Scope.operator()):
        assert (
            rows.fetch_value("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%slotting'") == 1
        )
    rules = {"weeks": "2", "payback_weeks": "4", "minutes_a_move": "3", "golden_levels": "2 3"}
    assert desk.post("/stock/slotting/rules/LEEDS/", rules | {"weeks": "99"}).status_code == 422
    desk.post("/stock/slotting/rules/LEEDS/", rules)
    with transaction(Scope.operator()):
        kept = SlottingRule.objects.get()
    assert (kept.weeks, kept.golden_levels, kept.keeps_zones) == (2, "2 3", False)


def test_without_a_site_what_nobody_looked_at_is_named_with_its_button(
    sign_in: SignIn, lead: User, leeds: Place, berlin: Place, now: datetime
) -> None:
    with transaction(Scope.operator()):
        SlottingAdvice.objects.create(site_id=berlin.id, outcome="no_walks", worked_at=now)
    client = sign_in(lead)
    page = client.get("/stock/slotting/?status=proposed").content.decode()
    assert "Not looked at yet" in page
    assert "lies where" not in page
    assert str(leeds.id) in page
    client.post("/stock/slotting/advise/", {"of": str(leeds.id)})
    client.post("/stock/slotting/advise/", {"of": str(berlin.id)})  # it has been looked at: choose it first
    with transaction(Scope.operator()):
        jobs = rows.fetch_tuples("SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%slotting'", {})
    assert [job["site_id"] for (job,) in jobs] == [str(leeds.id)]


def test_merchants_do_not_see_slotting(sign_in: SignIn, owner: User) -> None:
    client = sign_in(owner)
    assert [client.get(url).status_code for url in ("/stock/slotting/", "/floor/reslot/")] == [404, 404]
