"""Accounts that labels are bought with: few, asked for every shipment."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.kept import forgets
from packhaus.kernel.sealing import unseal
from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.types import PricedService

PURPOSE = "shipping.carrier_credentials"
_FRESH_SECONDS = 5.0

_BUYING = """
SELECT c.code, a.merchant_id, n.id FROM shipping_carrierconnection AS n
JOIN shipping_carrieraccount AS a ON a.id = n.account_id
JOIN shipping_carrier AS c ON c.id = a.carrier_id
WHERE n.is_active ORDER BY c.code, n.saved_at, n.id
"""
_ONE = """
SELECT n.id, n.interface, a.number, n.is_test, n.sealed_credentials FROM shipping_carrierconnection AS n
JOIN shipping_carrieraccount AS a ON a.id = n.account_id WHERE n.id = %(id)s::uuid
"""
_ROWS = """
SELECT n.id, c.code AS carrier_code, c.name AS carrier_name, coalesce(m.code, '') AS merchant_code,
       a.number AS account_number, n.interface, n.is_test, n.is_active, n.saved_at, n.checked_at, n.check_failure
FROM shipping_carrierconnection AS n
JOIN shipping_carrieraccount AS a ON a.id = n.account_id
JOIN shipping_carrier AS c ON c.id = a.carrier_id
LEFT JOIN access_merchant AS m ON m.id = a.merchant_id
WHERE %(id)s::uuid IS NULL OR n.id = %(id)s::uuid
ORDER BY c.code, m.code NULLS FIRST, a.number
"""


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A connection as people see it: never with its secrets. No merchant: the operator's."""

    id: UUID
    carrier_code: str
    carrier_name: str
    merchant_code: str
    account_number: str
    interface: str
    is_test: bool
    is_active: bool
    saved_at: datetime
    checked_at: datetime | None
    check_failure: str


class _Kept:
    read_at: float = float("-inf")
    found: dict[tuple[str, UUID | None], UUID] = {}


def find_buyer(*, service: PricedService, merchant_id: UUID) -> UUID | None:
    """Return the connection that a merchant's label of a service is bought with: its own, else the operator's.

    None: the label is ours to make. At most five seconds old in this process. Queries: 1, or 0 while fresh; none for
    services that are no carrier's product.
    """
    if not service.product:
        return None
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.found = {(carrier, owner): id_ for carrier, owner, id_ in rows.fetch_tuples(_BUYING)}
        _Kept.read_at = time.monotonic()
    own = _Kept.found.get((service.carrier_code, merchant_id))
    return own or _Kept.found.get((service.carrier_code, None))


@forgets
def forget_buyers() -> None:
    """Read them anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")


def get_connection(*, connection_id: UUID) -> Connection:
    """Return a connection with its secrets, in the caller's transaction. Queries: 1. Raises: NotFound, SealBroken."""
    found = rows.fetch_tuples(_ONE, {"id": connection_id})
    if not found:
        raise NotFound("there is no such connection", connection_id=connection_id)
    [(id_, interface, number, is_test, sealed)] = found
    credentials = json.loads(unseal(bytes(sealed), purpose=PURPOSE))
    return Connection(id_, interface, number, is_test, credentials)


def list_connections(scope: Scope, *, connection_id: UUID | None = None) -> list[ConnectionRow]:
    """Return connections by carrier, the operator's first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ConnectionRow, _ROWS, {"id": connection_id})


def get_connection_row(scope: Scope, *, connection_id: UUID) -> ConnectionRow:
    """Return one connection. Queries: 1. Raises: NotFound."""
    found = list_connections(scope, connection_id=connection_id)
    if not found:
        raise NotFound("there is no such connection", connection_id=connection_id)
    return found[0]
