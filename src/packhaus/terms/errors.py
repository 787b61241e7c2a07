"""Refusals of terms.

TermStartsThen   a version of this term begins at the same moment already (409)
"""

from packhaus.kernel.errors import Conflict


class TermStartsThen(Conflict):
    code = "term_starts_then"
