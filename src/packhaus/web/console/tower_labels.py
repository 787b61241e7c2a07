"""Shelf labels that pickers found wrong: their places are counted, and the labels want to be put right."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.web.console.counts import OPEN_COUNTS
from packhaus.web.console.tower_deeds import Decision, tell_oldest
from packhaus.web.formats import format_quantity
from packhaus.web.nav import find_url


def decide_labels(problem: OpenProblem, now: datetime) -> Decision:
    """Build the decision about all labels that pickers doubted, until their places are counted."""
    told = ngettext("%(count)s shelf label is doubted", "%(count)s shelf labels are doubted", problem.count)
    return Decision(
        told % {"count": format_quantity(problem.count)},
        tell_oldest(problem, now),
        f"{find_url('console:counts')}?{OPEN_COUNTS}&trigger=wrong_label",
        _("Show them"),
    )
