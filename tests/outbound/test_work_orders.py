"""Sets are put together of free parts and taken apart; the ledger moves with every unit, and promises stay."""

import re
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from uuid import uuid4

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import KitComponent, Sku
from packhaus.inventory.models import SiteStock
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.outbound.errors import PartsMissing, WorkOrderNotFound, WorkOver
from packhaus.outbound.models import WorkOrder
from packhaus.outbound.queries.check import CHECKS
from packhaus.outbound.queries.list_work_orders import list_work_orders
from packhaus.outbound.services.work_orders import WorkDraft, cancel_work, claim_work, do_work, order_work
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft

import_module("packhaus.config.urls")  # loads every view now, and not in a test's transaction


@pytest.fixture
def gift(operator: Scope, mug: Sku) -> Sku:
    with transaction(operator):
        return Sku.objects.create(
            merchant_id=mug.merchant_id, code="GIFT", name="Gift set", name_key="gift set"
        )


@pytest.fixture
def draft(acme: Merchant, leeds: Place, gift: Sku, mug: Sku, lamp: Sku) -> WorkDraft:
    """Three gift sets of two mugs and a lamp."""
    return WorkDraft(
        acme.id, leeds.site.id, "assemble", "GIFT", 3, (("MUG", 2), ("LAMP", 1)), place="A-02-01"
    )


def get_on_hand(sku: Sku) -> int:
    with transaction(Scope.operator()):
        return SiteStock.objects.filter(sku_id=sku.id).values_list("on_hand", flat=True).first() or 0


def find_faults() -> list[str]:
    with transaction(Scope.operator()):
        return [check.name for check in CHECKS if rows.fetch_tuples(check.sql)]


def test_parts_become_sets_and_sets_become_parts(
    draft: WorkDraft,
    gift: Sku,
    mug: Sku,
    lamp: Sku,
    stock: PutStock,
    leeds: Place,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 3, location="A-01-02")
    number = order_work(scope=operator, draft=draft, now=now, actor=SYSTEM)
    assert do_work(scope=operator, number=number, units=2, now=now, actor=SYSTEM) == 1
    assert (get_on_hand(gift), get_on_hand(mug), get_on_hand(lamp)) == (2, 6, 1)
    assert do_work(scope=operator, number=number, units=1, now=now, actor=SYSTEM) == 0
    with pytest.raises(WorkOver):
        do_work(scope=operator, number=number, units=1, now=now, actor=SYSTEM)
    apart = replace(draft, kind="take_apart", quantity=1)
    back = order_work(scope=operator, draft=apart, now=now, actor=SYSTEM)
    do_work(scope=operator, number=back, units=1, now=now, actor=SYSTEM)
    assert (get_on_hand(gift), get_on_hand(mug), get_on_hand(lamp)) == (2, 6, 1)
    assert find_faults() == []
    assert [(row.status, row.done) for row in list_work_orders(scope=operator)] == [("done", 3), ("done", 1)]


def test_promised_parts_are_not_taken_and_every_short_part_is_named(
    draft: WorkDraft,
    gift: Sku,
    mug: Sku,
    stock: PutStock,
    leeds: Place,
    place_one: PlacingOne,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 6)
    place_one(make_draft(("MUG", 1)))
    number = order_work(scope=operator, draft=draft, now=now, actor=SYSTEM)
    with pytest.raises(PartsMissing) as refusal:
        do_work(scope=operator, number=number, units=3, now=now, actor=SYSTEM)
    assert refusal.value.data["missing"] == {"MUG": 1, "LAMP": 3}
    assert (get_on_hand(mug), get_on_hand(gift)) == (6, 0)
    with transaction(operator):
        assert WorkOrder.objects.get().done == 0


def test_the_parts_are_those_of_a_kit_where_it_is_named(
    draft: WorkDraft, mug: Sku, lamp: Sku, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        kit = Sku.objects.create(
            merchant_id=mug.merchant_id, code="SET", name="Set", name_key="set", kind="kit"
        )
        for part, units in ((mug, 4), (lamp, 2)):
            KitComponent.objects.create(merchant_id=mug.merchant_id, kit=kit, component=part, quantity=units)
    order_work(scope=operator, draft=replace(draft, parts=(), kit="SET"), now=now, actor=SYSTEM)
    assert list_work_orders(scope=operator)[0].parts == ["2 × LAMP", "4 × MUG"]


def test_what_cannot_be_made_is_refused_by_field(draft: WorkDraft, operator: Scope, now: datetime) -> None:
    wrong = replace(draft, sku="NONE", parts=(("MUG", 1), ("MUG", 1)), place="NOWHERE")
    with pytest.raises(Invalid) as refusal:
        order_work(scope=operator, draft=wrong, now=now, actor=SYSTEM)
    assert [problem.path for problem in refusal.value.problems] == ["parts", "sku", "place"]
    with transaction(operator):
        assert not WorkOrder.objects.exists()


def test_one_person_has_it_and_what_is_cancelled_is_over(
    draft: WorkDraft, operator: Scope, beta_scope: Scope, now: datetime
) -> None:
    number = order_work(scope=operator, draft=draft, now=now, actor=SYSTEM)
    mine = uuid4()
    for _ in range(2):
        claim_work(scope=operator, number=number, user_id=mine, now=now)
    with pytest.raises(WorkOver):
        claim_work(scope=operator, number=number, user_id=uuid4(), now=now)
    with pytest.raises(WorkOrderNotFound):
        cancel_work(scope=beta_scope, number=number, now=now, actor=SYSTEM)
    cancel_work(scope=operator, number=number, now=now, actor=SYSTEM)
    with pytest.raises(WorkOver):
        cancel_work(scope=operator, number=number, now=now, actor=SYSTEM)


def test_work_is_ordered_and_done_on_its_page(
    client: Client,
    lead: User,
    draft: WorkDraft,
    gift: Sku,
    mug: Sku,
    lamp: Sku,
    stock: PutStock,
    leeds: Place,
    operator: Scope,
) -> None:
    stock(mug, leeds, 4)
    stock(lamp, leeds, 2, location="A-01-02")
    client.force_login(lead)
    fields = {
        "merchant": "ACME", "site": "LEEDS", "kind": "assemble", "sku": "GIFT", "quantity": "3",
        "parts": "2 MUG\n1 LAMP", "place": "A-02-01", "instruction": "Ribbon around it", "minutes": "5",
    }  # fmt: skip
    assert client.post("/work-orders/new/", fields | {"parts": "MUG"}).status_code == 422
    page = client.post("/work-orders/new/", fields, follow=True).content.decode()
    assert "Ribbon around it" in page
    [row] = list_work_orders(scope=operator)
    refused = client.post(f"/work-orders/{row.number}/done/", {"units": "3"})
    assert refused.status_code == 409
    assert "parts are missing" in refused.content.decode()
    [once] = re.findall(r'name="client_id" value="(\w+)"', page)
    for _ in range(2):
        client.post(f"/work-orders/{row.number}/done/", {"units": "1", "client_id": once})
    assert get_on_hand(gift) == 1
    client.post(f"/work-orders/{row.number}/done/", {"units": "1"})
    assert get_on_hand(gift) == 2
    assert "2/3" in client.get("/work-orders/").content.decode()
