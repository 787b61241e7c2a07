"""States of a message, and the legal moves between them."""

from packhaus.kernel.states import Transition

STATUSES = ["queued", "sending", "sent", "unknown", "failed"]

CLAIM = Transition("claim", ("queued",), "sending")
# The sender may come back after the sweeper has given it up: what it knows is better than not knowing.
CONFIRM = Transition("confirm", ("sending", "unknown"), "sent")
POSTPONE = Transition("postpone", ("sending", "unknown"), "queued")
FAIL = Transition("fail", ("sending", "unknown"), "failed")
LOSE = Transition("lose", ("sending",), "unknown")
RESEND = Transition("resend", ("unknown", "failed"), "queued")
MESSAGE_TRANSITIONS = (CLAIM, CONFIRM, POSTPONE, FAIL, LOSE, RESEND)
