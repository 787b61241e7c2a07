"""What the page says: when it comes, where it is now, which steps are done, what happened; in the page's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from packhaus.care.queries.notes import ShownNote
from packhaus.insight.queries.tracking import (
    TrackedEvent,
    TrackedItem,
    TrackedLine,
    TrackedParcel,
    TrackedScan,
    Tracking,
)
from packhaus.web.formats import format_promise, format_time, get_locale
from packhaus.web.parts import Words
from packhaus.web.words_of_notes import NOTE_KINDS

# What carriers of this trunk take at most between hand-over and their first scan.
QUIET_AFTER = timedelta(days=1)
QUIET_WORKING_DAYS = 3
# From this the shopper is told first, whatever else is on its way.
_WORST = ("lost", "returned_to_sender", "exception")
_ENDED = frozenset({"delivered", "returned_to_sender", "lost"})
_SILENT = frozenset({"pending", "picked_up", "in_transit"})


@dataclass(frozen=True, slots=True)
class ToldParcel:
    """A parcel with its sentence and what is in it."""

    title: str
    sentence: str
    quiet: str
    parcel: TrackedParcel
    items: Sequence[TrackedItem]
    units: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """An item that is not in a parcel yet, and why."""

    name: str
    quantity: int
    note: str


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One past-tense sentence."""

    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToldNote:
    """What the shopper wrote, what it is about, and what becomes of it."""

    about: Words
    state: str
    note: ShownNote


@dataclass(frozen=True, slots=True)
class Story:
    """All words of the page. `steps` are (word, class); none for a cancelled order."""

    headline: str
    sentences: Sequence[str]
    steps: Sequence[tuple[str, str]]
    parcels: Sequence[ToldParcel]
    lines: Sequence[ToldLine]
    events: Sequence[ToldEvent]
    recipient: str
    notes: Sequence[ToldNote]


def tell_story(tracking: Tracking, *, now: datetime) -> Story:
    """Return the words for an order."""
    order = tracking.order
    return Story(
        headline=_say_when(tracking, now),
        sentences=_say_where(tracking, now),
        steps=_list_steps(tracking),
        parcels=_tell_parcels(tracking, now),
        lines=[told for line in tracking.lines for told in _tell_line(line)],
        events=_tell_events(tracking),
        recipient=", ".join(part for part in (shorten_name(order.name), order.street) if part),
        notes=[_tell_note(note, order.zone) for note in tracking.notes],
    )


def _tell_note(note: ShownNote, zone: str) -> ToldNote:
    about = NOTE_KINDS[note.kind]
    if note.wished_on is not None:
        about = f"{about}: {write_day(note.wished_on)}"
    states = {
        "open": say_answer_by(note.answer_by, zone),
        "answered": _("We have answered you by e-mail."),
        "closed": _("We have looked into it."),
    }
    return ToldNote(about, states[note.status], note)


def say_answer_by(moment: datetime, zone: str) -> str:
    """Say that we have the message, and by when it is answered."""
    return _("We have your message and will answer by %(date)s, %(time)s.") % {
        "date": write_day(moment.astimezone(ZoneInfo(zone)).date()),
        "time": format_time(moment, zone),
    }


