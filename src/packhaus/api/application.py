"""The API as one application: its resources, its refusals, its schema."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from packhaus.api.describing import describe_operations
from packhaus.api.problems import answer_error, answer_problem
from packhaus.api.resources import ROUTERS

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
        return schema


def answer_unknown_path(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Say that nothing is here, in the API's own words."""
    return answer_problem(404, "not_found", "There is no such address.")


def _make_api() -> PackhausAPI:
    api = PackhausAPI(
        title="Packhaus", version=VERSION, description=_ABOUT.strip(), parser=OrjsonParser(), docs_url=None
    )
    for router in ROUTERS:
        api.add_router("", router)
    for kind in tuple(api._exception_handlers):  # noqa: SLF001 - ninja's defaults would answer in another form
        api.add_exception_handler(kind, answer_error)
    return api


api = _make_api()


def get_schema() -> Mapping[str, Any]:
    """Return the OpenAPI document that clients are made from."""
    return api.get_openapi_schema()
