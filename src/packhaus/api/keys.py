"""Who calls: a key in the Authorization header, known from the process's memory after its first call."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from packhaus.access.errors import KeyRefused
from packhaus.access.identity import KeyIdentity
from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.services.authenticate import authenticate_key
from packhaus.access.types import KeyScope
from packhaus.api.throttle import take_token
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound


def read_token(environ: Mapping[str, Any]) -> str:
    """Return the bearer's token, empty without one."""
    kind, _, token = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


class ApiRequest(HttpRequest):
    """A request behind KeyAuth."""

    auth: KeyIdentity


class KeyAuth(HttpBearer):
    """Lets a key in that was made for this; `for_operator` hides the operation from merchants' keys."""

    def __init__(self, wanted: KeyScope, *, for_operator: bool = False) -> None:
        super().__init__()
        self.wanted = wanted
        self.for_operator = for_operator

    def __call__(self, request: HttpRequest) -> Any:
        """Return the identity, or None without a bearer token."""
        token = read_token(request.META)
        return self.authenticate(request, token) if token else None

    def authenticate(self, request: HttpRequest, token: str) -> KeyIdentity:
        """Return whose key it is. Raises: KeyRefused, TooMany, ScopeMissing, NotFound (an operator's operation)."""
        try:
            key = authenticate_key(token)
        except KeyRefused:
            take_token(request.META.get("REMOTE_ADDR"))
            raise
        spend_call(key)
        key.require(self.wanted)
        if self.for_operator and not key.scope.is_operator:
            raise NotFound("not found")
        return key


def spend_call(key: KeyIdentity) -> None:
    """Count a call of a key that may not send any number of them. Raises: TooMany."""
    if KeyScope.BULK.value not in key.scopes:
        take_token(key.key_id)


# ninja names a security scheme by its class; every operation has the same one.
reads_orders = KeyAuth(KeyScope.ORDERS_READ)
writes_orders = KeyAuth(KeyScope.ORDERS_WRITE)
reads_stock = KeyAuth(KeyScope.STOCK_READ)
writes_stock = KeyAuth(KeyScope.STOCK_WRITE, for_operator=True)
writes_catalog = KeyAuth(KeyScope.CATALOG_WRITE)
writes_network = KeyAuth(KeyScope.CATALOG_WRITE, for_operator=True)
reads_locations = KeyAuth(KeyScope.STOCK_READ, for_operator=True)
manages_access = KeyAuth(KeyScope.ACCESS, for_operator=True)
works_on_the_floor = KeyAuth(KeyScope.FLOOR, for_operator=True)
reports_parcels = KeyAuth(KeyScope.TRACKING)
prints = KeyAuth(KeyScope.PRINT, for_operator=True)


def choose_merchant(key: KeyIdentity, code: str) -> UUID:
    """Return the merchant that a call is for: the key's own, or for an operator's key the one that is named.

    Raises: Invalid (an operator's key has to name one), NotFound (absent, or not the key's). Queries: 0, 1 when named.
    """
    if code:
        return get_merchant_by_code(scope=key.scope, code=code).id
    if key.merchant_id is None:
        raise Invalid(
            [FieldProblem("merchant", "required", "an operator's key names the merchant by its code")]
        )
    return key.merchant_id


def find_merchant(key: KeyIdentity, code: str) -> UUID | None:
    """Return the merchant to narrow a list to: the one that is named, the key's own, or None for all."""
    return get_merchant_by_code(scope=key.scope, code=code).id if code else key.merchant_id
