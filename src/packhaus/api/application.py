"""The API as one application: its resources, its refusals, its schema."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from packhaus.api.describing import describe_operations, describe_times
from packhaus.api.problems import answer_error, answer_problem, describe_refusals
from packhaus.api.resources import ROUTERS
from packhaus.kernel.errors import DomainError

VERSION = "1.0.0"
_ABOUT = """
Orders in, parcels out. Every refusal is a problem document (RFC 9457) with a stable `code`; every list pages by key;
a call that could take effect twice takes an `Idempotency-Key`.
"""


_LENT = HttpResponse()


class OrjsonParser(Parser):
    """Reads bodies several times as fast as the standard library."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Parse a body; ninja turns what fails into its own error."""
        return orjson.loads(request.body)


class PackhausAPI(NinjaAPI):
    """ninja, with refusals declared in the content type that they have."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - ninja calls it by name
        """Return the response that ninja would lend to a view; ours make their own, so one will do for all."""
        return _LENT

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the schema."""
        schema = super().get_openapi_schema(**options)
        describe_operations(self, schema["paths"])
        describe_refusals(schema)
        describe_times(schema)
        return schema


def answer_unknown_path(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Say that nothing is here, in the API's own words."""
    return answer_problem(404, "not_found", "There is no such address.")


def _check_key(operation: Operation, request: HttpRequest) -> HttpResponse | None:
    """Let a key in, or answer why not: ninja would ask at every request whether the check is a coroutine."""
    (authenticate,) = operation.auth_callbacks
    try:
        key = authenticate(request)
    except (DomainError, DatabaseError) as refusal:
        return operation.api.on_exception(request, refusal)
    if key is None:
        return operation.api.on_exception(request, AuthenticationError())
    request.auth = key  # type: ignore[attr-defined]
    return None


def _check_keys_shortly(api: PackhausAPI) -> None:
    for router in api._get_bound_routers():  # noqa: SLF001 - made when the addresses are
        for view in router.path_operations.values():
            for operation in view.operations:
                assert len(operation.auth_callbacks) == 1, operation
                assert not operation.throttle_objects, operation
                operation._run_checks = partial(_check_key, operation)  # type: ignore[method-assign]  # noqa: SLF001 - as above


def _make_api() -> PackhausAPI:
    api = PackhausAPI(
        title="Packhaus",
        version=VERSION,
        description=_ABOUT.strip(),
        parser=OrjsonParser(),
        docs_url=None,
        openapi_url="",
    )
    for router in ROUTERS:
        api.add_router("", router)
    for kind in tuple(api._exception_handlers):  # noqa: SLF001 - ninja's defaults would answer in another form
        api.add_exception_handler(kind, answer_error)
    _check_keys_shortly(api)
    return api


api = _make_api()


@cache
def get_schema() -> Mapping[str, Any]:
    """Write the OpenAPI document that clients are made from: seconds of a processor; `published` answers it."""
    return api.get_openapi_schema()
