"""What is said of ways to send a part of an order: when it arrives, what it costs more, what is proposed."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from packhaus.decide.remedies import Proposal, Remedy, Way, count_slack
from packhaus.kernel.money import Money
from packhaus.web.formats import format_day, format_money, format_quantity
from packhaus.web.parts import Words

EXCLUSIONS: Mapping[str, Words] = {
    "switched_off": pgettext_lazy("way", "Switched off"),
    "country": pgettext_lazy("way", "Does not go there"),
    "cash": pgettext_lazy("way", "Collects no cash"),
    "weight": pgettext_lazy("way", "Takes nothing so heavy, or has no price for it"),
    "feed_too_old": pgettext_lazy("way", "Its stock feed is too old"),
    "not_eligible": pgettext_lazy("way", "The merchant does not ship from there"),
    "no_service": pgettext_lazy("way", "No service takes it from there"),
}


def tell_difference(way: Way, own: Way | None) -> str:
    """Say how much more or less a way costs than the one that is chosen."""
    if own is None or own.currency != way.currency:
        return format_money(Money(way.cost_minor, way.currency))
    difference = way.cost_minor - own.cost_minor
    told = format_money(Money(abs(difference), way.currency))
    return f"+{told}" if difference > 0 else f"−{told}" if difference else "±0"


def tell_slack(way: Way, promised_on: date | None) -> str:
    """Say whether a way keeps the promised day, and by how much."""
    slack = count_slack(way, promised_on)
    if slack is None:
        return "–" if promised_on is None else _("day of arrival not known")
    if slack == 0:
        return _("just in time")
    told = {"count": format_quantity(abs(slack))}
    if slack > 0:
        return ngettext("%(count)s day to spare", "%(count)s days to spare", slack) % told
    return ngettext("%(count)s day late", "%(count)s days late", -slack) % told


def tell_arrival(way: Way | None) -> str:
    """Name the day on which a way arrives."""
    return format_day(way.arrives_on) if way and way.arrives_on else "–"


def tell_proposal(proposal: Proposal, own: Way | None, promised_on: date | None) -> str:
    """Say what is proposed; where no day was promised, none is kept."""
    way = proposal.way
    if proposal.remedy is Remedy.SPLIT:
        return _("Send what is there; the rest follows")
    if way is None or proposal.remedy is Remedy.TELL:
        return _("No way keeps the day: tell the shopper")
    values = {
        "service": way.service, "site": way.site, "day": tell_arrival(way), "money": tell_difference(way, own),
    }  # fmt: skip
    if proposal.remedy is Remedy.KEEP and promised_on is None:
        return _("Next pick-up with %(service)s") % values
    if proposal.remedy is Remedy.KEEP:
        return _("Next pick-up with %(service)s keeps the day") % values
    if proposal.remedy is Remedy.SERVICE:
        return _("%(service)s, %(money)s, arrives %(day)s") % values
    return _("From %(site)s with %(service)s, %(money)s, arrives %(day)s") % values


def label_deed(proposal: Proposal) -> str:
    """Name the button that does what is proposed; nothing where nobody has to do anything, or nothing can be done."""
    return {
        Remedy.SPLIT: _("Send what is there"),
        Remedy.SERVICE: pgettext("way", "Change the service"),
        Remedy.SITE: pgettext("way", "Change the site"),
    }.get(proposal.remedy, "")
