"""What shoppers wrote waits for an answer."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.web.console.tower_deeds import Decision, name_subjects
from packhaus.web.formats import format_duration, format_quantity
from packhaus.web.nav import find_url

PRESSING = timedelta(hours=4)


def decide_notes(problem: OpenProblem, now: datetime) -> Decision:
    """Build the decision about everything that shoppers wrote and nobody has answered."""
    left = int((problem.since - now).total_seconds())
    told = (
        _("%(names)s. The first answer is due in %(age)s.")
        if left > 0
        else _("%(names)s. The first answer has been due for %(age)s.")
    )
    return Decision(
        ngettext(
            "%(count)s message of a shopper waits for an answer",
            "%(count)s messages of shoppers wait for an answer",
            problem.count,
        )
        % {"count": format_quantity(problem.count)},
        told % {"names": name_subjects(problem), "age": format_duration(abs(left))},
        f"{find_url('console:notes')}?status=open",
        _("Show them"),
        "act-now" if problem.since - now < PRESSING else "today",
    )
