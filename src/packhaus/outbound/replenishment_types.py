"""Words of replenishment: faces, what is brought to them, and what came of it."""

from dataclasses import dataclass
from typing import NamedTuple

from packhaus.outbound.types import ShortReason


@dataclass(frozen=True, slots=True)
class FaceDraft:
    """A pick face as a file or form names it: a merchant's item, a bin, and its bounds in base units."""

    merchant_code: str
    sku_code: str
    location_code: str
    minimum: int
    maximum: int


class ReplenishmentEntry(NamedTuple):
    """One task as it was done: `quantity` units were taken, `put` of them fitted (all of them, when left out).

    A `reason` says why there were fewer than asked; without one the rest simply stays for another task.
    `client_id` is the scan's own: twice is once.
    """

    task_id: int
    quantity: int
    device: str = ""
    client_id: str = ""
    put: int | None = None
    reason: ShortReason | None = None

    @property
    def kept(self) -> int:
        """How many units are in the face now."""
        return self.quantity if self.put is None else self.put


class Replenished(NamedTuple):
    """What one entry did; a repeated one changed nothing."""

    task_id: int
    moved: int
    returned: int
    status: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """Tasks that are new, tasks that were taken back, and units that no reserve bin has, by face."""

    planned: int
    cancelled: int
    lacking: dict[int, int]
