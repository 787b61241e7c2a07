"""What outbound asks of an app beside it without knowing it; `config.wiring` fills it at start-up.

A truck that leaves frees its door in the transaction that closes its manifest: the next truck may stand there already.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class DoorKeeper(Protocol):
    """Give the door free at which a carrier's truck stood; without one nothing happens. Inbound implements it."""

    def __call__(self, *, site_id: UUID, carrier_code: str, now: datetime) -> None: ...


class _Ports:
    door_keeper: DoorKeeper | None = None


def set_door_keeper(keeper: DoorKeeper) -> None:
    """Say who gives doors free."""
    _Ports.door_keeper = keeper


def free_door(*, site_id: UUID, carrier_code: str, now: datetime) -> None:
    """Give the door of a carrier's truck free, in the caller's transaction."""
    assert _Ports.door_keeper is not None, "config.wiring has not run"
    _Ports.door_keeper(site_id=site_id, carrier_code=carrier_code, now=now)
