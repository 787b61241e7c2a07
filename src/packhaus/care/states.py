"""States of a shopper's note."""

from packhaus.kernel.states import Transition

NOTE_STATUSES = ["open", "answered", "closed"]

ANSWER_NOTE = Transition("answer_note", ("open",), "answered")
CLOSE_NOTE = Transition("close_note", ("open",), "closed")
REOPEN_NOTE = Transition("reopen_note", ("answered", "closed"), "open")
NOTE_TRANSITIONS = (ANSWER_NOTE, CLOSE_NOTE, REOPEN_NOTE)
