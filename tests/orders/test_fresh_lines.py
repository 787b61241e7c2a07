"""Orders by a shelf-life rule are promised only what lasts, and others get what they leave."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.orders.models import FreshLine, OrderLine
from packhaus.orders.queries.freshness import list_freshness
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.change import change_recipient, change_service
from packhaus.orders.services.change.add_lines import LinesShort, add_lines
from packhaus.orders.types import LineDraft, PlacedOrder, RefusedOrder
from packhaus.shipping.services.carriers import save_carriers
from packhaus.shipping.services.transit_times import save_transit_times
from packhaus.shipping.types import CarrierDraft, ServiceDraft, TransitDraft
from packhaus.terms.services.shelf_rules import withdraw_shelf_rules, write_shelf_rules
from packhaus.terms.types.shelf_rules import ShelfRuleDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import ANNA, BERLIN_ADDRESS, make_draft

Stocking = Callable[[Sequence[tuple[str, int, int]]], None]

retail = partial(make_draft, tags=("retail",))


@pytest.fixture
def stock_dated(stock: PutStock, mug: Sku, leeds: Place, acme_scope: Scope, now: datetime) -> Stocking:
    """Put mugs into bins, each ending so many days from now."""

    def put(bins: Sequence[tuple[str, int, int]]) -> None:
        for code, units, days in bins:
            stock(mug, leeds, units, location=code, backorder_limit=100)
            with transaction(acme_scope):
                Sku.objects.filter(id=mug.id).update(has_expiry=True)
                Balance.objects.filter(location_id=leeds.locations[code]).update(
                    expires_on=now.date() + timedelta(days=days)
                )

    return put


@pytest.fixture
def rule(acme: Merchant, acme_scope: Scope, now: datetime) -> Callable[[], None]:
    def write() -> None:
        draft = ShelfRuleDraft("Retail", days=60, transit_days=3, valid_from=date(2026, 1, 1), tag="retail")
        assert write_shelf_rules(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)

    return write


def list_promised(outcomes: Sequence[object]) -> list[tuple[int, int]]:
    assert all(isinstance(one, PlacedOrder) for one in outcomes), outcomes
    return [
        (line.promised, line.backordered)
        for one in outcomes
        if isinstance(one, PlacedOrder)
        for line in one.lines
    ]


def test_a_rule_promises_what_lasts_and_leaves_the_rest_to_others(
    place: Placing,
    stock_dated: Stocking,
    rule: Callable[[], None],
    acme_scope: Scope,
    acme: Merchant,
    now: datetime,
) -> None:
    stock_dated([("A-01-01", 40, 30), ("A-01-02", 10, 200)])
    rule()
    placed = place(
        retail(("MUG", 7), number="R-1"), make_draft(("MUG", 20)), retail(("MUG", 5), number="R-2")
    )
    assert list_promised(placed) == [(7, 0), (20, 0), (3, 2)]
    with transaction(acme_scope):
        assert FreshLine.objects.count() == 2
    (told,) = list_freshness(scope=acme_scope, order_id=placed[2].id, now=now)  # type: ignore[union-attr]
    assert (told.rule, told.lasting_days, told.too_early) == ("Retail", 63, 40)
    assert told.earliest_expiry >= now.date() + timedelta(days=63)


def test_a_refused_order_is_told_how_much_ends_too_early(
    place: Placing, stock_dated: Stocking, rule: Callable[[], None], acme_scope: Scope
) -> None:
    stock_dated([("A-01-01", 40, 30), ("A-01-02", 10, 200)])
    rule()
    (refused,) = place(retail(("MUG", 11), policy="fill_or_kill"))
    assert isinstance(refused, RefusedOrder)
    assert [(one.path, one.code) for one in refused.problems] == [
        ("lines.0", "short"),
        ("lines.0", "ends_too_early"),
    ]
    assert refused.problems[1].data["units"] == 40
    with transaction(acme_scope):
        assert not FreshLine.objects.exists()


def test_who_waits_by_a_rule_lets_what_ends_early_pass(
    place: Placing,
    stock_dated: Stocking,
    rule: Callable[[], None],
    mug: Sku,
    operator: Scope,
    acme_scope: Scope,
    now: datetime,
) -> None:
    stock_dated([("A-01-01", 1, 30)])
    rule()
    placed = place(retail(("MUG", 4), number="R-1"), make_draft(("MUG", 4)))
    assert list_promised(placed) == [(0, 4), (1, 3)]
    stock_dated([("A-01-02", 2, 40)])
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 2
    stock_dated([("A-02-01", 9, 90)])
    assert promise_backorders(scope=operator, sku_ids=[mug.id], now=now, actor=SYSTEM) == 5
    assert place(make_draft(("MUG", 4)), retail(("MUG", 4), number="R-1"))[1].lines[0].promised == 4  # type: ignore[union-attr]


def test_lines_that_join_an_order_are_asked_the_same(
    place: Placing, stock_dated: Stocking, rule: Callable[[], None], acme_scope: Scope, now: datetime
) -> None:
    stock_dated([("A-01-01", 40, 30), ("A-01-02", 3, 200)])
    rule()
    (placed,) = place(retail(("MUG", 2), policy="fill_or_kill"))
    assert isinstance(placed, PlacedOrder)
    with pytest.raises(LinesShort):
        add_lines(
            scope=acme_scope,
            order_id=placed.id,
            lines=[LineDraft("MUG", 2, 1)],
            now=now,
            actor=SYSTEM,
        )
    add_lines(scope=acme_scope, order_id=placed.id, lines=[LineDraft("MUG", 1, 1)], now=now, actor=SYSTEM)
    with transaction(acme_scope):
        assert FreshLine.objects.count() == 2


def test_a_rule_that_is_withdrawn_or_of_another_merchant_asks_nothing(
    place: Placing,
    stock_dated: Stocking,
    acme: Merchant,
    acme_scope: Scope,
    beta_scope: Scope,
    beta: Merchant,
    now: datetime,
) -> None:
    stock_dated([("A-01-01", 40, 30)])
    draft = ShelfRuleDraft("All", days=60, valid_from=date(2026, 1, 1))
    write_shelf_rules(scope=beta_scope, merchant_id=beta.id, drafts=[draft], now=now, actor=SYSTEM)
    ids = write_shelf_rules(
        scope=acme_scope, merchant_id=acme.id, drafts=[draft, replace(draft, tag="x")], now=now, actor=SYSTEM
    )
    again = write_shelf_rules(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    assert again == []
    assert withdraw_shelf_rules(scope=beta_scope, ids=ids, now=now, actor=SYSTEM) == []
    assert len(withdraw_shelf_rules(scope=acme_scope, ids=ids, now=now, actor=SYSTEM)) == 2
    assert list_promised(place(make_draft(("MUG", 7)))) == [(7, 0)]


def test_a_percentage_is_asked_of_the_item_that_a_rule_names(
    place: Placing, stock_dated: Stocking, acme: Merchant, mug: Sku, acme_scope: Scope, now: datetime
) -> None:
    stock_dated([("A-01-01", 40, 100), ("A-01-02", 3, 200)])
    with transaction(acme_scope):
        Sku.objects.filter(id=mug.id).update(life_days=300)
    rules = [
        ShelfRuleDraft("All", days=9, valid_from=date(2026, 1, 1)),
        ShelfRuleDraft("Mugs", days=0, life_percent=50, sku=mug.code, valid_from=date(2026, 1, 1)),
    ]
    write_shelf_rules(scope=acme_scope, merchant_id=acme.id, drafts=rules, now=now, actor=SYSTEM)
    (placed,) = place(make_draft(("MUG", 7)))
    assert list_promised([placed]) == [(3, 4)]
    (told,) = list_freshness(scope=acme_scope, order_id=placed.id, now=now)  # type: ignore[union-attr]
    assert (told.rule, told.lasting_days, told.too_early) == ("Mugs", 150, 40)


def test_another_country_asks_its_own_rule_and_promises_what_lasts_there(
    place: Placing,
    stock_dated: Stocking,
    stock: PutStock,
    mug: Sku,
    berlin: Place,
    acme: Merchant,
    acme_scope: Scope,
    operator: Scope,
    now: datetime,
) -> None:
    stock_dated([("A-01-01", 40, 30), ("A-01-02", 3, 200)])
    draft = ShelfRuleDraft("Germany", days=60, valid_from=date(2026, 1, 1), country="DE")
    write_shelf_rules(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    stock(mug, berlin, 1)
    with transaction(acme_scope):
        Balance.objects.filter(location_id__in=berlin.locations.values()).update(
            expires_on=now.date() + timedelta(days=90)
        )
    home = make_draft(("MUG", 7)).address
    assert home.country != "DE"
    (placed,) = place(make_draft(("MUG", 7)))
    assert list_promised([placed]) == [(7, 0)]
    assert isinstance(placed, PlacedOrder)
    move = partial(
        change_recipient, scope=acme_scope, order_id=placed.id, contact=ANNA, now=now, actor=SYSTEM
    )
    for _ in range(2):  # the second time changes nothing
        move(address=BERLIN_ADDRESS)
        assert count_units(acme_scope) == (4, 3)
    with transaction(acme_scope):
        assert FreshLine.objects.get().lasting_days == 60
    move(address=home)
    assert count_units(acme_scope) == (7, 0)
    with transaction(acme_scope):
        assert not FreshLine.objects.exists()


@pytest.fixture
def lanes(operator: Scope, now: datetime) -> None:
    """One service from each country in its own time, a slow one, and one of which nobody knows."""
    services = [
        ServiceDraft(code, code, 500, "GBP", ((500, 100),), ("GB",)) for code in ("FAST", "SLOW", "NEW")
    ]
    carrier = CarrierDraft("MAIL", "Mail", tuple(services))
    save_carriers(scope=operator, drafts=[carrier], now=now, actor=SYSTEM)
    times = [
        TransitDraft("FAST", 1, 1, from_country="GB", to_country="GB"),
        TransitDraft("FAST", 9, 20, from_country="DE", to_country="GB"),
        TransitDraft("SLOW", 9, 20, to_country="GB"),
    ]
    save_transit_times(scope=operator, carrier_code="MAIL", drafts=times, now=now, actor=SYSTEM)


@pytest.mark.usefixtures("lanes")
def test_the_days_on_the_way_are_those_of_the_lane_where_one_is_known(
    place: Placing,
    stock_dated: Stocking,
    stock: PutStock,
    mug: Sku,
    berlin: Place,
    rule: Callable[[], None],
    acme_scope: Scope,
    now: datetime,
) -> None:
    stock_dated([("A-01-01", 40, 70), ("A-01-02", 3, 200)])
    stock(mug, berlin, 100)
    with transaction(acme_scope):
        Balance.objects.filter(location_id__in=berlin.locations.values()).update(
            expires_on=now.date() + timedelta(days=70)
        )
    rule()
    placed = place(
        retail(("MUG", 50), number="R-1", service_code="FAST"),
        retail(("MUG", 5), number="R-2", service_code="SLOW"),
        retail(("MUG", 5), number="R-3", service_code="NEW"),
    )
    assert list_promised(placed) == [(43, 7), (0, 5), (5, 0)]  # Leeds is a day away, Berlin four weeks
    told = [list_freshness(scope=acme_scope, order_id=one.id, now=now)[0] for one in placed]  # type: ignore[union-attr]
    assert [(one.is_by_lane, one.transit_days) for one in told[1:]] == [(True, 28), (False, 3)]
    assert [one.lasting_days for one in told[1:]] == [60 + 28, 60 + 3]


@pytest.mark.usefixtures("lanes")
def test_another_service_asks_for_its_own_days_on_the_way(
    place: Placing, stock_dated: Stocking, rule: Callable[[], None], acme_scope: Scope, now: datetime
) -> None:
    stock_dated([("A-01-01", 40, 70), ("A-01-02", 3, 200)])
    rule()
    (placed,) = place(retail(("MUG", 7), service_code="FAST"))
    assert isinstance(placed, PlacedOrder)
    for code, units in (("SLOW", (3, 4)), ("FAST", (7, 0))):
        change_service(scope=acme_scope, order_id=placed.id, service_code=code, now=now, actor=SYSTEM)
        assert count_units(acme_scope) == units


def count_units(scope: Scope) -> tuple[int, int]:
    with transaction(scope):
        return OrderLine.objects.values_list("promised", "backordered").get()
