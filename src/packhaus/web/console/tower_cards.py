"""The six cards of the tower: a figure, one line of context, and the list of exactly those rows."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower import Tower
from packhaus.insight.queries.tower_cards import TowerFigures
from packhaus.kernel.money import Money
from packhaus.web.console.tower_parts import link_work
from packhaus.web.formats import format_age, format_money, format_percent, format_quantity
from packhaus.web.nav import find_url

GOAL_IN_TIME = 0.985
NEAR_GOAL = 0.02


@dataclass(frozen=True, slots=True)
class Card:
    """A figure, one line of context, its list and its level; a second figure has a list of its own."""

    label: str
    value: str
    context: str
    url: str
    level: str = ""
    second: str = ""
    second_url: str = ""


def build_cards(tower: Tower) -> list[Card]:
    """Build the six cards with the thresholds of the screens' section 3."""
    figures, now = tower.figures, tower.at
    share = tower.gone_in_time / tower.gone if tower.gone else None
    return [
        Card(
            _("To ship today"),
            format_quantity(tower.due),
            _("%(share)s out") % {"share": format_percent(tower.gone / tower.due)}
            if tower.due
            else _("nothing due"),
            link_work(due="today"),
        ),
        Card(
            _("Late / at risk"),
            format_quantity(tower.late),
            _("oldest %(age)s") % {"age": format_age(tower.oldest_late_at, now=now)}
            if tower.oldest_late_at
            else _("all in time"),
            link_work(due="late"),
            "act-now" if tower.late else "today" if tower.at_risk else "",
            format_quantity(tower.at_risk),
            link_work(due="risk"),
        ),
        Card(
            _("Shorts open"),
            format_quantity(figures.shorts),
            _("%(count)s over 30 min") % {"count": format_quantity(figures.shorts_over_limit)},
            f"{find_url('console:shorts')}?state=open",
            "act-now" if figures.shorts_over_limit else "today" if figures.shorts else "",
        ),
        _build_hold_card(tower),
        Card(
            _("Backorders"),
            format_quantity(figures.backordered_units),
            _tell_cover(figures),
            find_url("console:backorders"),
            "act-now"
            if figures.backordered_overdue
            else "today"
            if figures.backordered_units > figures.backordered_covered
            else "",
        ),
        Card(
            _("On time today"),
            format_percent(share),
            ngettext("of %(count)s gone · goal %(share)s", "of %(count)s gone · goal %(share)s", tower.gone)
            % {"count": format_quantity(tower.gone), "share": format_percent(GOAL_IN_TIME)},
            link_work(due="today", stage="out"),
            _rate_share(share),
        ),
    ]


def _tell_cover(figures: TowerFigures) -> str:
    told = ngettext(
        "%(skus)s SKU · %(covered)s covered", "%(skus)s SKUs · %(covered)s covered", figures.backordered_skus
    ) % {
        "skus": format_quantity(figures.backordered_skus),
        "covered": format_quantity(figures.backordered_covered),
    }
    if not figures.backordered_uncounted:
        return told
    count = ngettext(
        "%(units)s waits for a count", "%(units)s wait for a count", figures.backordered_uncounted
    ) % {"units": format_quantity(figures.backordered_uncounted)}
    return f"{told} · {count}"


def _rate_share(share: float | None) -> str:
    if share is None or share >= GOAL_IN_TIME:
        return ""
    return "act-now" if share < GOAL_IN_TIME - NEAR_GOAL else "today"


def _build_hold_card(tower: Tower) -> Card:
    figures = tower.figures
    waited = tower.at - figures.holds_oldest_at if figures.holds_oldest_at else timedelta(0)
    value = format_money(
        Money(figures.holds_total_minor, figures.holds_currency) if figures.holds_currency else None
    )
    level = "act-now" if waited > timedelta(hours=24) else "today" if waited > timedelta(hours=4) else ""
    return Card(
        _("On hold"),
        format_quantity(figures.holds),
        value if figures.holds else _("nothing"),
        find_url("console:holds"),
        level,
    )
