"""What people allow: who said yes to a channel, who said stop, and which addresses lead nowhere."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.encoding import force_bytes

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_PURPOSE = b"packhaus.messaging.address:"


@lru_cache(maxsize=10_000)
def make_keys(address: str) -> tuple[str, ...]:
    """Return the keyed hashes of an address, the one of today's secret key first, then of those before."""
    normal = address.strip().casefold().encode()
    return tuple(
        hmac.new(_PURPOSE + force_bytes(key), normal, sha256).hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


@dataclass(frozen=True, slots=True)
class PermissionFilter:
    """What to list; nothing chosen is everything. `address` is a whole one."""

    channels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    is_allowed: bool | None = None
    merchant_id: UUID | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """What holds for an address on a channel; the address is empty when its person is forgotten."""

    id: UUID
    merchant_code: str
    channel: str
    address: str
    is_allowed: bool
    reason: str
    said_how: str
    wording: str
    said_at: datetime


_FILTER = """
FROM messaging_messagepermission AS p
WHERE (cardinality(%(channels)s::text[]) = 0 OR p.channel = ANY(%(channels)s::text[]))
  AND (cardinality(%(reasons)s::text[]) = 0 OR p.reason = ANY(%(reasons)s::text[]))
  AND (%(is_allowed)s::boolean IS NULL OR p.is_allowed = %(is_allowed)s::boolean)
  AND (%(merchant_id)s::uuid IS NULL OR p.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(keys)s::text[]) = 0 OR p.address_key = ANY(%(keys)s::text[]))
  AND (%(id)s::uuid IS NULL OR p.id = %(id)s::uuid)
"""
_LIST = f"""
SELECT p.id, a.code AS merchant_code, p.channel, p.address, p.is_allowed, p.reason, p.said_how, p.wording, p.said_at
FROM (SELECT p.* {_FILTER}) AS p JOIN access_merchant AS a ON a.id = p.merchant_id
"""  # noqa: S608 - constants
_COUNT = f"SELECT p.id {_FILTER}"
_KEYS = (Key("said_at", "timestamptz"), Key("id", "uuid"))


def list_permissions(scope: Scope, *, wanted: PermissionFilter, page: PageOf) -> Page[PermissionRow]:
    """Return a page of what people allow, by when they said it. Queries: 2."""
    with transaction(scope):
        return fetch_page(PermissionRow, _LIST, _read(wanted, None), keys=_KEYS, page=page, count_sql=_COUNT)


def get_permission(scope: Scope, *, permission_id: UUID) -> PermissionRow:
    """Return one. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(PermissionRow, _LIST, _read(PermissionFilter(), permission_id))
    if found is None:
        raise NotFound("there is no such permission", permission_id=permission_id)
    return found


def _read(wanted: PermissionFilter, id_: UUID | None) -> dict[str, object]:
    return {
        "channels": list(wanted.channels), "reasons": list(wanted.reasons), "is_allowed": wanted.is_allowed,
        "merchant_id": wanted.merchant_id, "keys": list(make_keys(wanted.address)) if wanted.address else [], "id": id_,
    }  # fmt: skip
