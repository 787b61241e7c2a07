"""Set up who carries SMS and WhatsApp; what signs in is sealed and never shown again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.kernel.sealing import seal
from packhaus.messaging.events import GatewaySaved
from packhaus.messaging.gateways.known import list_providers
from packhaus.messaging.queries.gateways import PURPOSE, get_gateway
from packhaus.messaging.types import NoticeKind

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LANGUAGES = ("en", "de", "id")

_SAVE = """
INSERT INTO messaging_messagegateway AS g (id, merchant_id, channel, provider, sender, templates, sealed_credentials,
    is_active, saved_at)
VALUES (%(id)s::uuid, %(merchant_id)s::uuid, %(channel)s, %(provider)s, %(sender)s, %(templates)s::jsonb, %(sealed)s,
    %(is_active)s, %(now)s)
ON CONFLICT (merchant_id, channel) DO UPDATE SET provider = excluded.provider, sender = excluded.sender,
    templates = excluded.templates, sealed_credentials = excluded.sealed_credentials, is_active = excluded.is_active,
    saved_at = excluded.saved_at
RETURNING g.id
"""
_KNOWN = """
SELECT id, provider FROM messaging_messagegateway
WHERE channel = %(channel)s AND merchant_id IS NOT DISTINCT FROM %(merchant_id)s::uuid
"""
_SWITCH = """
UPDATE messaging_messagegateway SET is_active = %(is_active)s WHERE id = %(id)s
RETURNING merchant_id, channel, provider
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDraft:
    """Who is to carry a channel of a merchant (none: of everybody else). Credentials left empty stay what they were.

    `templates` by kind and language, as in `order_dispatched.id`.
    """

    merchant_id: UUID | None
    channel: str
    provider: str
    sender: str
    credentials: Mapping[str, str] = field(repr=False)
    templates: Mapping[str, str] = field(default_factory=dict)
    is_active: bool = True


PROVIDER_CHANNELS = {one.code: tuple(one.channels) for one in list_providers().values()}
PROVIDER_CREDENTIALS = {one.code: tuple(one.credentials) for one in list_providers().values()}


def list_template_names() -> list[str]:
    """Return what a template can be for: every kind of message in every language."""
    return [f"{kind.value}.{language}" for kind in NoticeKind for language in _LANGUAGES]


def save_gateway(*, scope: Scope, draft: GatewayDraft, now: datetime, actor: Actor) -> UUID:
    """Set up who carries a channel, or replace it. Emits: GatewaySaved. Queries: 4.

    Raises: Invalid with every problem.
    """
    problems = list(_check(draft))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        credentials = _fill_in(draft)
        parameters = {
            "id": new_id(), "merchant_id": draft.merchant_id, "channel": draft.channel, "provider": draft.provider,
            "sender": draft.sender.strip(), "templates": json.dumps(dict(draft.templates)),
            "sealed": seal(json.dumps(credentials).encode(), purpose=PURPOSE), "is_active": draft.is_active, "now": now,
        }  # fmt: skip
        gateway_id: UUID = rows.fetch_value(_SAVE, parameters)
        _record(draft.merchant_id, gateway_id, draft.channel, draft.provider, draft.is_active, now, actor)
    return gateway_id


def switch_gateway(*, scope: Scope, gateway_id: UUID, is_active: bool, now: datetime, actor: Actor) -> None:
    """Send over a gateway, or no longer. Emits: GatewaySaved. Queries: 2. Raises: NotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_SWITCH, {"id": gateway_id, "is_active": is_active})
        if not found:
            raise NotFound("there is no such gateway", gateway_id=gateway_id)
        [(merchant_id, channel, provider)] = found
        _record(merchant_id, gateway_id, channel, provider, is_active, now, actor)


def _record(
    merchant_id: UUID | None,
    id_: UUID,
    channel: str,
    provider: str,
    is_active: bool,  # noqa: FBT001 - a part of the fact
    now: datetime,
    actor: Actor,
) -> None:
    fact = GatewaySaved(
        merchant_id=merchant_id, aggregate_id=id_, channel=channel, provider=provider, is_active=is_active
    )
    record([fact], happened_at=now, actor=actor)


def _check(draft: GatewayDraft) -> Iterator[FieldProblem]:
    provider = list_providers().get(draft.provider)
    if provider is None or draft.channel not in provider.channels:
        known = ", ".join(one.code for one in list_providers().values() if draft.channel in one.channels)
        yield FieldProblem("provider", "unknown", f"is one of {known}", {"known": known})
        return
    if not draft.sender.strip() or len(draft.sender) > 40:
        yield FieldProblem("sender", "required", "is the number or name that messages come from")
    address = draft.credentials.get("address", "")
    parts = urlsplit(address)
    if address and not (parts.scheme == "https" or parts.hostname in _LOOPBACK):
        yield FieldProblem("interface_address", "invalid", "begins with https://")
    for name in draft.templates:
        if name not in list_template_names():
            yield FieldProblem("templates", "unknown", "names a message and a language")


def _fill_in(draft: GatewayDraft) -> dict[str, str]:
    """Return all credentials, with what was saved before where nothing was sent. Raises: Invalid."""
    provider = list_providers()[draft.provider]
    found = rows.fetch_tuples(_KNOWN, {"channel": draft.channel, "merchant_id": draft.merchant_id})
    before: Mapping[str, str] = {}
    if found and found[0][1] == draft.provider:
        before = get_gateway(gateway_id=found[0][0]).credentials
    credentials = {name: draft.credentials.get(name) or before.get(name, "") for name in provider.credentials}
    missing = [
        FieldProblem(f"credentials_{name}", "required", "is asked for by the provider")
        for name, value in credentials.items()
        if not value
    ]
    if missing:
        raise Invalid(missing)
    address = (draft.credentials.get("address") or before.get("address", "")).rstrip("/")
    return credentials | ({"address": address} if address else {})
