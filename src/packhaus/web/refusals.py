"""A refusal in three parts: what happened, who or what holds it, what can be done.

An app's refusal gets its own words from a function registered for its code; without one, the general words of its
HTTP status are shown, with the values that the refusal carries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.kernel.errors import DomainError, Invalid
from packhaus.web.parts import Action, Holder, Words
from packhaus.web.told import name_field, tell_problem


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a refusal says; `level` is today (orange) or act-now (red); a `retry_after_seconds` of 0 is unknown."""

    status: int
    what: Words
    why: Words
    holders: Sequence[Holder] = ()
    remedies: Sequence[Action] = ()
    reference: str = ""
    level: str = "today"
    problems: Sequence[tuple[str, Words]] = field(default_factory=tuple)
    retry_after_seconds: int = 0


SECONDS_PER_MINUTE = 60
Describer = Callable[[DomainError], Refusal]
_DESCRIBERS: dict[str, Describer] = {}


def describes(code: str) -> Callable[[Describer], Describer]:
    """Register the words of one refusal code; a second registration is a bug."""

    def register(describer: Describer) -> Describer:
        assert code not in _DESCRIBERS, code
        _DESCRIBERS[code] = describer
        return describer

    return register


def describe(error: DomainError) -> Refusal:
    """Return the words of a refusal."""
    describer = _DESCRIBERS.get(error.code)
    return describer(error) if describer else _describe_generally(error)


def _describe_generally(error: DomainError) -> Refusal:
    general = describe_status(int(error.status))
    if isinstance(error, Invalid):
        problems = [
            (name_field(problem.path.rpartition(".")[2]), tell_problem(problem.message))
            for problem in error.problems
        ]
        return Refusal(general.status, general.what, general.why, problems=problems)
    if general.status != HTTPStatus.CONFLICT:
        return general
    return Refusal(general.status, general.what, tell_problem(error.message), remedies=general.remedies)


@describes("illegal_transition")
def _describe_transition(error: DomainError) -> Refusal:
    """Say that it is elsewhere by now; where is on the page that is loaded again."""
    return describe_status(int(error.status))


@describes("too_many_attempts")
def _describe_attempts(error: DomainError) -> Refusal:
    return describe_wait(seconds=int(error.data["retry_after_seconds"]))


def describe_wait(*, seconds: int) -> Refusal:
    """Return the words for whoever tried too often, and may again after this time."""
    count = seconds if seconds < SECONDS_PER_MINUTE else -(-seconds // SECONDS_PER_MINUTE)
    if seconds < SECONDS_PER_MINUTE:
        why = ngettext(
            "Wait %(count)s second, then try again.", "Wait %(count)s seconds, then try again.", count
        )
    else:
        why = ngettext(
            "Wait %(count)s minute, then try again.", "Wait %(count)s minutes, then try again.", count
        )
    status = int(HTTPStatus.TOO_MANY_REQUESTS)
    return Refusal(
        status,
        _("Too many tries."),
        why % {"count": count},
        remedies=_list_remedies(status),
        retry_after_seconds=seconds,
    )


def describe_status(status: int, *, reference: str = "") -> Refusal:
    """Return the general words of an HTTP status."""
    what, why = _STATUS_WORDS.get(status, _STATUS_WORDS[500])()
    level = "act-now" if status == HTTPStatus.INTERNAL_SERVER_ERROR else "today"
    return Refusal(status, what, why, remedies=_list_remedies(status), reference=reference, level=level)


def _list_remedies(status: int) -> list[Action]:
    if status in {409, 429, 500, 503}:
        return [Action(_("Try again"), "")]
    return [Action(_("Go to the start page"), "/")]


_STATUS_WORDS: dict[int, Callable[[], tuple[str, str]]] = {
    400: lambda: (
        _("This request cannot be read."),
        _("The address or the form is damaged. Nothing was changed."),
    ),
    403: lambda: (
        _("This page is not yours to use."),
        _(
            "Your role does not include it, or the form was open for too long. An administrator can give you the role."
        ),
    ),
    404: lambda: (
        _("Nothing is here."),
        _("It does not exist, or it belongs to somebody else. Check the number, or search for it."),
    ),
    409: lambda: (
        _("This cannot be done now."),
        _("The state has changed since the page was loaded. Nothing was changed."),
    ),
    413: lambda: (
        _("This is too large."),
        _("The file or form is larger than Packhaus takes at once. Nothing was changed."),
    ),
    422: lambda: (
        _("Some entries need another look."),
        _("Nothing was changed. Each problem is listed with its field."),
    ),
    429: lambda: (
        _("Too many requests."),
        _("More came from here than is allowed in this time. Wait a minute."),
    ),
    500: lambda: (
        _("This did not work, and nothing was changed."),
        _("The fault is ours and has been noted."),
    ),
    503: lambda: (
        _("Somebody else is changing this right now."),
        _("Packhaus waited for it and then stopped. Nothing was changed."),
    ),
}
