"""Approval on the spot: a step that needs the lead asks for a badge on the same device, and goes on.

approver = read_approval(request)
if approver is None:
return ask_approval(request, what=_("3 parcels are missing."))
note_approval(step="close_load", ..., approver=approver)
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from django.http import HttpResponse
from django.utils.translation import gettext as _

from packhaus.access.queries.floor import find_badge_person
from packhaus.access.types import Actor, ActorKind, Role
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.guard import PageRequest
from packhaus.web.responses import render_page

APPROVERS = frozenset({Role.LEAD, Role.ADMIN})
_OWN_FIELDS = ("csrfmiddlewaretoken", "scan", "approval", "step_id", "client_id")


def read_approval(request: PageRequest) -> Actor | None:
    """Return who approves: a lead who does the step, or the lead whose badge came with the form; else None."""
    if request.roles & APPROVERS:
        return request.actor
    if "approval" not in request.POST:
        return None
    person = find_badge_person(code=request.POST.get("scan", "")[:LONGEST_SCAN])
    if person is None or not APPROVERS & {Role(role) for role in person.roles}:
        return None
    return Actor(ActorKind.USER, str(person.user_id))


def ask_approval(
    request: PageRequest, *, what: str, entered: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    """Ask for the lead's badge; its scan sends the same form again, with everything that was entered.

    `entered` is what was read from its scan, which is the badge's next time.
    """
    is_refused = "approval" in request.POST
    band = Band("wrong", _("Not the badge of a lead")) if is_refused else Band("careful", what)
    fields = {name: value for name, value in request.POST.items() if name not in _OWN_FIELDS}
    context = {
        "band": band,
        "what": what,
        "fields": fields | dict(entered) | {"approval": "1"},
        "url": request.get_full_path(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render_page(
        request, "floor/approval.html", context, fragment="floor/_approval_step.html", status=status
    )
