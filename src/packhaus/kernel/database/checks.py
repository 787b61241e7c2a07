"""Conditions of CHECK constraints, in the words that PostgreSQL reads fastest.

It parses the constraints of a table anew in each statement that writes to it. A list of eight words is kept there as
two thousand characters and the pattern for them as five hundred; one comparison of the least of nine counters is half
as long as nine.
Source: PostgreSQL 18, src/backend/executor/execMain.c, ExecRelCheck.
"""

from collections.abc import Iterable

from django.db.models import Q, Value
from django.db.models.functions import Least
from django.db.models.lookups import GreaterThanOrEqual


def is_one_of(field: str, words: Iterable[str]) -> Q:
    """Return the condition that a text is one of these words; words are letters, digits and underscores."""
    return Q(**{f"{field}__regex": f"^({'|'.join(words)})$"})


def are_not_negative(*terms: object) -> Q:
    """Return the condition that none of these counters, which are never NULL, is below zero."""
    return Q(GreaterThanOrEqual(Least(*terms), Value(0)))
