"""Refusals of the demo.

DatabaseInUse   somebody's data would be deleted
"""

from packhaus.kernel.errors import Conflict


class DatabaseInUse(Conflict):
    """The database holds what the demo did not make; nothing was touched."""

    code = "database_in_use"
