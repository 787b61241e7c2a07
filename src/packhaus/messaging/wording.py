"""What a message says: subject, headline and sentences per kind, in the running translation.

Whole sentences with named holes, never joined from parts. German says Sie, Indonesian Anda.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from packhaus.messaging.types import Notice, NoticeKind, NoticeLine

_LOCALES = {"en": "en_GB", "de": "de_DE", "id": "id_ID"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one message. `link` is what the button says."""

    subject: str
    headline: str
    sentences: tuple[str, ...]
    link: str


@lru_cache(maxsize=1024)
def write_day(day: date, language: str) -> str:
    """Write a day in full with its weekday, as promises are given."""
    return str(format_date(day, "full", locale=Locale.parse(_LOCALES[language])))


def write_greeting(name: str) -> str:
    return _("Hello %(name)s,") % {"name": name}


def write_expectation(line: NoticeLine, language: str) -> str:
    """Say when units are expected, or that nobody knows yet."""
    if line.expected_on is None:
        return _("The date is not known yet. We tell you as soon as we know it.")
    return _("Expected to leave us on %(date)s") % {"date": write_day(line.expected_on, language)}


def choose_words(notice: Notice) -> Words:
    """Return the words for a notice."""
    return _WORDS[notice.kind](notice, {"number": notice.topic_number})


def _confirm(notice: Notice, holes: dict[str, str]) -> Words:
    sentences = [_("We have your order and are getting it ready. We write to you again when it leaves us.")]
    if notice.is_waiting:
        sentences.append(
            _("Part of your order waits for stock. A separate message says when it is expected.")
        )
    return Words(
        _("We have your order %(number)s") % holes,
        _("Thank you for your order"),
        tuple(sentences),
        _("See your order"),
    )


def _backorder(_notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s: some items come later") % holes,
        _("Some items come later"),
        (
            _("We do not have these items in stock right now. We are sorry that you have to wait."),
            _("You need not do anything. We send them as soon as they are here."),
        ),
        _("See your order"),
    )


def _move(_notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s: a new date") % holes,
        _("The expected date has changed"),
        (
            _("The date that we gave you for these items no longer holds. We are sorry about that."),
            _("You need not do anything. We send them as soon as they are here."),
        ),
        _("See your order"),
    )


def _change(notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s has changed") % holes,
        _("Your order has changed"),
        (write_change(notice.change), _("If you did not ask for this, please write to us.")),
        _("See your order"),
    )


def write_change(change: str) -> str:
    """Say what of an order is new."""
    if change == "recipient":
        return _("It goes to another address now, or to somebody else.")
    return _("Items were added to it.")


def _dispatch(notice: Notice, holes: dict[str, str]) -> Words:
    count = len(notice.parcels) or 1
    sentences = [write_handed_over(notice)]
    if not notice.is_whole:
        sentences.append(_("Part of your order follows later."))
    return Words(
        ngettext(
            "Your order %(number)s: your parcel is on its way",
            "Your order %(number)s: your parcels are on their way",
            count,
        )
        % holes,
        ngettext("Your parcel is on its way", "Your parcels are on their way", count),
        tuple(sentences),
        _("Track your order"),
    )


def write_handed_over(notice: Notice) -> str:
    """Say that what was packed has left us."""
    count = len(notice.parcels)
    if count > 1:
        return _("We have handed over %(count)s parcels to the carrier.") % {"count": count}
    return _("We have handed it over to the carrier.")


def _cancel(_notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s is cancelled") % holes,
        _("Your order is cancelled"),
        (_("We send you nothing more from this order."),),
        _("See your order"),
    )


def _cancel_partly(_notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Part of your order %(number)s is cancelled") % holes,
        _("Part of your order is cancelled"),
        (_("We do not send you these items. Everything else in your order stays as it is."),),
        _("See your order"),
    )


def _renew(_notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s: a new link") % holes,
        _("Here is the new link to your order"),
        (
            _("The old link had expired. This one works for 30 days."),
            _("If you did not ask for it, you need not do anything."),
        ),
        _("See your order"),
    )


def _recall(notice: Notice, holes: dict[str, str]) -> Words:
    own = notice.texts.get((get_language() or "")[:2], "")
    return Words(
        _("Important: safety information about your order %(number)s") % holes,
        _("Please read this: something we sent you is recalled"),
        tuple(
            sentence
            for sentence in (
                _("The items below, which we sent you, are recalled."),
                str(HAZARDS[notice.hazard]),
                str(ADVICE[notice.advice]),
                own,
            )
            if sentence
        ),
        _("See your order"),
    )


def _note_received(notice: Notice, holes: dict[str, str]) -> Words:
    assert notice.answer_on is not None
    day = write_day(notice.answer_on, (get_language() or "en")[:2])
    return Words(
        _("Your order %(number)s: we have your message") % holes,
        _("We have your message"),
        (_("We look into it and answer by %(date)s.") % {"date": day},),
        _("See your order"),
    )


def _note_answered(notice: Notice, holes: dict[str, str]) -> Words:
    return Words(
        _("Your order %(number)s: our answer") % holes,
        _("Here is our answer to your message"),
        tuple(part for line in notice.texts["answer"].splitlines() if (part := line.strip())),
        _("See your order"),
    )


HAZARDS: dict[str, str | Promise] = {
    "health": lazy("They may be a danger to health."),
    "allergen": lazy("They may contain an allergen that the label does not name."),
    "foreign_body": lazy("There may be foreign bodies in them."),
    "fire": lazy("They may overheat or catch fire."),
    "injury": lazy("They may cause injuries."),
    "labelling": lazy("Their label is wrong or incomplete."),
    "quality": lazy("They may be faulty."),
    "other": lazy("They may not be safe."),
}
ADVICE: dict[str, str | Promise] = {
    "stop_using": lazy("Please do not use them any more, and keep them away from others."),
    "send_back": lazy("Please do not use them any more. Keep them: we tell you how to send them back."),
    "dispose": lazy("Please do not use them any more, and throw them away."),
    "wait": lazy("Please do not use them until we write to you again."),
}


_WORDS: dict[NoticeKind, Callable[[Notice, dict[str, str]], Words]] = {
    NoticeKind.ORDER_CONFIRMED: _confirm,
    NoticeKind.ORDER_BACKORDERED: _backorder,
    NoticeKind.BACKORDER_MOVED: _move,
    NoticeKind.ORDER_CHANGED: _change,
    NoticeKind.ORDER_DISPATCHED: _dispatch,
    NoticeKind.ORDER_CANCELLED: _cancel,
    NoticeKind.ORDER_PARTLY_CANCELLED: _cancel_partly,
    NoticeKind.TRACKING_LINK: _renew,
    NoticeKind.RECALL: _recall,
    NoticeKind.NOTE_RECEIVED: _note_received,
    NoticeKind.NOTE_ANSWERED: _note_answered,
}
