"""States of a print job."""

from packhaus.kernel.states import Transition

JOB_STATUSES = ["waiting", "claimed", "printed", "failed", "cancelled"]
JOB_STATES = ("waiting", "silent", "claimed", "lost", "printed", "failed", "cancelled")
"""As people see them: `silent` waits too long, `lost` is claimed by an agent that says nothing any more."""

CLAIM_JOB = Transition("claim_job", ("waiting",), "claimed")
END_PRINTED = Transition("end_printed", ("claimed",), "printed")
END_FAILED = Transition("end_failed", ("claimed",), "failed")
CANCEL_JOB = Transition("cancel_job", ("waiting",), "cancelled")
JOB_TRANSITIONS = (CLAIM_JOB, END_PRINTED, END_FAILED, CANCEL_JOB)
