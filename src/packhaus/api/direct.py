"""A single order, answered without what Django and ninja do around it: a quarter of the processor time of its request.

An abbreviation of the ordinary way, never another one: same schema, same service, same words. Only a request with
nothing odd about it is taken: a key that this process knows, a small body as the schema says, no Idempotency-Key. Any
other is left as it came, with nothing done.
"""

from io import BytesIO
from typing import Any, NamedTuple

import orjson

from packhaus.access.errors import KeyRefused
from packhaus.access.identity import KeyIdentity
from packhaus.access.services.authenticate import find_known_key
from packhaus.access.types import KeyScope
from packhaus.api.answers import write_json
from packhaus.api.keys import choose_merchant, read_token, spend_call
from packhaus.api.once import ENVIRON as ONCE
from packhaus.api.resources.orders import place_one, write_order
from packhaus.api.schemas.orders import OrderIn
from packhaus.api.throttle import TooMany

PATH = "/api/v1/orders"
_BODY_AT_MOST = 64 * 1024


class DirectOrder(NamedTuple):
    """An order whose caller is let in and whose body is as the schema says."""

    key: KeyIdentity
    order: OrderIn

    def place(self) -> tuple[int, bytes]:
        """Take it and return the status and the answer. Raises: what placing an order raises."""
        merchant_id = choose_merchant(self.key, self.order.merchant)
        placed = place_one(self.key, merchant_id, self.order.as_draft())
        return 200 if placed.is_repeat else 201, write_json(write_order(placed))


def read_order(environ: dict[str, Any]) -> DirectOrder | None:
    """Return the order of a plain request, or None for any other, which can still be read from its beginning."""
    if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
        return None
    length = environ.get("CONTENT_LENGTH") or ""
    if ONCE in environ or environ.get("QUERY_STRING") or not length.isdigit() or int(length) > _BODY_AT_MOST:
        return None
    key = _find_key(environ)
    if key is None:
        return None
    order = _read_body(environ, int(length))
    if order is None or not _may_call(key):
        return None
    return DirectOrder(key, order)


def _find_key(environ: dict[str, Any]) -> KeyIdentity | None:
    try:
        key = find_known_key(read_token(environ))
    except KeyRefused:
        return None
    return key if key is not None and KeyScope.ORDERS_WRITE.value in key.scopes else None


def _read_body(environ: dict[str, Any], length: int) -> OrderIn | None:
    body = environ["wsgi.input"].read(length)
    try:
        return OrderIn.model_validate(orjson.loads(body))
    except ValueError:  # the ordinary way says what is wrong with it
        environ["wsgi.input"] = BytesIO(body)
        return None


def _may_call(key: KeyIdentity) -> bool:
    try:
        spend_call(key)
    except TooMany:  # an empty bucket says so again
        return False
    return True
