"""Refusals of recalls.

RecallNotFound    absent, or another merchant's
NotRecalled       the order got nothing of what is recalled
"""

from packhaus.kernel.errors import NotFound


class RecallNotFound(NotFound):
    code = "recall_not_found"


class NotRecalled(NotFound):
    code = "not_recalled"
