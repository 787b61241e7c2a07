"""Lists of API keys."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import KeyRow
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_SELECT = """
SELECT k.id, k.merchant_id, m.code AS merchant_code, k.name, k.prefix, k.scopes, k.created_at, k.last_used_on,
       k.revoked_at
FROM access_apikey AS k LEFT JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE (%(is_operator)s OR k.merchant_id = ANY(%(merchant_ids)s::uuid[]))
"""
_LIST = f"{_SELECT} ORDER BY k.revoked_at IS NOT NULL, k.created_at DESC, k.id"
_GET = f"{_SELECT} AND k.id = %(id)s::uuid"
_PAGE = f"""{_SELECT}
  AND (%(merchant_id)s::uuid IS NULL OR k.merchant_id = %(merchant_id)s::uuid)
  AND (%(is_revoked)s::boolean IS NULL OR (k.revoked_at IS NOT NULL) = %(is_revoked)s::boolean)
"""


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """What to list; nothing chosen is everything."""

    merchant_id: UUID | None = None
    is_revoked: bool | None = None


def list_keys(scope: Scope) -> list[KeyRow]:
    """Return the keys of the scope, live ones first, newest first. Queries: 1."""
    return rows.fetch_rows(KeyRow, _LIST, _describe(scope))


def list_keys_page(scope: Scope, *, wanted: KeyFilter, page: PageOf) -> Page[KeyRow]:
    """Return a page of the scope's keys, by when they were made. Queries: 2."""
    parameters = {
        **_describe(scope),
        "merchant_id": wanted.merchant_id,
        "is_revoked": wanted.is_revoked,
    }
    return fetch_page(KeyRow, _PAGE, parameters, keys=(Key("id", "uuid"),), page=page)


def get_key(scope: Scope, *, key_id: UUID) -> KeyRow:
    """Return one key of the scope, ended or not. Queries: 1. Raises: NotFound."""
    found = rows.find_row(KeyRow, _GET, {**_describe(scope), "id": key_id})
    if found is None:
        raise NotFound("key not found")
    return found


def _describe(scope: Scope) -> dict[str, Any]:
    return {"is_operator": scope.is_operator, "merchant_ids": list(scope.merchant_ids)}
