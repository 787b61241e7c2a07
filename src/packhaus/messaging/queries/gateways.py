"""Who carries SMS and WhatsApp: a merchant's own account, else the operator's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.sealing import unseal
from packhaus.messaging.gateways.port import Gateway

PURPOSE = "messaging.gateway_credentials"

_OF_MERCHANT = """
SELECT id, provider, channel, sender, templates, sealed_credentials FROM messaging_messagegateway
WHERE channel = %(channel)s AND is_active AND (merchant_id = %(merchant_id)s OR merchant_id IS NULL)
ORDER BY merchant_id NULLS LAST LIMIT 1
"""
_ONE = """
SELECT id, provider, channel, sender, templates, sealed_credentials FROM messaging_messagegateway WHERE id = %(id)s
"""
_ROWS = """
SELECT g.id, g.merchant_id, coalesce(m.code, '') AS merchant_code, g.channel, g.provider, g.sender, g.templates,
       g.is_active, g.saved_at
FROM messaging_messagegateway AS g LEFT JOIN access_merchant AS m ON m.id = g.merchant_id
WHERE %(id)s::uuid IS NULL OR g.id = %(id)s::uuid
ORDER BY m.code NULLS FIRST, g.channel
"""


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """A gateway as people see it: never with its secrets. No merchant: everybody's who has none of its own."""

    id: UUID
    merchant_id: UUID | None
    merchant_code: str
    channel: str
    provider: str
    sender: str
    templates: Mapping[str, str]
    is_active: bool
    saved_at: datetime


def find_gateway(*, merchant_id: UUID, channel: str) -> Gateway | None:
    """Return who carries a channel for a merchant, with secrets, in the operator's transaction. Queries: 1.

    Raises: SealBroken.
    """
    found = rows.fetch_tuples(_OF_MERCHANT, {"merchant_id": merchant_id, "channel": channel})
    return _open(*found[0]) if found else None


def get_gateway(*, gateway_id: UUID) -> Gateway:
    """Return one with its secrets, in the operator's transaction. Queries: 1. Raises: NotFound, SealBroken."""
    found = rows.fetch_tuples(_ONE, {"id": gateway_id})
    if not found:
        raise NotFound("there is no such gateway", gateway_id=gateway_id)
    return _open(*found[0])


def list_gateways(scope: Scope, *, gateway_id: UUID | None = None) -> list[GatewayRow]:
    """Return gateways, the operator's first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(GatewayRow, _ROWS, {"id": gateway_id})


def get_gateway_row(scope: Scope, *, gateway_id: UUID) -> GatewayRow:
    """Return one gateway. Queries: 1. Raises: NotFound."""
    found = list_gateways(scope, gateway_id=gateway_id)
    if not found:
        raise NotFound("there is no such gateway", gateway_id=gateway_id)
    return found[0]


def _open(
    id_: UUID, provider: str, channel: str, sender: str, templates: Mapping[str, str], sealed: bytes
) -> Gateway:
    credentials = json.loads(unseal(bytes(sealed), purpose=PURPOSE))
    return Gateway(id_, provider, channel, sender, templates, credentials, find_callback(id_))


def find_callback(gateway_id: UUID) -> str:
    """Return the address at which a provider reports to us; empty while this installation is not to be reached."""
    if not settings.BASE_URL.startswith("https://"):
        return ""
    return f"{settings.BASE_URL}/hooks/messages/{gateway_id}"
