"""States of a recall."""

from packhaus.kernel.states import Transition

RECALL_STATUSES = ["open", "ending", "ended"]
ORDER_STATES = ("not_told", "told", "unreachable", "returned")
"""Where a recall stands with one order; a question's answer, not a column."""

END_RECALL = Transition("end_recall", ("open",), "ending")
CLOSE_RECALL = Transition("close_recall", ("ending",), "ended")
RECALL_TRANSITIONS = (END_RECALL, CLOSE_RECALL)
