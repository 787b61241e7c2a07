"""The standard words as a merchant may change them: what stands in the editor before anybody wrote anything.

They say what `wording` says, with places where that decides by the notice.
"""

from collections.abc import Callable, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from packhaus.messaging.types import NoticeKind, Wording

_ORDER = {"number": "{order}"}


def write_start(kind: NoticeKind, *, language: str) -> Wording:
    """Return the words to begin with."""
    with translation.override(language):
        return _STARTS[kind]()


def _confirm() -> Wording:
    return _make(
        _("We have your order %(number)s"),
        _("Thank you for your order"),
        (
            _("We have your order and are getting it ready. We write to you again when it leaves us."),
            "{waiting}",
        ),
        _("See your order"),
    )


def _change() -> Wording:
    return _make(
        _("Your order %(number)s has changed"),
        _("Your order has changed"),
        ("{change}", _("If you did not ask for this, please write to us.")),
        _("See your order"),
    )


def _backorder() -> Wording:
    return _make(
        _("Your order %(number)s: some items come later"),
        _("Some items come later"),
        (
            _("We do not have these items in stock right now. We are sorry that you have to wait."),
            _("You need not do anything. We send them as soon as they are here."),
        ),
        _("See your order"),
    )


def _move() -> Wording:
    return _make(
        _("Your order %(number)s: a new date"),
        _("The expected date has changed"),
        (
            _("The date that we gave you for these items no longer holds. We are sorry about that."),
            _("You need not do anything. We send them as soon as they are here."),
        ),
        _("See your order"),
    )


def _dispatch() -> Wording:
    return _make(
        _("Your order %(number)s is on its way"),
        _("Your order is on its way"),
        ("{handed_over}", "{later}"),
        _("Track your order"),
    )


def _cancel() -> Wording:
    return _make(
        _("Your order %(number)s is cancelled"),
        _("Your order is cancelled"),
        (_("We send you nothing more from this order."),),
        _("See your order"),
    )


def _cancel_partly() -> Wording:
    return _make(
        _("Part of your order %(number)s is cancelled"),
        _("Part of your order is cancelled"),
        (_("We do not send you these items. Everything else in your order stays as it is."),),
        _("See your order"),
    )


def _renew() -> Wording:
    return _make(
        _("Your order %(number)s: a new link"),
        _("Here is the new link to your order"),
        (
            _("The old link had expired. This one works for 30 days."),
            _("If you did not ask for it, you need not do anything."),
        ),
        _("See your order"),
    )


def _make(subject: str, headline: str, body: tuple[str, ...], button: str) -> Wording:
    return Wording(subject % _ORDER, headline, "\n".join(body), button)


_STARTS: Mapping[NoticeKind, Callable[[], Wording]] = {
    NoticeKind.ORDER_CONFIRMED: _confirm,
    NoticeKind.ORDER_CHANGED: _change,
    NoticeKind.ORDER_BACKORDERED: _backorder,
    NoticeKind.BACKORDER_MOVED: _move,
    NoticeKind.ORDER_DISPATCHED: _dispatch,
    NoticeKind.ORDER_CANCELLED: _cancel,
    NoticeKind.ORDER_PARTLY_CANCELLED: _cancel_partly,
    NoticeKind.TRACKING_LINK: _renew,
}
