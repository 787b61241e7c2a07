"""Parcels that went wrong after they left, by what is wrong with them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.web.console.tower_deeds import Decision, tell_oldest
from packhaus.web.formats import format_quantity
from packhaus.web.nav import find_url
from packhaus.web.words_of_parcels import PROBLEMS


def decide_parcels(problem: OpenProblem, now: datetime) -> Decision:
    """Build the decision about all parcels with one kind of problem that nobody looks after."""
    told = ngettext("%(count)s parcel: %(problem)s", "%(count)s parcels: %(problem)s", problem.count)
    return Decision(
        told % {"count": format_quantity(problem.count), "problem": PROBLEMS[problem.reason]},
        tell_oldest(problem, now),
        f"{find_url('console:parcel-problems')}?state=open&owner=nobody&kind={problem.reason}",
        _("Show them"),
    )
