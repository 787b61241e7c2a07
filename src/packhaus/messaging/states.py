"""States of a message, and the legal moves between them.

A message on a second channel stands by until the first has failed or was not allowed; when the first is
sent it is spared.
"""

from packhaus.kernel.states import Transition

STATUSES = ["queued", "sending", "sent", "unknown", "failed", "standby", "spared", "skipped"]
CHANNELS = ("email", "sms", "whatsapp")
TEXT_CHANNELS = ("sms", "whatsapp")
# Why an address may be written to or not: the person said so here, answered STOP, its server or provider knows no such
# address, it was reported as unwanted, or somebody here said so.
REASONS = ["opted_in", "opted_out", "stop_reply", "bounced", "complained", "by_hand", "lifted"]

CLAIM = Transition("claim", ("queued",), "sending")
# The sender may come back after the sweeper has given it up: what it knows is better than not knowing.
CONFIRM = Transition("confirm", ("sending", "unknown"), "sent")
POSTPONE = Transition("postpone", ("sending", "unknown"), "queued")
FAIL = Transition("fail", ("sending", "unknown"), "failed")
LOSE = Transition("lose", ("sending",), "unknown")
SKIP = Transition("skip", ("sending",), "skipped")
# Told too late that it did not arrive: carriers of texts say so after they took it.
BOUNCE = Transition("bounce", ("sending", "unknown", "sent"), "failed")
STEP_IN = Transition("step in", ("standby", "spared"), "queued")
SPARE = Transition("spare", ("standby",), "spared")
RESEND = Transition("resend", ("unknown", "failed"), "queued")
MESSAGE_TRANSITIONS = (CLAIM, CONFIRM, POSTPONE, FAIL, LOSE, SKIP, BOUNCE, STEP_IN, SPARE, RESEND)
