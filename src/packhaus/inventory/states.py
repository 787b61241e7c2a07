"""States of a count, and of the walks that it takes."""

from packhaus.kernel.states import Transition

COUNT_STATUSES = ["planned", "counting", "counted", "recount", "approved", "rejected", "cancelled"]
TO_COUNT = ("planned", "recount")
OPEN_COUNTS = (*TO_COUNT, "counting", "counted")
TASK_STATUSES = ["open", "claimed", "done", "cancelled"]

START_COUNT = Transition("start_count", TO_COUNT, "counting")
LEAVE_COUNT = Transition("leave_count", ("counting",), "planned")
LEAVE_RECOUNT = Transition("leave_recount", ("counting",), "recount")
FINISH_COUNT = Transition("finish_count", ("counting",), "counted")
ASK_RECOUNT = Transition("ask_recount", ("counted",), "recount")
APPROVE_COUNT = Transition("approve_count", ("counted",), "approved")
REJECT_COUNT = Transition("reject_count", ("counted",), "rejected")
CANCEL_COUNT = Transition("cancel_count", ("planned", "recount", "counting"), "cancelled")

COUNT_TRANSITIONS = (
    START_COUNT, LEAVE_COUNT, LEAVE_RECOUNT, FINISH_COUNT, ASK_RECOUNT, APPROVE_COUNT, REJECT_COUNT, CANCEL_COUNT,
)  # fmt: skip
