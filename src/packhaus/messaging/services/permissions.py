"""Write down what people allow: a yes with its wording, a stop, an address that leads nowhere, what a person lifts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.messaging.events import PermissionChanged
from packhaus.messaging.queries.permissions import make_keys
from packhaus.messaging.states import CHANNELS
from packhaus.parties.phones import is_e164

_ALLOWED = frozenset({"opted_in", "lifted"})
# A bounce that comes late does not undo what the person said since.
_SAY = """
INSERT INTO messaging_messagepermission AS p (id, merchant_id, channel, address_key, address, is_allowed, reason,
    said_how, wording, said_at)
VALUES (%(id)s, %(merchant_id)s, %(channel)s, %(key)s, %(address)s, %(is_allowed)s, %(reason)s, %(said_how)s,
    %(wording)s, %(now)s)
ON CONFLICT (merchant_id, channel, address_key) DO UPDATE SET address = excluded.address,
    is_allowed = excluded.is_allowed, reason = excluded.reason, said_how = excluded.said_how,
    wording = excluded.wording, said_at = excluded.said_at
WHERE p.said_at <= excluded.said_at AND (p.is_allowed, p.reason) IS DISTINCT FROM (excluded.is_allowed, excluded.reason)
RETURNING p.id
"""
_LIFT = """
UPDATE messaging_messagepermission SET is_allowed = true, reason = 'lifted', said_how = 'console', wording = %(why)s,
    said_at = %(now)s
WHERE id = %(id)s AND NOT is_allowed RETURNING merchant_id, channel
"""
_FORGET = """
UPDATE messaging_messagepermission AS p SET address = ''
FROM parties_contact AS c
WHERE c.id = ANY(%(contact_ids)s::uuid[]) AND p.merchant_id = c.merchant_id AND p.address <> ''
  AND p.address IN (lower(c.email), c.phone)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said, or was found out, about an address on a channel of a merchant.

    `how` is where: tracking, reply, checkout, console, api, provider. `wording` is what a person said yes to.
    """

    merchant_id: UUID
    channel: str
    address: str
    reason: str
    how: str
    wording: str = ""


def note_said(*, said: Said, now: datetime, actor: Actor) -> bool:
    """Write down what holds from now on, in the running transaction; tell whether that is new.

    Emits: PermissionChanged. Queries: 1, 2 when it is new. Raises: Invalid.
    """
    address = said.address.strip().casefold()
    problems = [
        FieldProblem(name, "invalid", text)
        for name, is_wrong, text in (
            ("channel", said.channel not in CHANNELS, "is email, sms or whatsapp"),
            ("reader", not _is_usable(said.channel, address), "is no address of this channel"),
            (
                "wording",
                said.reason == "opted_in" and not said.wording.strip(),
                "is what the person agreed to",
            ),
            ("wording", len(said.wording) > 400, "has 400 characters at most"),
        )
        if is_wrong
    ]
    if problems:
        raise Invalid(problems)
    parameters = {
        "id": new_id(), "merchant_id": said.merchant_id, "channel": said.channel, "key": make_keys(address)[0],
        "address": address, "is_allowed": said.reason in _ALLOWED, "reason": said.reason, "said_how": said.how,
        "wording": said.wording.strip(), "now": now,
    }  # fmt: skip
    found = rows.fetch_tuples(_SAY, parameters)
    if not found:
        return False
    [(id_,)] = found
    _record(said.merchant_id, id_, said.channel, said.reason, now, actor)
    return True


def note_found(*, found: Sequence[Said], now: datetime) -> None:
    """Write down what was found out while sending, in the running transaction. Queries: 2 each."""
    for said in found:
        note_said(said=said, now=now, actor=SYSTEM)


def lift_stop(*, scope: Scope, permission_id: UUID, why: str, now: datetime, actor: Actor) -> None:
    """Write to an address again that was stopped. Emits: PermissionChanged. Raises: Invalid, NotFound."""
    why = why.strip()
    if not why or len(why) > 400:
        raise Invalid([FieldProblem("why", "required", "says why it may be written to again")])
    with transaction(scope):
        found = rows.fetch_tuples(_LIFT, {"id": permission_id, "why": why, "now": now})
        if not found:
            raise NotFound("there is no such address that is stopped", permission_id=permission_id)
        [(merchant_id, channel)] = found
        _record(merchant_id, permission_id, channel, "lifted", now, actor)


def forget_addresses(*, contact_ids: Sequence[UUID]) -> None:
    """Forget the addresses of these contacts, in the running transaction, before theirs are blanked. Queries: 1.

    That they said stop stays known by its keyed hash.
    """
    rows.execute(_FORGET, {"contact_ids": list(contact_ids)})


def _is_usable(channel: str, address: str) -> bool:
    return ("@" in address and len(address) <= 254) if channel == "email" else is_e164(address)


def _record(merchant_id: UUID, id_: UUID, channel: str, reason: str, now: datetime, actor: Actor) -> None:
    fact = PermissionChanged(merchant_id=merchant_id, aggregate_id=id_, channel=channel, reason=reason)
    record([fact], happened_at=now, actor=actor)
