from dataclasses import replace
from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import KitComponent, Sku
from packhaus.inventory.models import SiteStock
from packhaus.inventory.services.holds import HoldLineDraft, hold_stock
from packhaus.kernel import rows
from packhaus.orders.models import BackorderDemand, FulfillmentOrder, Order, OrderLine
from packhaus.orders.types import PlacedOrder, RefusedOrder
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import BERLIN_ADDRESS, make_draft


def test_an_order_is_promised_from_the_one_site_that_has_it(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    (placed,) = place(make_draft(("MUG", 4)))
    assert isinstance(placed, PlacedOrder)
    assert placed.number.startswith("SO-")
    assert [(line.promised, line.backordered) for line in placed.lines] == [(4, 0)]
    with transaction(acme_scope):
        assert SiteStock.objects.get().promised == 4
        order = Order.objects.get()
        assert (order.stage, order.total_minor, order.ship_by is not None) == ("placed", 1000, True)
        assert FulfillmentOrder.objects.get().number == f"{placed.number}-1"


def test_the_same_order_twice_is_taken_once_and_answered_alike(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    (first,) = place(make_draft(("MUG", 4)))
    (second,) = place(make_draft(("MUG", 4)))
    assert isinstance(first, PlacedOrder)
    assert second == replace(first, is_repeat=True)
    with transaction(acme_scope):
        assert SiteStock.objects.get().promised == 4


def test_one_number_twice_in_one_batch_is_one_order(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    first, second = place(make_draft(("MUG", 4)), make_draft(("MUG", 4)))
    assert first == second
    with transaction(acme_scope):
        assert Order.objects.count() == 1


def test_a_batch_answers_new_repeated_and_refused_orders_in_the_order_given(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 10)
    place(make_draft(("MUG", 1), number="OLD"))
    outcomes = place(
        make_draft(("MUG", 1), number="NEW"),
        make_draft(("NOSUCH", 1), number="BAD"),
        make_draft(("MUG", 1), number="OLD"),
    )
    assert [outcome.external_number for outcome in outcomes] == ["NEW", "BAD", "OLD"]
    new, bad, old = outcomes
    assert isinstance(new, PlacedOrder)
    assert not new.is_repeat
    assert isinstance(bad, RefusedOrder)
    assert bad.problems[0].code == "unknown_sku"
    assert isinstance(old, PlacedOrder)
    assert old.is_repeat


def test_every_problem_is_told_at_once_and_nothing_is_written(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    draft = make_draft(("MUG", 0), ("MUG", -3))
    broken = replace(
        draft,
        currency="pounds",
        contact=replace(draft.contact, email="nobody", phone="0151"),
        address=replace(draft.address, postal_code="99999"),
    )
    (refused,) = place(broken)
    assert isinstance(refused, RefusedOrder)
    assert {problem.path for problem in refused.problems} == {
        "currency",
        "lines.0.quantity",
        "lines.1.quantity",
        "contact.email",
        "contact.phone",
        "address.postal_code",
    }
    with transaction(acme_scope):
        assert not Order.objects.exists()
        assert SiteStock.objects.get().promised == 0


def test_what_is_missing_becomes_a_backorder_with_its_demand(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    (placed,) = place(make_draft(("MUG", 5)))
    assert isinstance(placed, PlacedOrder)
    assert [(line.promised, line.backordered) for line in placed.lines] == [(3, 2)]
    with transaction(acme_scope):
        assert BackorderDemand.objects.get().quantity == 2
        assert SiteStock.objects.get().backordered == 2


def test_without_backorders_every_short_line_is_named(
    place: Placing, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 3)
    stock(lamp, leeds, 1)
    (refused,) = place(make_draft(("MUG", 5), ("LAMP", 2)))
    assert isinstance(refused, RefusedOrder)
    assert [(problem.path, problem.data["short"]) for problem in refused.problems] == [
        ("lines.0", 2),
        ("lines.1", 1),
    ]
    with transaction(acme_scope):
        assert SiteStock.objects.filter(promised__gt=0).count() == 0


def test_fill_or_kill_takes_nothing_when_a_unit_is_missing(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    (refused,) = place(make_draft(("MUG", 5), policy="fill_or_kill"))
    assert isinstance(refused, RefusedOrder)


def test_ship_complete_keeps_its_stock_and_waits(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 3, backorder_limit=100)
    place(make_draft(("MUG", 5), policy="ship_complete"))
    with transaction(acme_scope):
        assert FulfillmentOrder.objects.get().is_blocked
        assert SiteStock.objects.get().promised == 3


def test_the_nearest_site_that_can_ship_all_wins(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, berlin: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 10)
    place(make_draft(("MUG", 1), number="UK"), make_draft(("MUG", 1), number="DE", address=BERLIN_ADDRESS))
    with transaction(acme_scope):
        found = dict(
            rows.fetch_tuples(
                "SELECT o.external_number, f.site_id FROM orders_order AS o "
                "JOIN orders_fulfillmentorder AS f ON f.order_id = o.id"
            )
        )
    assert found == {"UK": leeds.id, "DE": berlin.id}


def test_an_order_that_no_site_has_whole_is_split_over_the_fewest(
    place: Placing, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, berlin: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, berlin, 10)
    place(make_draft(("MUG", 1), ("LAMP", 1)))
    with transaction(acme_scope):
        assert set(FulfillmentOrder.objects.values_list("site_id", flat=True)) == {leeds.id, berlin.id}


def test_safety_stock_is_not_promised(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 3)
    with transaction(acme_scope):
        SiteStock.objects.update(safety=2)
    (refused,) = place(make_draft(("MUG", 2)))
    assert isinstance(refused, RefusedOrder)


def test_a_kit_takes_its_parts_and_keeps_its_price(
    place: Placing, stock: PutStock, acme: Merchant, mug: Sku, lamp: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10)
    with transaction(acme_scope):
        kit = Sku.objects.create(merchant_id=acme.id, code="SET", name="Set", name_key="set", kind="kit")
        KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=mug, quantity=2)
        KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=lamp, quantity=1)
    (placed,) = place(make_draft(("SET", 3)))
    assert isinstance(placed, PlacedOrder)
    assert [(line.sku_code, line.promised) for line in placed.lines] == [("SET", 3)]
    with transaction(acme_scope):
        parts = OrderLine.objects.filter(parent_line_id__isnull=False).order_by("position")
        assert [(part.ordered, part.promised) for part in parts] == [(3, 3), (6, 6)]
        assert sum(part.total_minor for part in parts) == 750
        assert Order.objects.get().total_minor == 750


def test_an_order_without_goods_is_shipped_at_once(
    place: Placing, acme: Merchant, acme_scope: Scope, leeds: Place
) -> None:
    with transaction(acme_scope):
        Sku.objects.create(merchant_id=acme.id, code="EBOOK", name="Book", name_key="book", kind="digital")
    (placed,) = place(make_draft(("EBOOK", 1)))
    assert isinstance(placed, PlacedOrder)
    assert placed.stage == "shipped"


def test_a_held_order_is_promised_but_not_released(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope
) -> None:
    stock(mug, leeds, 10)
    place(make_draft(("MUG", 1), hold_reasons=("fraud",)))
    with transaction(acme_scope):
        assert Order.objects.get().is_held
        assert FulfillmentOrder.objects.get().is_blocked


def test_another_merchants_sku_of_the_same_code_is_never_taken(
    place: Placing, stock: PutStock, mug: Sku, beta_mug: Sku, leeds: Place, operator: Scope
) -> None:
    stock(beta_mug, leeds, 10)
    stock(mug, leeds, 1)
    (refused,) = place(make_draft(("MUG", 2)))
    assert isinstance(refused, RefusedOrder)
    assert refused.problems[0].data["free"] == 1


def test_one_order_costs_one_statement(place: Placing, stock: PutStock, mug: Sku, leeds: Place) -> None:
    stock(mug, leeds, 10)
    place(make_draft(("MUG", 1), number="WARM"))
    with CaptureQueriesContext(connection) as captured:
        place(make_draft(("MUG", 1)))
    statements = [query["sql"].split()[0] for query in captured.captured_queries]
    # A test's own transaction stands around it: it sets the scope and two savepoint marks.
    assert statements == ["SELECT", "SAVEPOINT", "SELECT", "RELEASE"]


def test_a_cart_becomes_its_order_and_a_refused_one_keeps_its_units(
    place: Placing, stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    lines = [HoldLineDraft(mug.id, leeds.id, 8)]
    hold_stock(scope=acme_scope, merchant_id=mug.merchant_id, reference="cart-1", lines=lines, now=now)
    (stranger,) = place(make_draft(("MUG", 8), number="OTHER"))
    assert isinstance(stranger, RefusedOrder)
    (greedy,) = place(make_draft(("MUG", 11), number="GREEDY", cart_reference="cart-1"))
    assert isinstance(greedy, RefusedOrder)
    with transaction(acme_scope):
        assert SiteStock.objects.get().held == 8
    (placed,) = place(make_draft(("MUG", 8), number="CART", cart_reference="cart-1"))
    assert isinstance(placed, PlacedOrder)
    with transaction(acme_scope):
        site_stock = SiteStock.objects.get()
        assert (site_stock.held, site_stock.promised) == (0, 8)
