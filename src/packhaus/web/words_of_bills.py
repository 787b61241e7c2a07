"""What carriers' bills are called: verdicts, and where a decision stands."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy as _

from packhaus.shipping.states import BILLED_STATES
from packhaus.shipping.types.bills import Verdict
from packhaus.web.parts import Words
from packhaus.web.status import get_status

VERDICT_WORDS: Mapping[str, Words] = {
    Verdict.AGREES: _("bill", "As expected"),
    Verdict.OVER: _("bill", "Too much"),
    Verdict.UNDER: _("bill", "Less than expected"),
    Verdict.AGAIN: _("bill", "Billed before"),
    Verdict.CREDIT: _("bill", "Money back"),
    Verdict.UNKNOWN: _("bill", "No such parcel"),
    Verdict.OTHER_CARRIER: _("bill", "Parcel of another carrier"),
    Verdict.NOT_SENT: _("bill", "Never left"),
    Verdict.UNPRICED: _("bill", "Has no price here"),
    Verdict.GENERAL: _("bill", "For no parcel"),
}
STATE_WORDS: Mapping[str, Words] = {state: get_status("billed", state).label for state in BILLED_STATES}
BILL_STATE_WORDS: Mapping[str, Words] = {
    "open": _("bill", "Something to decide"),
    "disputed": _("bill", "Something disputed"),
    "done": _("bill", "Done"),
}
