"""How a site's floor is set up: carts and methods, walls, and what releases by itself."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from packhaus.api.fields import Input, bounded
from packhaus.outbound.services.policies import PolicyDraft
from packhaus.outbound.services.zones import PickZoneDraft
from packhaus.outbound.types import MOST_ORDERS, FloorRules, LineMix, PickMethod

USUAL = FloorRules()
Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 60)]
Lines = Annotated[int, Field(ge=1, le=1_000_000)]
# The site's own time: one with an offset would be another hour half of the year.
LocalTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]


class FloorRulesIn(Input):
    """How a site's floor works; what is left out is the usual. `max_open_lines`: null for any number.

    `question_shelf`: the code of the place for what nobody knows where it belongs; empty where the site names none.
    """

    pick_method: PickMethod = PickMethod.CLUSTER
    plan_milliseconds: Annotated[int, Field(ge=0, le=60_000)] = USUAL.plan_milliseconds
    cart_totes: Annotated[int, Field(ge=1, le=200)] = USUAL.cart_totes
    cart_weight_grams: Annotated[int, Field(ge=1, le=5_000_000)] = USUAL.cart_weight_grams
    tote_volume_mm3: Annotated[int, Field(ge=1, le=2_000_000_000)] = USUAL.tote_volume_mm3
    tote_weight_grams: Annotated[int, Field(ge=1, le=1_000_000)] = USUAL.tote_weight_grams
    max_open_lines: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    question_shelf: Annotated[str, bounded(40)] = ""

    def as_rules(self) -> FloorRules:
        """Return what the service takes."""
        return FloorRules(**self.model_dump())


class WallIn(Input):
    """A wall to put up, and how many compartments it has."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{1,12}$")]
    slots: Annotated[int, Field(ge=1, le=400)]


class PickZoneIn(Input):
    """A zone, its turn, and the shelf on which its totes wait; without one they are handed over."""

    code: Annotated[str, bounded(8)]
    position: Annotated[int, Field(ge=1, le=100)]
    shelf: Annotated[str, bounded(40)] = ""

    def as_draft(self) -> PickZoneDraft:
        """Return what the service takes."""
        return PickZoneDraft(self.code, self.position, self.shelf)


class PickZonesIn(Input):
    """The zones of a site; those that are left out come last, by their codes."""

    zones: Annotated[list[PickZoneIn], Field(max_length=100)]


class PolicyIn(Input):
    """How a site releases again and again; what is empty or null does not matter. Times are the site's own."""

    name: Annotated[str, bounded(40, 1)]
    mode: Literal["manual", "scheduled", "waveless"] = "manual"
    is_active: bool = True
    position: Annotated[int, Field(ge=1, le=999)] = 1
    due_within_minutes: Minutes | None = None
    carriers: Annotated[list[Annotated[str, bounded(24, 1)]], Field(max_length=50)] = []
    merchants: Annotated[list[Annotated[str, bounded(16, 1)]], Field(max_length=50)] = []
    countries: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]], Field(max_length=50)
    ] = []
    zones: Annotated[list[Annotated[str, bounded(8, 1)]], Field(max_length=50)] = []
    line_mix: LineMix = LineMix.ANY
    min_priority: Annotated[int, Field(ge=0, le=100)] | None = None
    max_orders: Annotated[int, Field(ge=1, le=MOST_ORDERS)] | None = None
    max_lines: Lines | None = None
    pick_method: PickMethod | None = None
    cart_totes: Annotated[int, Field(ge=1, le=200)] | None = None
    times: Annotated[list[LocalTime], Field(max_length=48)] = []
    before_cut_off_minutes: Annotated[int, Field(ge=0, le=7 * 24 * 60)] | None = None
    every_minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)] | None = None
    refill_below_lines: Lines | None = None
    from_at: LocalTime | None = None
    until_at: LocalTime | None = None

    def as_draft(self, merchant_ids: tuple[UUID, ...]) -> PolicyDraft:
        """Return what the service takes."""
        plain = self.model_dump(exclude={"carriers", "merchants", "countries", "zones", "times"})
        plain |= {
            "from_at": time.fromisoformat(self.from_at) if self.from_at else None,
            "until_at": time.fromisoformat(self.until_at) if self.until_at else None,
            "line_mix": self.line_mix.value,
            "pick_method": self.pick_method.value if self.pick_method else "",
        }
        return PolicyDraft(
            **plain,
            carrier_codes=tuple(self.carriers),
            merchant_ids=merchant_ids,
            countries=tuple(self.countries),
            zones=tuple(self.zones),
            times=tuple(sorted(map(time.fromisoformat, self.times))),
        )
