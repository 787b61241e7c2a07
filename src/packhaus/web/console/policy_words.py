"""What a release policy says in words: when it runs, what it did, and why orders stayed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.network.queries.calendars import get_calendar
from packhaus.outbound.queries.policy_times import find_next_run
from packhaus.outbound.queries.release_policies import PolicyRow
from packhaus.web.formats import format_quantity
from packhaus.web.parts import Words

MODES: dict[str, Words] = {
    "manual": pgettext_lazy("release policy", "By hand"),
    "scheduled": pgettext_lazy("release policy", "By the calendar"),
    "waveless": pgettext_lazy("release policy", "Waveless"),
}
LEFT: dict[str, Words] = {
    "floor_full": pgettext_lazy("left by a policy", "the floor is full"),
    "max_orders": pgettext_lazy("left by a policy", "enough orders for one run"),
    "max_lines": pgettext_lazy("left by a policy", "enough lines for one run"),
    "short": pgettext_lazy("left by a policy", "in no bin"),
    "not_registered": pgettext_lazy("left by a policy", "registration missing"),
    "held": pgettext_lazy("left by a policy", "on hold"),
}


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A policy as the release page shows it."""

    policy: PolicyRow
    when: str
    next_at: datetime | None
    left: Sequence[tuple[Words, int]]


def draw_policy(policy: PolicyRow, *, now: datetime) -> PolicyCard:
    """Draw a policy with its next run and what its last one left."""
    found = find_next_run(policy=policy, calendar=get_calendar(policy.site_id), now=now)
    return PolicyCard(policy, tell_when(policy), found and max(found, now), tell_left(policy.left))


def tell_left(left: dict[str, int]) -> list[tuple[Words, int]]:
    """Name why orders stayed, and how many."""
    return [(LEFT.get(reason, reason), count) for reason, count in left.items()]


def tell_when(policy: PolicyRow) -> str:
    """Say when a policy runs, in one line."""
    if policy.mode == "manual":
        return str(MODES["manual"])
    return " · ".join(_list_times(policy))


def _list_times(policy: PolicyRow) -> Iterator[str]:
    if policy.mode == "scheduled":
        if policy.times:
            yield _("at %(times)s") % {"times": ", ".join(f"{at:%H:%M}" for at in policy.times)}
        if policy.before_cut_off_minutes is not None:
            minutes = policy.before_cut_off_minutes
            told = ngettext(
                "%(count)s minute before each cut-off", "%(count)s minutes before each cut-off", minutes
            )
            yield told % {"count": format_quantity(minutes)}
        return
    if policy.every_minutes:
        told = ngettext("every %(count)s minute", "every %(count)s minutes", policy.every_minutes)
        yield told % {"count": format_quantity(policy.every_minutes)}
    if policy.refill_below_lines:
        told = ngettext(
            "below %(count)s line on the floor",
            "below %(count)s lines on the floor",
            policy.refill_below_lines,
        )
        yield told % {"count": format_quantity(policy.refill_below_lines)}
    if policy.from_at or policy.until_at:
        first, last = (f"{at:%H:%M}" if at else "–" for at in (policy.from_at, policy.until_at))
        yield _("from %(first)s to %(last)s") % {"first": first, "last": last}
