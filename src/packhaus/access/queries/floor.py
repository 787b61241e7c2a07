"""Devices and people of the floor."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import FLOOR_ROLES
from packhaus.kernel import rows

LONGEST_TOKEN = 100

_DEVICES = """
SELECT d.id, d.site_id, d.name, d.paired_at, u.name AS paired_by, d.seen_at, d.kept, d.kept_since
FROM access_floordevice AS d JOIN access_user AS u ON u.id = d.paired_by_id
WHERE d.revoked_at IS NULL
"""
_ALL = f"{_DEVICES} AND %(is_operator)s ORDER BY d.kept_since, d.name, d.id"
_BY_TOKEN = f"{_DEVICES} AND d.token_sha256 = %(token_sha256)s::bytea"
_PEOPLE = """
SELECT u.id AS user_id, u.name, p.badge_made_at, coalesce(p.pin, '') <> '' AS has_pin, p.kinds,
       array_agg(DISTINCT m.role::text ORDER BY m.role::text) AS roles
FROM access_user AS u
JOIN access_membership AS m ON m.user_id = u.id AND m.role = ANY(%(roles)s::text[])
LEFT JOIN access_floorperson AS p ON p.user_id = u.id
WHERE u.is_active AND %(is_operator)s AND (%(badge)s::bytea IS NULL OR p.badge_sha256 = %(badge)s::bytea)
GROUP BY u.id, p.user_id ORDER BY u.name, u.id
"""
_KINDS = "SELECT kinds FROM access_floorperson WHERE user_id = %(user_id)s::uuid"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A paired device; `kept` scans wait on it, the oldest since `kept_since`."""

    id: UUID
    site_id: UUID
    name: str
    paired_at: datetime
    paired_by: str
    seen_at: datetime | None
    kept: int
    kept_since: datetime | None


@dataclass(frozen=True, slots=True)
class FloorPersonRow:
    """A person who may work on the floor; kinds of None are all."""

    user_id: UUID
    name: str
    badge_made_at: datetime | None
    has_pin: bool
    kinds: list[str] | None
    roles: list[str]


def list_devices(*, scope: Scope) -> list[DeviceRow]:
    """Return the live devices, those that keep scans first. Queries: 1."""
    return rows.fetch_rows(DeviceRow, _ALL, {"is_operator": scope.is_operator})


def find_device(token: str) -> DeviceRow | None:
    """Return the live device of a cookie's token, or None. Queries: 1, or 0 without a token."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    return rows.find_row(DeviceRow, _BY_TOKEN, {"token_sha256": hashlib.sha256(token.encode()).digest()})


def list_floor_people(*, scope: Scope) -> list[FloorPersonRow]:
    """Return who may work on the floor. Queries: 1."""
    return _list(scope, None)


def find_badge_person(*, code: str) -> FloorPersonRow | None:
    """Return whose badge this is, or None: unknown, ended, or of somebody who is shut out. Queries: 1."""
    found = _list(Scope.operator(), hashlib.sha256(code.strip().upper().encode()).digest())
    return found[0] if found else None


def find_allowed_kinds(user_id: UUID) -> list[str] | None:
    """Return the kinds of work that a person is offered, None for all. Queries: 1."""
    found: list[str] | None = rows.fetch_value(_KINDS, {"user_id": user_id})
    return found


def _list(scope: Scope, badge: bytes | None) -> list[FloorPersonRow]:
    parameters = {
        "roles": [role.value for role in FLOOR_ROLES], "is_operator": scope.is_operator, "badge": badge,
    }  # fmt: skip
    return rows.fetch_rows(FloorPersonRow, _PEOPLE, parameters)
