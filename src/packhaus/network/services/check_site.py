"""What can be wrong with a site; every problem at once."""

from collections.abc import Iterator
from zoneinfo import available_timezones

from packhaus.kernel.errors import FieldProblem
from packhaus.network.types import SiteDraft

_KINDS = frozenset({"warehouse", "store", "distributor", "supplier", "repair"})
_LENGTHS = {"name": 120, "postal_code": 16, "city": 80, "street": 120}
_MOST = {"priority": 1_000_000, "feed_max_age_minutes": 527_040, "feed_trust_margin": 10**9}
_LONGEST_ANSWER = 43_200  # minutes: thirty days


def check_site(draft: SiteDraft) -> Iterator[FieldProblem]:
    """Yield every problem."""
    if not draft.code.strip() or len(draft.code) > 16 or not draft.code.isprintable():
        yield FieldProblem("code", "format", "is 1 to 16 printable characters")
    if not draft.name.strip():
        yield FieldProblem("name", "required", "is empty")
    for field, length in _LENGTHS.items():
        text = getattr(draft, field)
        if len(text) > length or not text.isprintable():
            yield FieldProblem(field, "format", f"is at most {length} printable characters")
    if draft.timezone not in available_timezones():
        yield FieldProblem("timezone", "unknown", f"{draft.timezone!r} is no time zone, like Europe/Berlin")
    if draft.kind not in _KINDS:
        yield FieldProblem("kind", "unknown", f"is one of {', '.join(sorted(_KINDS))}")
    if not (-90 <= draft.latitude <= 90 and -180 <= draft.longitude <= 180):
        yield FieldProblem("latitude", "range", "is a point on the Earth in degrees")
    if len(draft.country) != 2 or not draft.country.isupper():
        yield FieldProblem("country", "format", "is two capital letters (ISO 3166-1)")
    if len(draft.working_weekdays) != 7 or set(draft.working_weekdays) - {"0", "1"}:
        yield FieldProblem("working_weekdays", "format", "is seven digits from Monday, 1 for a working day")
    yield from _check_running(draft)
    yield from _check_cut_offs(draft)


def _check_running(draft: SiteDraft) -> Iterator[FieldProblem]:
    if draft.run_by not in ("own", "partner"):
        yield FieldProblem("run_by", "unknown", "is own or partner")
    if draft.stock_policy not in ("own", "feed", "unlimited"):
        yield FieldProblem("stock_policy", "unknown", "is own, feed or unlimited")
    elif draft.run_by == "own" and draft.stock_policy != "own":
        yield FieldProblem("stock_policy", "conflict", "only a partner's site has a feed")
    for field, most in _MOST.items():
        if not 0 <= getattr(draft, field) <= most:
            yield FieldProblem(field, "range", f"is from 0 to {most}")
    if not 1 <= draft.partner_answer_minutes <= _LONGEST_ANSWER:
        yield FieldProblem("partner_answer_minutes", "range", f"is from 1 to {_LONGEST_ANSWER} minutes")


def _check_cut_offs(draft: SiteDraft) -> Iterator[FieldProblem]:
    seen: set[tuple[str, int]] = set()
    for cut_off in draft.cut_offs:
        carrier = cut_off.carrier_code
        if not carrier.strip() or len(carrier) > 24 or not carrier.isprintable():
            yield FieldProblem("cut_offs", "format", f"{carrier[:24]!r} is no carrier: 1 to 24 characters")
        keys = {(carrier, weekday) for weekday in cut_off.weekdays or range(1, 8)}
        if keys & seen:
            yield FieldProblem("cut_offs", "repeated", f"{carrier} has two times on one weekday")
        if not set(cut_off.weekdays) <= set(range(1, 8)):
            yield FieldProblem("cut_offs", "range", "weekdays are 1 (Monday) to 7")
        seen |= keys
