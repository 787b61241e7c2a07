"""Prepared statements that survive a rollback.

The driver forgets all of them at every ROLLBACK, also to a savepoint, in case the transaction had made the tables that
they are about. Ours never does: the runtime role cannot, and what migrations drop or alter still clears the lot. One
refused order would otherwise cost every later one its plans.
"""

import re
from collections.abc import Sequence
from typing import Any

from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq.abc import PGresult

# A process uses some hundred statements, a page-serving one several. The driver remembers a hundred.
MAX_PREPARED = 1000
_CHANGES_TABLES = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")


class LastingStatements(PrepareManager):
    """The driver's own, deaf to rollbacks."""

    prepared_max = MAX_PREPARED

    def clear(self) -> bool:
        """Keep everything: the driver calls this when a transaction is rolled back."""
        return False

    def _should_discard(self, _: Prepare, results: Sequence[PGresult], *__: Any) -> bool:
        if any(_CHANGES_TABLES.match(result.command_status or b"") for result in results):
            return super().clear()
        return False