def shorten_name(name: str) -> str:
    """Return the initials of a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def _has_left(tracking: Tracking) -> bool:
    return any(parcel.dispatched_at for parcel in tracking.parcels)


def _has_arrived(tracking: Tracking) -> bool:
    statuses = {parcel.tracking_status for parcel in tracking.parcels}
    return tracking.order.stage in {"delivered", "closed"} or statuses == {"delivered"}


def _tell_events(tracking: Tracking) -> list[ToldEvent]:
    """Return what happened here and at the carrier, the newest first."""
    told = [ToldEvent(_say_event(event), event.happened_at) for event in tracking.events]
    told += [ToldEvent(_say_scan(scan), scan.happened_at) for scan in tracking.scans]
    return sorted(told, key=lambda event: event.at, reverse=True)


def _say_scan(scan: TrackedScan) -> str:
    sentence = _say_standing(scan.status, scan.problem)
    return f"{sentence} {scan.place}".rstrip()


def _find_arrival(tracking: Tracking) -> datetime | None:
    """Return when the last parcel arrives: as its carrier expects, else as was promised."""
    expected = [
        parcel.expected_at
        for parcel in tracking.parcels
        if parcel.expected_at is not None and parcel.tracking_status not in _ENDED
    ]
    return max(expected, default=tracking.order.deliver_by)


def _is_late(tracking: Tracking, now: datetime) -> bool:
    """Tell whether it comes after the promised day, or should be here by now and nobody says when it comes."""
    zone, promised = ZoneInfo(tracking.order.zone), tracking.order.deliver_by
    arrival = _find_arrival(tracking)
    if promised is None or arrival is None or not _has_left(tracking) or _has_arrived(tracking):
        return False
    return max(arrival, now).astimezone(zone).date() > promised.astimezone(zone).date()


def _say_arrival(tracking: Tracking, arrival: datetime, now: datetime) -> str:
    zone = ZoneInfo(tracking.order.zone)
    if arrival.astimezone(zone).date() < now.astimezone(zone).date():
        return pgettext("tracking", "Running late")
    return _("Arriving %(date)s") % {"date": format_promise(arrival, tracking.order.zone)}


def _say_when(tracking: Tracking, now: datetime) -> str:
    order = tracking.order
    if order.stage == "cancelled":
        return _("Your order is cancelled")
    if _has_arrived(tracking):
        return pgettext("tracking", "Delivered")
    arrival = _find_arrival(tracking)
    if arrival is not None:
        return _say_arrival(tracking, arrival, now)
    left_at = min((parcel.dispatched_at for parcel in tracking.parcels if parcel.dispatched_at), default=None)
    if left_at is not None:
        return _("Left us on %(date)s") % {"date": format_promise(left_at, order.zone)}
    if order.ship_by is not None:
        return _("Leaves us by %(date)s") % {"date": format_promise(order.ship_by, order.zone)}
    return _say_waiting(tracking.lines)


def _say_waiting(lines: Sequence[TrackedLine]) -> str:
    waits = [line.waits_until for line in lines if line.waiting]
    known = [day for day in waits if day is not None]
    if waits and len(known) == len(waits):
        return _("Expected to leave us on %(date)s") % {"date": write_day(max(known))}
    return pgettext("tracking", "Waiting for stock") if waits else pgettext("tracking", "In preparation")


def write_day(day: date) -> str:
    """Write a day in full with its weekday."""
    return str(format_date(day, "full", locale=get_locale()))


def _say_where(tracking: Tracking, now: datetime) -> list[str]:
    if tracking.order.stage == "cancelled":
        return [_("We send you nothing more from this order.")]
    sentences = [_say_worst(tracking, now)]
    is_split = _has_left(tracking) and any(line.waiting or line.preparing for line in tracking.lines)
    if is_split:
        sentences.append(_("Part of your order follows later."))
    elif any(line.waiting for line in tracking.lines):
        sentences.append(_("Some items wait for stock. You need not do anything: we write to you."))
    return sentences


def _say_late(tracking: Tracking, now: datetime) -> str:
    arrival = _find_arrival(tracking)
    if arrival is None or arrival < now:
        return say_status("delayed")
    return _("Your parcel is running late. We now expect it on %(date)s. We are sorry.") % {
        "date": format_promise(arrival, tracking.order.zone)
    }


def _say_worst(tracking: Tracking, now: datetime) -> str:
    """Say where the parcel is that the shopper has to know about first."""
    zone = tracking.order.zone
    standing = {parcel.tracking_status: parcel for parcel in tracking.parcels if parcel.dispatched_at}
    for status in _WORST:
        if status in standing:
            return _say_parcel(standing[status], zone)
    if "delayed" in standing or _is_late(tracking, now):
        return _say_late(tracking, now)
    for status in ("ready_for_pickup", "out_for_delivery"):
        if status in standing:
            return say_status(status)
    return _say_stage(tracking)


def _say_stage(tracking: Tracking) -> str:
    if _has_arrived(tracking):
        return _("Your order has arrived.")
    if _has_left(tracking):
        return ngettext("Your parcel is on its way.", "Your parcels are on their way.", len(tracking.parcels))
    if tracking.parcels:
        return _("Your order is packed. The carrier takes it next.")
    return _("We have your order and are getting it ready.")


def _say_parcel(parcel: TrackedParcel, zone: str) -> str:
    """Say where a parcel is that has left."""
    if parcel.tracking_status == "delivered" and parcel.delivered_at is not None:
        at = {
            "date": format_promise(parcel.delivered_at, zone),
            "time": format_time(parcel.delivered_at, zone),
        }
        return _("Delivered on %(date)s at %(time)s.") % at
    if parcel.problem == "attempt_failed" and parcel.expected_at is not None:
        return _("The courier could not deliver your parcel. Next attempt: %(date)s.") % {
            "date": format_promise(parcel.expected_at, zone)
        }
    return _say_standing(parcel.tracking_status, parcel.problem)


def _say_standing(status: str, problem: str) -> str:
    if status == "exception" and problem == "attempt_failed":
        return _("The courier could not deliver your parcel.")
    return say_status(status)


def say_status(status: str) -> str:
    """Say what a parcel's tracking status means to its shopper."""
    return {
        "pending": _("Handed over to the carrier."),
        "picked_up": _("The carrier has your parcel."),
        "in_transit": _("Your parcel is on its way."),
        "out_for_delivery": _("Your parcel will be delivered today."),
        "ready_for_pickup": _("Your parcel is ready to collect."),
        "delivered": _("Your parcel has arrived."),
        "delayed": _("Your parcel is running late. We are sorry."),
        "exception": _("There is a problem with your parcel. We are looking into it."),
        "returned_to_sender": _("Your parcel is on its way back to us. We get in touch with you."),
        "lost": _("Your parcel is lost. We get in touch with you."),
    }[status]


