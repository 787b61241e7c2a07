"""PostgreSQL backend that opens a transaction and sets its scope in one round trip.

Django sends BEGIN by itself and a scope would be a second trip on every request. This wrapper keeps the driver in
autocommit and sends both as one simple query. It also keeps every bound integer a bigint, so that one text is one
prepared statement.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg.types.numeric import Int8Dumper

from packhaus.kernel.database.arrays import FlatListDumper
from packhaus.kernel.database.prepared import LastingStatements


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with the scope of the next transaction and those that are open as attributes."""

    next_transaction_settings: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes: list[Any] = []

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, bind integers as bigint whatever their size, and keep every statement prepared."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.adapters.register_dumper(list, FlatListDumper)
        _keep_statements(connection)
        return connection

    def is_usable(self) -> bool:
        """Look at the socket instead of asking the server: a round trip saved on every request.

        An idle server says nothing; something to read is its farewell, or the end of a connection that was cut.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)

    def _start_transaction_under_autocommit(self) -> None:
        statement = "BEGIN" + (
            f"; {self.next_transaction_settings}" if self.next_transaction_settings else ""
        )
        self.next_transaction_settings = ""
        with debug_transaction(self, statement), self.wrap_database_errors:
            self.connection.execute(statement, prepare=False)


def _keep_statements(connection: Any) -> None:
    statements = LastingStatements()
    statements.prepare_threshold = connection.prepare_threshold
    connection._prepared = statements  # noqa: SLF001 - the driver has no public way, and a test watches this one
