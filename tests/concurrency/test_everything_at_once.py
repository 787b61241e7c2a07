"""Four people do whatever comes to their mind, all at once."""

import os
import random
from collections import Counter
from typing import Any

import pytest

from packhaus.kernel.errors import DomainError
from packhaus.outbound.types import ShortReason
from tests.concurrency.threads import run_at_once
from tests.invariants.floor import BINS, Floor

IS_FULL = bool(os.environ.get("PACKHAUS_TEST_FULL"))
DEEDS = 500 if IS_FULL else 80
DONE_AT_LEAST = ("receive", "place", "cancel", "pick")
# A count, a short and a quarantine are the truth: nobody's moment refuses them.
NEVER = {
    f"{deed} {code}" for deed in ("adjust", "count", "pick", "move") for code in ("busy", "stock_promised")
}


def choose_deed(dice: random.Random) -> tuple[str, dict[str, Any]]:
    """Choose what to do next; the usual way of an order comes up more often than its mishaps."""
    number, units, site = dice.randrange(6), dice.randint(1, 6), dice.randrange(2)
    bin_code = dice.choice(BINS)
    deeds: list[tuple[int, str, dict[str, Any]]] = [
        (4, "receive", {"sku": number, "site": site, "location": bin_code, "quantity": units}),
        (6, "place", {"wants": [(dice.randrange(6), units) for _ in range(dice.randint(1, 3))]}),
        (1, "add_line", {"order": number, "sku": number, "quantity": units}),
        (2, "hold_cart", {"sku": number, "site": site, "quantity": units}),
        (1, "release_cart", {"cart": number}),
        (1, "expire_carts", {}),
        (2, "cancel", {"order": number}),
        (1, "cancel", {"order": number, "line": number, "quantity": units}),
        (1, "answer_requests", {}),
        (1, "hold_order", {"order": number}),
        (1, "lift_order", {"order": number}),
        (4, "release", {"site": site, "max_orders": units}),
        (1, "unrelease", {"wave": number}),
        (5, "pick", {"stops": units}),
        (2, "pick", {"missing": units, "reason": dice.choice(list(ShortReason))}),
        (4, "pack", {"fulfillment": number}),
        (1, "unpack", {"fulfillment": number}),
        (3, "dispatch", {"shipment": number}),
        (
            3,
            "adjust",
            {"sku": number, "site": site, "location": bin_code, "quantity": dice.choice((-4, -1, 2))},
        ),
        (2, "move", {"balance": number, "location": dice.choice((*BINS, "QUARANTINE")), "quantity": units}),
        (1, "count", {"balance": number, "change": dice.choice((-3, 0, 2))}),
        (1, "resolve", {"short": number}),
        (2, "promise", {}),
        (1, "configure", {"sku": number, "site": site, "safety": dice.randrange(4)}),
    ]
    ((_, deed, how),) = dice.choices(deeds, weights=[weight for weight, _, _ in deeds])
    return deed, how


@pytest.mark.parametrize("seed", range(5 if IS_FULL else 1))
def test_whatever_four_people_do_at_once_nothing_breaks_and_everything_adds_up(
    floor: Floor, seed: int
) -> None:
    """Takes longer than 5 s: a deadlock or a broken constraint needs many deeds to be met. Refusals are fine.

    Anything else that is raised is a bug, and is raised here.
    """
    for number in range(4):
        floor.receive(sku=number, site=0, location=BINS[number % 3], quantity=40)

    def work(person: int) -> Counter[str]:
        dice = random.Random(seed * 10 + person)
        done: Counter[str] = Counter()
        for _ in range(DEEDS):
            deed, how = choose_deed(dice)
            try:
                getattr(floor, deed)(**how)
                done[deed] += 1
            except DomainError as refusal:
                done[f"{deed} {refusal.code}"] += 1
        return done

    total: Counter[str] = Counter()
    for answer in run_at_once(*(lambda person=person: work(person) for person in range(4))):
        assert isinstance(answer, Counter)
        total += answer
    assert not [deed for deed in DONE_AT_LEAST if not total[deed]], total
    assert not total.keys() & NEVER, total
