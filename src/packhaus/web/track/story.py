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
    Tracking,
)
from packhaus.web.formats import format_promise, format_time, get_locale
from packhaus.web.parts import Words
from packhaus.web.words_of_notes import NOTE_KINDS

# What carriers of this trunk take at most between hand-over and their first scan.
QUIET_AFTER = timedelta(days=1)
QUIET_WORKING_DAYS = 3
_BAD = frozenset({"exception", "returned_to_sender", "lost"})
_MOVING = frozenset({"picked_up", "in_transit", "out_for_delivery", "ready_for_pickup", "delayed"})


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
        headline=_say_when(tracking),
        sentences=_say_where(tracking),
        steps=_list_steps(tracking),
        parcels=_tell_parcels(tracking, now),
        lines=[told for line in tracking.lines for told in _tell_line(line)],
        events=[ToldEvent(_say_event(event), event.happened_at) for event in reversed(tracking.events)],
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


def _say_when(tracking: Tracking) -> str:
    order = tracking.order
    if order.stage == "cancelled":
        return _("Your order is cancelled")
    if _has_arrived(tracking):
        return pgettext("tracking", "Delivered")
    if order.deliver_by is not None:
        return _("Arriving %(date)s") % {"date": format_promise(order.deliver_by, order.zone)}
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


def _say_where(tracking: Tracking) -> list[str]:
    if tracking.order.stage == "cancelled":
        return [_("We send you nothing more from this order.")]
    sentences = [_say_worst(tracking)]
    is_split = _has_left(tracking) and any(line.waiting or line.preparing for line in tracking.lines)
    if is_split:
        sentences.append(_("Part of your order follows later."))
    elif any(line.waiting for line in tracking.lines):
        sentences.append(_("Some items wait for stock. You need not do anything: we write to you."))
    return sentences


def _say_worst(tracking: Tracking) -> str:
    """Say where the parcel is that the shopper has to know about first."""
    statuses = {parcel.tracking_status for parcel in tracking.parcels if parcel.dispatched_at}
    for status in (
        "lost",
        "returned_to_sender",
        "exception",
        "delayed",
        "ready_for_pickup",
        "out_for_delivery",
    ):
        if status in statuses:
            return say_status(status)
    if _has_arrived(tracking):
        return _("Your order has arrived.")
    if _has_left(tracking):
        return ngettext("Your parcel is on its way.", "Your parcels are on their way.", len(tracking.parcels))
    if tracking.parcels:
        return _("Your order is packed. The carrier takes it next.")
    return _("We have your order and are getting it ready.")


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
                sentence=say_status(parcel.tracking_status)
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
    left_at = parcel.dispatched_at
    if left_at is None or parcel.tracking_status != "pending" or now - left_at < QUIET_AFTER:
        return ""
    return _("No news since %(date)s. That is normal for up to %(n)s working days.") % {
        "date": format_promise(left_at, parcel.zone),
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
