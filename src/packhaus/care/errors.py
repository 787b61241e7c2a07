"""Refusals of care.

NoteNotFound      absent, or another merchant's
TooManyNotes      an order has as many open notes as it may
NoteWordsGone     the shopper's words were forgotten: nobody is left to answer
"""

from packhaus.kernel.errors import Conflict, NotFound


class NoteNotFound(NotFound):
    code = "note_not_found"


class TooManyNotes(Conflict):
    code = "too_many_notes"


class NoteWordsGone(Conflict):
    code = "note_words_gone"
