"""Refusals that people and programs are told about.

DomainError      expected, shown, with typed data that says what can be done
  NotFound       absent, or out of scope: the two are never told apart (404)
  Invalid        the payload itself is wrong (422)
  Conflict       the payload is fine, the state is not (409)
    IllegalTransition
  ResourceBusy   somebody else holds it right now; nothing was written; try again (503)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal: its code is stable, its data names the blocker and the remedy."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = HTTPStatus.CONFLICT

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.data: Mapping[str, Any] = data


class NotFound(DomainError):
    """Absent, or not the caller's to see."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND


class Conflict(DomainError):
    """The request is well formed but the state forbids it."""

    code = "conflict"
    status = HTTPStatus.CONFLICT


class ResourceBusy(DomainError):
    """Another transaction holds the rows; nothing was written and a retry may succeed."""

    code = "busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with one place of the input."""

    path: str
    code: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Invalid(DomainError):
    """The input is wrong; every problem is listed, not the first."""

    code = "invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.message}" for problem in problems[:5]))
        self.problems = problems
        self.data = {"problems": problems}
