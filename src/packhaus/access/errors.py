"""Refusals of access.

DomainError
  KeyRefused         unknown, revoked or of a merchant that is no longer active; never says which (401)
  ScopeMissing       the key is good but was not made for this (403); names the scope
  ScopesNotHeld      the key would give away rights that it has not (403); names the scopes
  EmailTaken         another sign-in has the address (409)
  CodeTaken          another merchant has the code (409)
  NameTaken          a view of the list has the name (409)
  LastAdministrator  nobody would be left to give rights (409)
  SecondFactorIsSet  there is one already; it is taken away first (409)
  TooManyAttempts    too many wrong codes, or too many mails asked for; names the time to wait (429)
"""

from http import HTTPStatus
from typing import ClassVar

from packhaus.kernel.errors import Conflict, DomainError


class KeyRefused(DomainError):
    """No such key, as far as the caller is told."""

    code: ClassVar[str] = "key_refused"
    status: ClassVar[int] = HTTPStatus.UNAUTHORIZED


class ScopeMissing(DomainError):
    """The key lacks a scope."""

    code: ClassVar[str] = "scope_missing"
    status: ClassVar[int] = HTTPStatus.FORBIDDEN


class ScopesNotHeld(DomainError):
    """A key makes no key that may do more than itself."""

    code: ClassVar[str] = "scopes_not_held"
    status: ClassVar[int] = HTTPStatus.FORBIDDEN


class EmailTaken(Conflict):
    """One address, one sign-in."""

    code: ClassVar[str] = "email_taken"


class CodeTaken(Conflict):
    """One code, one merchant."""

    code: ClassVar[str] = "code_taken"


class NameTaken(Conflict):
    """One name, one view of a list."""

    code: ClassVar[str] = "name_taken"


class LastAdministrator(Conflict):
    """Somebody must be left who can give rights."""

    code: ClassVar[str] = "last_administrator"


class SecondFactorIsSet(Conflict):
    """One device per person: the old one is taken away before another is set up."""

    code: ClassVar[str] = "second_factor_is_set"


class TooManyAttempts(DomainError):
    """Somebody guesses; `retry_after_seconds` is the time that is left."""

    code: ClassVar[str] = "too_many_attempts"
    status: ClassVar[int] = HTTPStatus.TOO_MANY_REQUESTS
