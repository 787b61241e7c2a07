"""The WSGI application that granian serves: one for pages, a leaner one for the API.

A key-authenticated call has no session, no CSRF token, no language and no messages; their middleware cost it a third of
its Python time.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

API_PREFIX = "/api/"
API_MIDDLEWARE: tuple[str, ...] = ()

Respond = Callable[..., Any]


def _make_handler(middleware: Sequence[str]) -> WSGIHandler:
    before = settings.MIDDLEWARE
    settings.MIDDLEWARE = list(middleware)  # a handler reads it once, when it is made
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = before


def make_application() -> Callable[[dict[str, Any], Respond], Iterable[bytes]]:
    """Return the callable that sends a request to the handler of its path."""
    pages, api = _make_handler(settings.MIDDLEWARE), _make_handler(API_MIDDLEWARE)

    def application(environ: dict[str, Any], start_response: Respond) -> Iterable[bytes]:
        handler = api if environ["PATH_INFO"].startswith(API_PREFIX) else pages
        return handler(environ, start_response)

    return application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.config.settings")
django.setup(set_prefix=False)
application = make_application()
