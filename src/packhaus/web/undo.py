"""Take back what was just done: a signed address in the toast, good for its person and for two minutes."""

from collections.abc import Callable
from typing import Any

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import OPERATOR_ROLES
from packhaus.kernel.errors import Conflict
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.refusals import Refusal, describes
from packhaus.web.responses import find_safe_url
from packhaus.web.toasts import tell

GOOD_FOR_SECONDS = 120
Taker = Callable[[PageRequest, dict[str, Any]], None]
_TAKERS: dict[str, Taker] = {}
_signer = TimestampSigner(salt="packhaus.undo")


class UndoExpired(Conflict):
    """The address is too old, or another person's."""

    code = "undo_expired"


def undoes(kind: str) -> Callable[[Taker], Taker]:
    """Register who takes back one kind of action; a second registration is a bug."""

    def register(taker: Taker) -> Taker:
        assert kind not in _TAKERS, kind
        _TAKERS[kind] = taker
        return taker

    return register


def link_undo(request: PageRequest, kind: str, **data: Any) -> str:
    """Return the address that takes an action back; `data` are ids, codes and the person's own words."""
    assert kind in _TAKERS, kind
    token = _signer.sign_object({"kind": kind, "user": str(request.user.pk), "data": data}, compress=True)
    return reverse("undo", args=[token])


@require_POST
@open_to(*OPERATOR_ROLES)
def undo(request: PageRequest, token: str) -> HttpResponse:
    """Take an action back and return to where the person is. Raises: UndoExpired."""
    try:
        asked = _signer.unsign_object(token, max_age=GOOD_FOR_SECONDS)
    except (SignatureExpired, BadSignature) as error:
        raise UndoExpired("the action cannot be taken back any more") from error
    if asked["user"] != str(request.user.pk):
        raise UndoExpired("the action is somebody else's")
    _TAKERS[asked["kind"]](request, asked["data"])
    tell(request, _("Undone."))
    return HttpResponseRedirect(find_safe_url(request, request.POST.get("next")))


@describes(UndoExpired.code)
def describe_expired(error: Any) -> Refusal:
    """Say that it is too late."""
    return Refusal(
        int(error.status),
        _("This cannot be taken back any more."),
        _("Undo works for two minutes. Do the opposite where the action was."),
    )
