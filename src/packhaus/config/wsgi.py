"""The WSGI application that granian serves: one for pages, a leaner one for the API, one for probes.

A key-authenticated call has no session, no CSRF token, no language and no messages; their middleware cost it a third of
its Python time.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.template.loader import get_template
from django.urls import get_resolver

from packhaus.config.keeping import PARENT_VARIABLE, end_with_parent

API_PREFIX = "/api/v1/"
# A thread whose answer came from the database waits no longer than this for one that computes; Python's own 5 ms are
# longer than most requests take, and whoever waits behind it in the lane waits too.
SWITCH_SECONDS = 0.0005

Respond = Callable[..., Any]


def make_application() -> Callable[[dict[str, Any], Respond], Iterable[bytes]]:
    """Return the callable that sends a request to the handler of its path."""
    # They import models, which are ready only now.
    from packhaus.api.handler import handle as api
    from packhaus.config.metrics.requests import measure
    from packhaus.config.probes import PROBES

    pages = WSGIHandler()
    _prepare()

    def application(environ: dict[str, Any], start_response: Respond) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path in PROBES:
            return PROBES[path](environ, start_response)
        return measure(api if path.startswith(API_PREFIX) else pages, environ, start_response)

    return application


def _prepare() -> None:
    """Load what the first requests would wait for: seconds, and a part of them inside an order's transaction."""
    from packhaus.network.queries.places import locate
    from packhaus.outbound.services.batches import answer_without_waiting

    answer_without_waiting()
    assert get_resolver().url_patterns  # loads every view
    get_template("base/console.html")
    locate(country="GB")


def _follow_parent() -> None:
    # A killed `serve` takes no web process along by itself, and a port that stays taken keeps the next one out.
    parent_id = os.environ.get(PARENT_VARIABLE, "")
    if parent_id == str(os.getppid()):
        end_with_parent(int(parent_id), threading.Event())


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.config.settings")
django.setup(set_prefix=False)
sys.setswitchinterval(SWITCH_SECONDS)
application = make_application()
_follow_parent()
