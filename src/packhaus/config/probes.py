"""What a load balancer and a monitoring system ask. Answered before Django: by any host name, without a session."""

import hmac
import json
from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import ip_address
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from packhaus.config.environment import get_environment
from packhaus.config.metrics.exposition import CONTENT_TYPE, write_metrics
from packhaus.config.metrics.state import State, read_state

Environ = dict[str, Any]
Respond = Callable[..., Any]
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def answer_alive(_: Environ, respond: Respond) -> Iterable[bytes]:
    """Say that this process answers, whatever the database does: who restarts it for that makes matters worse."""
    return _answer_json(respond, "200 OK", {"status": "alive"})


def answer_ready(_: Environ, respond: Respond) -> Iterable[bytes]:
    """Say whether requests may come: the database answers and has this version's schema."""
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            return _answer_json(
                respond, "503 Service Unavailable", {"status": "waiting", "for": "migrations"}
            )
    except DatabaseError:
        connection.close()
        return _answer_json(respond, "503 Service Unavailable", {"status": "waiting", "for": "database"})
    return _answer_json(respond, "200 OK", {"status": "ready"})


def answer_metrics(environ: Environ, respond: Respond) -> Iterable[bytes]:
    """Write the metrics for who has the token; without one set, for this machine alone."""
    if not _may_read(environ):
        respond("401 Unauthorized", [("WWW-Authenticate", "Bearer"), ("Content-Length", "0")])
        return []
    text = write_metrics(_find_state())
    respond("200 OK", [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(text)))])
    return [text]


PROBES = {"/healthz": answer_alive, "/readyz": answer_ready, "/metrics": answer_metrics}


def _find_state() -> State | None:
    try:
        connection.close_if_unusable_or_obsolete()
        return read_state(now=timezone.now())
    except DatabaseError:
        connection.close()
        return None


def _may_read(environ: Environ) -> bool:
    token = get_environment().metrics_token
    if token:
        given = environ.get("HTTP_AUTHORIZATION", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy on this machine forwards strangers from a loopback address.
    return _is_loopback(environ.get("REMOTE_ADDR", "")) and not any(name in environ for name in _FORWARDED)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_migrated() -> bool:
    # A schema never goes back under a running process, so the answer is kept once it is yes.
    if _migrated():
        return True
    _migrated.cache_clear()
    return False


@cache
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _answer_json(respond: Respond, status: str, content: dict[str, str]) -> Iterable[bytes]:
    body = json.dumps(content).encode()
    respond(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
