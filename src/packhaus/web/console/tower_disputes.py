"""What merchants dispute of deliveries waits for an answer."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.web.console.tower_deeds import Decision, tell_oldest
from packhaus.web.formats import format_quantity
from packhaus.web.nav import find_url

PRESSING = timedelta(days=2)


def decide_disputes(problem: OpenProblem, now: datetime) -> Decision:
    """Build the decision about all lines that merchants dispute: granted or not, line by line."""
    return Decision(
        ngettext(
            "%(count)s line of a delivery is disputed by its merchant",
            "%(count)s lines of deliveries are disputed by their merchants",
            problem.count,
        )
        % {"count": format_quantity(problem.count)},
        tell_oldest(problem, now),
        f"{find_url('console:differences')}?status=disputed",
        _("Show them"),
        "act-now" if now - problem.since > PRESSING else "today",
    )
