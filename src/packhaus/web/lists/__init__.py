"""A list page: one definition gives its rows, filters, views, files and what is done with many rows at once."""

from packhaus.web.lists.bulk import answer_bulk
from packhaus.web.lists.definition import (
    Asked,
    BulkAction,
    BulkOutcome,
    Dialog,
    Hint,
    ListPage,
    Refused,
    View,
)
from packhaus.web.lists.page import show_list

__all__ = [
    "Asked",
    "BulkAction",
    "BulkOutcome",
    "Dialog",
    "Hint",
    "ListPage",
    "Refused",
    "View",
    "answer_bulk",
    "show_list",
]
