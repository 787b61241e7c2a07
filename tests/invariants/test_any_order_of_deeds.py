"""Receive, place, hold, cancel, release, pick, short, pack, dispatch, count in any order: all adds up after each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction as django_transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from packhaus.outbound.types import ShortReason
from tests.harness.stock import assert_clean
from tests.invariants.floor import BINS, Floor

IS_FULL = bool(os.environ.get("PACKHAUS_TEST_FULL"))
SEQUENCES, DEEDS = (400, 40) if IS_FULL else (6, 16)

NUMBERS = st.integers(0, 5)
UNITS = st.integers(1, 6)
SITES = st.integers(0, 1)


def build_machine(floor: Floor) -> type[RuleBasedStateMachine]:  # noqa: C901 - one rule a deed, no branches
    class Deeds(RuleBasedStateMachine):
        """One sequence, in a savepoint that is rolled back at its end."""

        def __init__(self) -> None:
            super().__init__()
            self.world = _undone()
            self.world.__enter__()
            for sku in (0, 1):
                floor.receive(sku=sku, site=0, location=BINS[sku], quantity=6)

        def teardown(self) -> None:
            self.world.__exit__(None, None, None)

        def check(self) -> None:
            assert_clean()

        @rule(sku=NUMBERS, site=SITES, location=st.sampled_from((*BINS, "RECEIVING")), quantity=UNITS)
        def receive(self, **how: object) -> None:
            floor.attempt("receive", **how)
            self.check()

        @rule(
            wants=st.lists(st.tuples(NUMBERS, UNITS), min_size=1, max_size=3),
            policy=NUMBERS,
            is_abroad=st.booleans(),
            priority=st.sampled_from((10, 50)),
        )
        def place(self, **how: object) -> None:
            floor.attempt("place", **how)
            self.check()

        @rule(order=NUMBERS, sku=NUMBERS, quantity=UNITS)
        def add_line(self, **how: object) -> None:
            floor.attempt("add_line", **how)
            self.check()

        @rule(sku=NUMBERS, site=SITES, quantity=UNITS)
        def hold_cart(self, **how: object) -> None:
            floor.attempt("hold_cart", **how)
            self.check()

        @rule(cart=NUMBERS)
        def release_cart(self, **how: object) -> None:
            floor.attempt("release_cart", **how)
            self.check()

        @rule(order=NUMBERS, line=st.none() | NUMBERS, quantity=st.none() | UNITS)
        def cancel(self, **how: object) -> None:
            floor.attempt("cancel", **how)
            self.check()

        @rule()
        def answer_requests(self) -> None:
            floor.attempt("answer_requests")
            self.check()

        @rule(order=NUMBERS, deed=st.sampled_from(("hold_order", "lift_order")))
        def hold_or_lift(self, order: int, deed: str) -> None:
            floor.attempt(deed, order=order)
            self.check()

        @rule(site=SITES, max_orders=st.sampled_from((1, 10)))
        def release(self, **how: object) -> None:
            floor.attempt("release", **how)
            self.check()

        @rule(wave=NUMBERS)
        def unrelease(self, **how: object) -> None:
            floor.attempt("unrelease", **how)
            self.check()

        @rule(stops=st.integers(1, 3))
        def pick(self, **how: object) -> None:
            floor.attempt("pick", **how)
            self.check()

        @rule(stops=st.integers(1, 2), missing=UNITS, reason=st.sampled_from(ShortReason))
        def pick_short(self, **how: object) -> None:
            floor.attempt("pick", **how)
            self.check()

        @rule(fulfillment=NUMBERS, deed=st.sampled_from(("pack", "pack", "unpack")))
        def pack(self, fulfillment: int, deed: str) -> None:
            floor.attempt(deed, fulfillment=fulfillment)
            self.check()

        @rule()
        def work_off(self) -> None:
            for deed, how in (
                ("release", {"site": 0}),
                ("pick", {"stops": 20}),
                ("pack", {"fulfillment": 0}),
            ):
                floor.attempt(deed, **how)
            self.check()

        @rule(shipment=NUMBERS)
        def dispatch(self, **how: object) -> None:
            floor.attempt("dispatch", **how)
            self.check()

        @rule(sku=NUMBERS, site=SITES, location=st.sampled_from(BINS), quantity=st.integers(-6, 3))
        def adjust(self, **how: object) -> None:
            floor.attempt("adjust", **how)
            self.check()

        @rule(balance=NUMBERS, change=st.sampled_from((-3, 0, 2)))
        def count(self, **how: object) -> None:
            floor.attempt("count", **how)
            self.check()

        @rule(short=NUMBERS)
        def resolve(self, **how: object) -> None:
            floor.attempt("resolve", **how)
            self.check()

        @rule(
            balance=NUMBERS,
            location=st.sampled_from((*BINS, "QUARANTINE", "RECEIVING")),
            quantity=UNITS,
        )
        def move(self, **how: object) -> None:
            floor.attempt("move", **how)
            self.check()

        @rule()
        def promise(self) -> None:
            floor.attempt("promise")
            self.check()

        @rule(
            sku=NUMBERS,
            site=SITES,
            safety=st.none() | st.integers(0, 20),
            backorder_limit=st.none() | st.integers(0, 20),
        )
        def configure(self, **how: object) -> None:
            floor.attempt("configure", **how)
            self.check()

    return Deeds


@contextmanager
def _undone() -> Iterator[None]:
    with django_transaction.atomic():
        yield
        django_transaction.set_rollback(True)


def test_whatever_people_do_in_whatever_order_everything_adds_up(floor: Floor) -> None:
    """Takes longer than 5 s: each deed is followed by every check."""
    run_state_machine_as_test(
        build_machine(floor),
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=DEEDS,
            deadline=None,
            derandomize=not IS_FULL,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
