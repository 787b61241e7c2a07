"""Sites as they come in."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class CutOffDraft:
    """When a carrier leaves; no weekdays means every working day of the site."""

    carrier_code: str
    at: time
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """A site to create or to change."""

    code: str
    name: str
    timezone: str
    country: str
    latitude: float
    longitude: float
    kind: str = "warehouse"
    run_by: str = "own"
    stock_policy: str = "own"
    feed_max_age_minutes: int = 1440
    feed_trust_margin: int = 0
    postal_code: str = ""
    city: str = ""
    street: str = ""
    priority: int = 100
    working_weekdays: str = "1111100"
    partner_answer_minutes: int = 240
    handling_minutes: int = 0
    orders_a_day: int = 0
    cut_offs: tuple[CutOffDraft, ...] = ()
