"""What inventory asks of higher apps without knowing them; `config.wiring` fills it at start-up.

A loss may take units that are promised (orders know to whom) or allocated (outbound knows to which pick). Both must
give in the same transaction, so a journal subscriber would come too late.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from packhaus.access.types import Actor


class PromiseKeeper(Protocol):
    """Turn promises of a SKU at a site into backorders; orders implement it."""

    def __call__(self, *, site_id: UUID, sku_id: UUID, units: int, now: datetime, actor: Actor) -> int: ...


class AllocationKeeper(Protocol):
    """Take allocations off a balance, elsewhere if possible, else back to promised; outbound implements it."""

    def __call__(self, *, balance_id: int, units: int, now: datetime, actor: Actor) -> int: ...


class _Ports:
    promise_keeper: PromiseKeeper | None = None
    allocation_keeper: AllocationKeeper | None = None


def set_promise_keeper(keeper: PromiseKeeper) -> None:
    """Say who demotes promises."""
    _Ports.promise_keeper = keeper


def set_allocation_keeper(keeper: AllocationKeeper) -> None:
    """Say who releases allocations."""
    _Ports.allocation_keeper = keeper


def demote_promises(*, site_id: UUID, sku_id: UUID, units: int, now: datetime, actor: Actor) -> int:
    """Demote up to `units` promised units and return how many gave."""
    assert _Ports.promise_keeper is not None, "config.wiring has not run"
    return _Ports.promise_keeper(site_id=site_id, sku_id=sku_id, units=units, now=now, actor=actor)


def release_allocations(*, balance_id: int, units: int, now: datetime, actor: Actor) -> int:
    """Release up to `units` allocated units of a balance and return how many gave."""
    assert _Ports.allocation_keeper is not None, "config.wiring has not run"
    return _Ports.allocation_keeper(balance_id=balance_id, units=units, now=now, actor=actor)
