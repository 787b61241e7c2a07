"""What an order asks for beside packing, or a merchant's rule adds, is done before the order is packed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.services.vas import save_vas_options
from packhaus.catalog.services.vas_rules import replace_vas_rules
from packhaus.catalog.types import VasOptionDraft, VasRuleDraft
from packhaus.inventory.models import SiteStock
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid
from packhaus.orders.errors import OrderNotFound
from packhaus.orders.models import FulfillmentOrder, Order, VasAsk
from packhaus.orders.services.change.vas import VasTooLate
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import LineVas, RefusedOrder, VasWish
from packhaus.outbound.errors import VasDoneAlready, VasNotNow, VasOpen
from packhaus.outbound.models import PackagingUse
from packhaus.outbound.queries.vas_work import VasLine, list_open_vas, list_vas
from packhaus.outbound.services.use_packaging import use_packaging
from packhaus.outbound.services.vas import change_order_vas, claim_vas, do_vas, take_back_vas
from packhaus.outbound.types import WaveOutcome
from packhaus.parties.models import Blob
from packhaus.parties.services.forget_contacts import forget_contacts
from packhaus.shipping.models import CartonType, Parcel
from packhaus.shipping.queries.carton_types import forget_carton_types
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing

Ruling = Callable[..., None]
Doing = Callable[[VasLine], None]


@pytest.fixture
def options(mug: Sku, lamp: Sku, operator: Scope, now: datetime) -> None:
    """ACME wraps mugs, engraves them before packing, and puts a flyer into parcels."""
    drafts = [
        VasOptionDraft(
            "WRAP", "gift_wrap", {"en": "Gift wrap"}, per="unit", minutes=2, material="paper", material_grams=30
        ),
        VasOptionDraft(
            "ENGRAVE", "engraving", {"en": "Engraving"}, per="unit", step="before", asks_text=True, minutes=5
        ),
        VasOptionDraft("FLYER", "insert", {"en": "Flyer"}, sku="LAMP", sku_quantity=1),
    ]  # fmt: skip
    save_vas_options(scope=operator, merchant_id=mug.merchant_id, drafts=drafts, now=now, actor=SYSTEM)


@pytest.fixture
def rule(options: None, mug: Sku, operator: Scope, now: datetime) -> Ruling:
    """Return the function that puts rules in place."""

    def rule(*drafts: VasRuleDraft) -> None:
        replace_vas_rules(scope=operator, merchant_id=mug.merchant_id, drafts=drafts, now=now, actor=SYSTEM)

    return rule


@pytest.fixture
def prepare(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
) -> Callable[..., UUID]:
    """Return the function that brings an order of two mugs into its tote."""

    def prepare(**changes: Any) -> UUID:
        stock(mug, leeds, 2)
        stock(lamp, leeds, 5, location="A-01-02")
        place_one(make_draft(("MUG", 2), **changes))
        batch(release())
        pick()
        with transaction(Scope.operator()):
            return FulfillmentOrder.objects.get().id

    return prepare


@pytest.fixture
def do(operator: Scope, now: datetime) -> Doing:
    def do(line: VasLine) -> None:
        do_vas(
            scope=operator, fulfillment_id=line.fulfillment_id, option=line.option, line_id=line.line_id,
            device="d", client_id=f"c-{line.key}", now=now, actor=SYSTEM,
        )  # fmt: skip

    return do


def test_what_is_asked_for_on_a_line_is_done_before_the_order_is_packed(
    options: None, prepare: Callable[..., UUID], pack: Packing, do: Doing, operator: Scope, carriers: None
) -> None:
    id_ = prepare(vas=(VasWish("WRAP", 0), VasWish("ENGRAVE", 0, " Für Anna ")))
    lines = list_vas(scope=operator, fulfillment_ids=[id_])
    assert [(one.option, one.quantity, one.text, one.status) for one in lines] == [
        ("ENGRAVE", 2, "Für Anna", "open"),
        ("WRAP", 2, "", "open"),
    ]
    assert [one.option for one in list_open_vas(scope=operator, step="before")] == ["ENGRAVE"]
    with pytest.raises(VasOpen, match="left to do"):
        pack()
    for line in lines:
        do(line)
        do(line)
    pack()
    with transaction(operator):
        told = Entry.objects.filter(kind="vas_done").order_by("id").values_list("data", flat=True)
        assert sorted((one["option"], one["quantity"], one["minutes"]) for one in told) == [
            ("ENGRAVE", 2, 10),
            ("WRAP", 2, 4),
        ]
        assert not Entry.objects.filter(data__icontains="Anna", kind__startswith="vas").exists()
    with pytest.raises(VasNotNow):
        do(lines[0])


def test_a_text_goes_when_the_shopper_is_forgotten(
    options: None, prepare: Callable[..., UUID], operator: Scope, now: datetime
) -> None:
    id_ = prepare(vas=(VasWish("ENGRAVE", 0, "Für Anna"),))
    with transaction(operator):
        order = Order.objects.get()
        assert Blob.objects.get().contact_id == order.contact_id
        assert order.contact_id
        forget_contacts(contact_ids=[order.contact_id], now=now, actor=SYSTEM)
    (line,) = list_vas(scope=operator, fulfillment_ids=[id_])
    assert (line.text, line.is_text_gone) == ("", True)


def test_an_order_with_services_that_nobody_offers_is_refused_with_every_reason(
    options: None, mug: Sku, leeds: Place, stock: PutStock, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 2)
    wishes = (VasWish("WRAP"), VasWish("SING", 0), VasWish("ENGRAVE", 0), VasWish("FLYER", 3, "x"))
    (refused,) = place_orders(
        scope=operator,
        merchant_id=mug.merchant_id,
        drafts=[make_draft(("MUG", 1), vas=wishes)],
        now=now,
        actor=SYSTEM,
    )
    assert isinstance(refused, RefusedOrder)
    assert [(one.path, one.code) for one in refused.problems] == [
        ("vas", "not_of_an_order"),
        ("lines.0.vas", "unknown_vas"),
        ("lines.0.vas", "text_required"),
        ("lines.3.vas", "unknown_line"),
        ("lines.3.vas", "text_superfluous"),
    ]
    with transaction(operator):
        assert not Order.objects.exists()
        assert not VasAsk.objects.exists()


def test_a_repeated_order_asks_once(
    options: None, mug: Sku, leeds: Place, stock: PutStock, place_one: PlacingOne, operator: Scope
) -> None:
    stock(mug, leeds, 2)
    draft = make_draft(("MUG", 1), vas=(VasWish("WRAP", 0),))
    place_one(draft)
    assert place_one(draft).is_repeat
    with transaction(operator):
        assert VasAsk.objects.count() == 1


def test_rules_add_services_and_name_cartons_where_an_order_fits(
    rule: Ruling, prepare: Callable[..., UUID], pack: Packing, do: Doing, operator: Scope, carriers: None, mug: Sku,
    lamp: Sku, now: datetime,
) -> None:  # fmt: skip
    with transaction(operator):
        own = CartonType.objects.filter(code="L").values().get() | {"merchant_id": mug.merchant_id}
        CartonType.objects.create(**{**own, "id": mug.id, "code": "BRAND"})
        CartonType.objects.create(**{**own, "id": mug.merchant_id, "code": "PLAIN", "cost_minor": 0})
    forget_carton_types()
    rule(
        VasRuleDraft(option="WRAP", skus=("MUG",), countries=("GB",)),
        VasRuleDraft(option="WRAP", skus=("LAMP",)),
        VasRuleDraft(option="FLYER", channels=("test",), least_goods_minor=500, currency="GBP"),
        VasRuleDraft(option="ENGRAVE", countries=("DE",)),
        VasRuleDraft(cartons=("BRAND",), tags=("vip",)),
    )
    id_ = prepare(tags=("vip",))
    lines = list_vas(scope=operator, fulfillment_ids=[id_])
    assert sorted((one.option, one.quantity) for one in lines) == [("FLYER", 1), ("WRAP", 2)]
    for line in lines:
        do(line)
    (packed,) = pack()
    with transaction(operator):
        assert Parcel.objects.get().carton_code == "BRAND"
    use_packaging(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    use_packaging(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    with transaction(operator):
        used = (
            PackagingUse.objects.filter(source="vas").order_by("code").values_list("code", "material_grams")
        )
        assert list(used) == [("FLYER", {}), ("WRAP", {"paper": 60})]
        assert SiteStock.objects.get(sku_id=lamp.id).on_hand == 4


def test_who_has_the_tote_begins_and_what_was_ticked_wrongly_is_taken_back(
    options: None,
    prepare: Callable[..., UUID],
    do: Doing,
    operator: Scope,
    now: datetime,
    associate: User,
    lead: User,
) -> None:
    id_ = prepare(vas=(VasWish("ENGRAVE", 0, "A"),))
    for person in (associate, lead, lead):
        (line,) = claim_vas(scope=operator, fulfillment_id=id_, person_id=person.id, now=now)
    (line,) = list_vas(scope=operator, fulfillment_ids=[id_])
    assert (line.status, line.claimed_by) == ("claimed", lead.id)
    do(line)
    for _ in range(2):
        take_back_vas(
            scope=operator, fulfillment_id=id_, option="ENGRAVE", line_id=line.line_id, now=now, actor=SYSTEM
        )
    (line,) = list_vas(scope=operator, fulfillment_ids=[id_])
    assert line.status == "open"
    with transaction(operator):
        assert Entry.objects.filter(kind="vas_taken_back").count() == 1


def test_options_and_rules_say_everything_that_is_wrong(
    options: None, operator: Scope, mug: Sku, now: datetime
) -> None:
    wrong = VasOptionDraft(
        "A B", "song", {}, per="box", sku="NONE", sku_quantity=1, material="gold", minutes=-1
    )
    with pytest.raises(Invalid) as refused:
        save_vas_options(scope=operator, merchant_id=mug.merchant_id, drafts=[wrong], now=now, actor=SYSTEM)
    assert {one.path.rpartition(".")[2] for one in refused.value.problems} == {
        "code", "kind", "per", "names", "sku", "material", "material_grams", "minutes",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        replace_vas_rules(
            scope=operator, merchant_id=mug.merchant_id, now=now, actor=SYSTEM,
            drafts=[VasRuleDraft(option="NONE"), VasRuleDraft(option="WRAP", cartons=("S",))],
        )  # fmt: skip
    assert len(refused.value.problems) == 2


def test_services_are_asked_for_and_taken_away_until_the_order_is_packed(
    options: None,
    prepare: Callable[..., UUID],
    pack: Packing,
    do: Doing,
    operator: Scope,
    acme_scope: Scope,
    beta_scope: Scope,
    now: datetime,
    carriers: None,
) -> None:
    id_ = prepare()
    with transaction(operator):
        order_id = FulfillmentOrder.objects.get().order_id
    named: dict[str, Any] = {"order_id": order_id, "now": now, "actor": SYSTEM}
    with pytest.raises(OrderNotFound):
        change_order_vas(scope=beta_scope, added=[LineVas("WRAP", 1)], **named)
    wrong = [LineVas("WRAP"), LineVas("ENGRAVE", 1), LineVas("WRAP", 7), LineVas("SING")]
    with pytest.raises(Invalid) as refused:
        change_order_vas(scope=operator, added=wrong, removed=[LineVas("FLYER")], **named)
    assert len(refused.value.problems) == 5
    asked = [LineVas("WRAP", 1), LineVas("ENGRAVE", 1, "Anna")]
    change_order_vas(scope=acme_scope, added=asked, **named)
    with pytest.raises(Invalid, match="once a line"):
        change_order_vas(scope=operator, added=asked[:1], **named)
    wrap, engrave = sorted(
        list_vas(scope=operator, fulfillment_ids=[id_]), key=lambda line: line.option == "ENGRAVE"
    )
    assert (engrave.text, wrap.quantity) == ("Anna", 2)
    do(wrap)
    with pytest.raises(VasDoneAlready):
        change_order_vas(scope=operator, removed=[LineVas("WRAP", 1), LineVas("ENGRAVE", 1)], **named)
    assert len(list_vas(scope=operator, fulfillment_ids=[id_])) == 2
    change_order_vas(scope=operator, removed=[LineVas("ENGRAVE", 1)], **named)
    with transaction(operator):
        assert not Blob.objects.exists()
    pack()
    with pytest.raises(VasTooLate):
        change_order_vas(scope=operator, added=[LineVas("FLYER")], **named)
    with transaction(operator):
        told = Entry.objects.filter(kind__in=("vas_asked_for", "vas_dropped")).values_list(
            "data__option", flat=True
        )
        assert sorted(told) == ["ENGRAVE", "ENGRAVE", "WRAP"]
