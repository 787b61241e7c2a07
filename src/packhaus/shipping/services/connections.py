"""Keep how accounts of carriers are asked over their interfaces; what signs in is sealed and never shown again."""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.kernel.sealing import seal
from packhaus.shipping.events import ConnectionSaved
from packhaus.shipping.gateways.interfaces import INTERFACES
from packhaus.shipping.gateways.port import NotBought
from packhaus.shipping.queries.connections import PURPOSE, forget_buyers, get_connection
from packhaus.shipping.services.enqueue_labels import enqueue_check
from packhaus.shipping.types import ConnectionDraft

_ACCOUNT = """
INSERT INTO shipping_carrieraccount AS a (id, merchant_id, carrier_id, number)
SELECT %(id)s::uuid, %(merchant_id)s::uuid, c.id, %(number)s FROM shipping_carrier AS c WHERE c.code = %(carrier)s
ON CONFLICT (carrier_id, number) DO UPDATE SET number = excluded.number
RETURNING a.id, a.merchant_id
"""
_SAVE = """
INSERT INTO shipping_carrierconnection AS n (id, account_id, interface, is_test, is_active, sealed_credentials,
    saved_at, check_failure)
VALUES (%(id)s::uuid, %(account_id)s::uuid, %(interface)s, %(is_test)s, %(is_active)s, %(sealed)s, %(now)s, '')
ON CONFLICT (account_id) DO UPDATE SET interface = excluded.interface, is_test = excluded.is_test,
    is_active = excluded.is_active, sealed_credentials = excluded.sealed_credentials, saved_at = excluded.saved_at,
    checked_at = NULL, check_failure = ''
RETURNING n.id
"""
_KNOWN = """
SELECT n.id FROM shipping_carrierconnection AS n JOIN shipping_carrieraccount AS a ON a.id = n.account_id
JOIN shipping_carrier AS c ON c.id = a.carrier_id WHERE c.code = %(carrier)s AND a.number = %(number)s
"""
_SWITCH = """
UPDATE shipping_carrierconnection AS n SET is_active = %(is_active)s
FROM shipping_carrieraccount AS a JOIN shipping_carrier AS c ON c.id = a.carrier_id
WHERE n.id = %(id)s::uuid AND a.id = n.account_id RETURNING a.merchant_id, c.code, n.interface, n.is_test
"""
_FORGET_CHECK = """
UPDATE shipping_carrierconnection SET checked_at = NULL, check_failure = '' WHERE id = %(id)s::uuid
"""
_CHECKED = """
UPDATE shipping_carrierconnection SET checked_at = %(now)s, check_failure = %(failure)s WHERE id = %(id)s::uuid
"""


def save_connection(*, scope: Scope, draft: ConnectionDraft, now: datetime, actor: Actor) -> UUID:
    """Create the connection of a carrier's account, or replace it; credentials left out stay as they are.

    A worker tries it at once. Emits: ConnectionSaved. Queries: 6.
    Raises: Invalid with every problem; nothing was written then.
    """
    problems = list(_check(draft))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        credentials = _fill_in(draft)
        asked = {"id": new_id(), "merchant_id": draft.merchant_id, "carrier": draft.carrier_code}
        found = rows.fetch_tuples(_ACCOUNT, {**asked, "number": draft.account_number})
        if not found:
            raise Invalid([FieldProblem("carrier_code", "unknown", "is no carrier")])
        account_id, owner = found[0]
        if owner != draft.merchant_id:
            raise Invalid([FieldProblem("account_number", "taken", "is the account of somebody else")])
        sealed = seal(json.dumps(credentials).encode(), purpose=PURPOSE)
        saved = {
            "id": new_id(), "account_id": account_id, "interface": draft.interface, "is_test": draft.is_test,
            "is_active": draft.is_active, "sealed": sealed, "now": now,
        }  # fmt: skip
        connection_id: UUID = rows.fetch_value(_SAVE, saved)
        fact = ConnectionSaved(
            merchant_id=owner,
            aggregate_id=draft.carrier_code,
            interface=draft.interface,
            is_test=draft.is_test,
            is_active=draft.is_active,
        )
        record([fact], happened_at=now, actor=actor)
        enqueue_check(connection_id=connection_id)
    forget_buyers()
    return connection_id


def switch_connection(
    *, scope: Scope, connection_id: UUID, is_active: bool, now: datetime, actor: Actor
) -> None:
    """Buy labels with a connection, or no longer. Emits: ConnectionSaved. Queries: 2. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_SWITCH, {"id": connection_id, "is_active": is_active})
        if not found:
            raise NotFound("there is no such connection", connection_id=connection_id)
        [(owner, carrier, interface, is_test)] = found
        fact = ConnectionSaved(
            merchant_id=owner, aggregate_id=carrier, interface=interface, is_test=is_test, is_active=is_active
        )
        record([fact], happened_at=now, actor=actor)
    forget_buyers()


def try_connection_again(*, scope: Scope, connection_id: UUID) -> None:
    """Let a worker try a connection once more. Queries: 2."""
    with transaction(scope):
        rows.execute(_FORGET_CHECK, {"id": connection_id})
        enqueue_check(connection_id=connection_id)


def note_check(*, connection_id: UUID, refused: NotBought | None, now: datetime) -> None:
    """Write down whether the carrier let us in. Queries: 1."""
    failure = refused.failure if refused else ""
    with transaction(Scope.operator()):
        rows.execute(_CHECKED, {"id": connection_id, "now": now, "failure": failure})


def _check(draft: ConnectionDraft) -> Iterator[FieldProblem]:
    interface = INTERFACES.get(draft.interface)
    if interface is None:
        known = ", ".join(INTERFACES)
        yield FieldProblem("interface", "unknown", f"is one of {known}", {"known": known})
        return
    if not draft.account_number.strip() or len(draft.account_number) > 40:
        yield FieldProblem("account_number", "required", "is the carrier's number for the account")
    for name in draft.credentials:
        if name not in (*interface.credentials, *interface.optional):
            yield FieldProblem(f"credentials_{name}", "unknown", "is nothing that this carrier asks for")


def _fill_in(draft: ConnectionDraft) -> dict[str, str]:
    """Return all credentials, with what was saved before where nothing was sent. Raises: Invalid."""
    sent = {name: value for name, value in draft.credentials.items() if value}
    interface = INTERFACES[draft.interface]
    wanted = (*interface.credentials, *interface.optional)
    before: dict[str, str] = {}
    if set(wanted) - set(sent):
        found = rows.fetch_tuples(_KNOWN, {"carrier": draft.carrier_code, "number": draft.account_number})
        before = dict(get_connection(connection_id=found[0][0]).credentials) if found else {}
    credentials = {name: sent.get(name) or before.get(name, "") for name in wanted}
    missing = [
        FieldProblem(f"credentials_{name}", "required", "is asked for by the carrier")
        for name, value in credentials.items()
        if not value and name not in interface.optional
    ]
    if missing:
        raise Invalid(missing)
    return credentials
