"""Merchants. Their table has no row-level security, so the scope is a condition of every statement here."""

from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import MerchantRow
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_LIST = """
SELECT id, code, name, currency, language, country, accent, is_active, is_own
FROM access_merchant
WHERE (%(is_operator)s OR id = ANY(%(merchant_ids)s::uuid[]))
  AND (%(id)s::uuid IS NULL OR id = %(id)s::uuid) AND (%(code)s::text IS NULL OR code = %(code)s::text)
ORDER BY code
"""


def list_merchants(scope: Scope) -> list[MerchantRow]:
    """Return the merchants of the scope by code. Queries: 1."""
    return _list(scope)


def get_merchant(*, scope: Scope, merchant_id: UUID) -> MerchantRow:
    """Return one merchant of the scope. Queries: 1. Raises: NotFound (absent or not the caller's)."""
    return _only(_list(scope, merchant_id=merchant_id))


def get_merchant_by_code(*, scope: Scope, code: str) -> MerchantRow:
    """Return the merchant with this code, in any case of letters. Queries: 1. Raises: NotFound."""
    return _only(_list(scope, code=code.strip().upper()))


def _list(scope: Scope, *, merchant_id: UUID | None = None, code: str | None = None) -> list[MerchantRow]:
    return rows.fetch_rows(
        MerchantRow,
        _LIST,
        {
            "is_operator": scope.is_operator,
            "merchant_ids": list(scope.merchant_ids),
            "id": merchant_id,
            "code": code,
        },
    )


def _only(found: list[MerchantRow]) -> MerchantRow:
    if not found:
        raise NotFound("merchant not found")
    return found[0]
