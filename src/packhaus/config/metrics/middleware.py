from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from packhaus.config.metrics.requests import ROUTE


class RouteMiddleware:
    """Say which route template a page was, for `measure`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        if found is not None:
            request.META[ROUTE] = f"/{found.route}"
        return response
