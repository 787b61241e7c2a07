"""A form's page: what was entered stays, every problem stands at its field and in the summary on top."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import HttpResponse, QueryDict

from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.guard import PageRequest
from packhaus.web.responses import render_page
from packhaus.web.told import tell_problem


@dataclass(frozen=True, slots=True)
class Draft:
    """Values of a form by field, and what is wrong with them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, sent: QueryDict, refusal: Invalid) -> Self:
        """Keep what was sent, with the refusal's problems under the last part of their path."""
        return cls(sent.dict(), tuple(map(_read, refusal.problems)))


def _read(problem: FieldProblem) -> tuple[str, str]:
    """Return the field of the form that a problem is about, and what is wrong with it."""
    name, message = _find_field(problem.path), problem.message
    if name == "value":  # of a term: the sentence begins with its key
        name, _, message = message.partition(" ")
    return name, tell_problem(message)


def _find_field(path: str) -> str:
    """Name the field of a path: `skus.0.name` is name, `lines.2.sku` is line_2_sku_code."""
    parts = path.split(".")
    if path == "address.lines":
        return "street"
    if len(parts) == 3 and parts[0] == "lines":
        return f"line_{parts[1]}_{'sku_code' if parts[2] == 'sku' else parts[2]}"
    return parts[-1]


def show_form(request: PageRequest, template: str, draft: Draft, context: dict[str, Any]) -> HttpResponse:
    """Show a form; with problems as 422."""
    drawn = {"values": draft.values, "problems": draft.problems}
    return render_page(request, template, drawn | context, status=422 if draft.problems else 200)
