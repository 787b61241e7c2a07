"""A site says how its floor works, and no more lines go there than it takes."""

from dataclasses import replace
from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import Invalid
from packhaus.outbound.errors import NothingToRelease
from packhaus.outbound.queries.floor_room import find_room
from packhaus.outbound.queries.floor_rules import get_floor_rules
from packhaus.outbound.services.keep_floor_rules import save_floor_rules
from packhaus.outbound.types import FloorRules, PickMethod
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Picking, Releasing


def test_what_is_saved_is_what_is_followed(leeds: Place, operator: Scope, now: datetime) -> None:
    rules = FloorRules(PickMethod.WALL, 200, 12, 90_000, 50_000_000, 15_000, 400, "A-01-02")
    for given in (rules, replace(rules, max_open_lines=None)):
        save_floor_rules(scope=operator, site_id=leeds.id, rules=given, now=now, actor=SYSTEM)
        with transaction(operator):
            assert get_floor_rules(site_id=leeds.id) == given


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("plan_milliseconds", FloorRules(plan_milliseconds=60_001)),
        ("cart_totes", FloorRules(cart_totes=0)),
        ("max_open_lines", FloorRules(max_open_lines=0)),
        ("question_shelf", FloorRules(question_shelf="NOWHERE")),
        ("question_shelf", FloorRules(question_shelf="CUSTOMER")),
    ],
)
def test_rules_that_nobody_can_follow_are_refused(
    leeds: Place, operator: Scope, now: datetime, name: str, rules: FloorRules
) -> None:
    with pytest.raises(Invalid) as refused:
        save_floor_rules(
            scope=operator,
            site_id=leeds.id,
            rules=rules,
            now=now,
            actor=SYSTEM,
        )
    assert [problem.path for problem in refused.value.problems] == [name]


def test_a_full_floor_takes_no_more_until_something_is_picked(
    stock: PutStock, place: Placing, mug: Sku, leeds: Place, operator: Scope, now: datetime, release: Releasing,
    batch: Batching, pick: Picking,
) -> None:  # fmt: skip
    stock(mug, leeds, 50)
    place(*(make_draft(("MUG", 1), number=str(number)) for number in range(5)))
    assert find_room(site_id=leeds.id) is None
    save_floor_rules(
        scope=operator, site_id=leeds.id, rules=FloorRules(max_open_lines=3), now=now, actor=SYSTEM
    )
    wave = release()
    assert wave.order_count == 3
    assert find_room(site_id=leeds.id) == 0
    with pytest.raises(NothingToRelease) as refused:
        release()
    assert refused.value.data["is_floor_full"]
    batch(wave)
    pick()
    assert find_room(site_id=leeds.id) == 3
    assert release().order_count == 2
