"""Lists of API keys."""

from packhaus.access.scope import Scope
from packhaus.access.types import KeyRow
from packhaus.kernel import rows

_LIST = """
SELECT k.id, k.merchant_id, m.code AS merchant_code, k.name, k.prefix, k.scopes, k.created_at, k.last_used_on,
       k.revoked_at
FROM access_apikey AS k LEFT JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE %(is_operator)s OR k.merchant_id = ANY(%(merchant_ids)s::uuid[])
ORDER BY k.revoked_at IS NOT NULL, k.created_at DESC, k.id
"""


def list_keys(scope: Scope) -> list[KeyRow]:
    """Return the keys of the scope, live ones first, newest first. Queries: 1."""
    return rows.fetch_rows(
        KeyRow, _LIST, {"is_operator": scope.is_operator, "merchant_ids": list(scope.merchant_ids)}
    )