def _list_steps(tracking: Tracking) -> list[tuple[str, str]]:
    if tracking.order.stage == "cancelled":
        return []
    reached = 0
    if tracking.parcels:
        reached = 1
    if _has_left(tracking):
        reached = 2
    if _has_arrived(tracking):
        reached = 3
    words = (
        pgettext("tracking step", "Ordered"),
        pgettext("tracking step", "Packed"),
        pgettext("tracking step", "On its way"),
        pgettext("tracking step", "Delivered"),
    )
    classes = ["done" if index < reached else "now" if index == reached else "" for index in range(4)]
    return list(zip(words, classes, strict=True))


def _tell_parcels(tracking: Tracking, now: datetime) -> list[ToldParcel]:
    total = len(tracking.parcels)
    told = []
    for number, parcel in enumerate(tracking.parcels, start=1):
        items = [item for item in tracking.items if item.parcel_id == parcel.id]
        units = sum(item.quantity for item in items)
        told.append(
            ToldParcel(
                title=_("Parcel %(n)s of %(total)s") % {"n": number, "total": total},
                sentence=_say_parcel(parcel, parcel.zone)
                if parcel.dispatched_at
                else _("Packed. The carrier takes it next."),
                quiet=_say_quiet(parcel, now),
                parcel=parcel,
                items=items,
                units=ngettext("%(count)s piece", "%(count)s pieces", units) % {"count": units},
            )
        )
    return told


def _say_quiet(parcel: TrackedParcel, now: datetime) -> str:
    """Say that silence is normal, and for how long."""
    if parcel.dispatched_at is None or parcel.tracking_status not in _SILENT:
        return ""
    heard_at = max(parcel.dispatched_at, parcel.moved_at or parcel.dispatched_at)
    if now - heard_at < QUIET_AFTER:
        return ""
    return _("No news since %(date)s. That is normal for up to %(n)s working days.") % {
        "date": format_promise(heard_at, parcel.zone),
        "n": QUIET_WORKING_DAYS,
    }


def _tell_line(line: TrackedLine) -> list[ToldLine]:
    told = []
    if line.preparing:
        told.append(ToldLine(line.name, line.preparing, pgettext("tracking", "In preparation")))
    if line.waiting:
        note = (
            _("Expected to leave us on %(date)s") % {"date": write_day(line.waits_until)}
            if line.waits_until
            else _("The date is not known yet. We tell you as soon as we know it.")
        )
        told.append(ToldLine(line.name, line.waiting, note))
    if line.cancelled:
        told.append(ToldLine(line.name, line.cancelled, pgettext("tracking", "Cancelled")))
    return told


def _say_event(event: TrackedEvent) -> str:
    if event.kind == "order_cancelled" and not event.is_whole:
        return _("Part of your order was cancelled.")
    return {
        "order_placed": _("We received your order."),
        "order_backordered": _("Some items were not in stock."),
        "backorder_promised": _("Items that you waited for came in."),
        "backorder_date_moved": _("The expected date changed."),
        "order_cancelled": _("Your order was cancelled."),
        "order_changed": _("Your order was changed."),
        "fulfillment_packed": _("Your parcel was packed."),
        "shipment_dispatched": _("Your parcel was handed over to the carrier."),
    }[event.kind]
