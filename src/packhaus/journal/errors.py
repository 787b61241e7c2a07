"""Refusals of the journal.

DomainError
  KeyReused          the Idempotency-Key came with another request before (422)
  RequestInFlight    the first request with this key is still running (409; Retry-After)
"""

from http import HTTPStatus
from typing import ClassVar

from packhaus.kernel.errors import DomainError


class KeyReused(DomainError):
    """One key names one request: a changed body needs a new key."""

    code: ClassVar[str] = "idempotency_key_reused"
    status: ClassVar[int] = HTTPStatus.UNPROCESSABLE_ENTITY


class RequestInFlight(DomainError):
    """The same request is being worked on right now; its answer will be there for the next try."""

    code: ClassVar[str] = "request_in_flight"
    status: ClassVar[int] = HTTPStatus.CONFLICT
