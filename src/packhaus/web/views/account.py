"""A person's own sign-in: name, password, second factor, sessions."""

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from packhaus.access.queries.sign_in import get_sign_in_state, has_second_factor
from packhaus.access.queries.users import get_user
from packhaus.access.services.second_factor import (
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    start_second_factor,
)
from packhaus.access.services.users import end_sessions, set_name, set_password
from packhaus.access.types import Role
from packhaus.kernel.documents.barcodes import draw_qr
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Pair
from packhaus.web.second_factor import is_required
from packhaus.web.sessions import keep_session


@never_cache
@open_to(*Role)
def show_account(request: PageRequest) -> HttpResponse:
    """Show a person's own sign-in."""
    return _show(request, Draft())


def _own_id(request: PageRequest) -> UUID:
    """Return the person's id; the guard has let nobody in who has none."""
    assert request.user.pk is not None
    return request.user.pk


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    user = get_user(scope=request.scope, user_id=_own_id(request))
    state = get_sign_in_state(user.id)
    context: dict[str, Any] = {
        "person": user,
        "state": state,
        "is_required": is_required(request.roles),
        "pairs": [Pair(_("Name"), user.name), Pair(_("E-mail"), user.email)],
    }
    return show_form(request, "web/account.html", draft, context)


@require_POST
@sensitive_post_parameters()
@open_to(*Role)
def change_own(request: PageRequest) -> HttpResponse:
    """Change the own name or password, or end every session."""
    user_id = _own_id(request)
    wanted = request.POST.get("do", "")
    try:
        if wanted == "name":
            set_name(user_id=user_id, name=request.POST.get("name", ""))
            messages.info(request, _("Saved."))
        elif wanted == "password":
            _ask_for_password(request, request.POST.get("old", ""))
            password = request.POST.get("password", "")
            set_password(user_id=user_id, password=password, now=request.now, actor=request.actor)
            keep_session(request, user_id)
            messages.info(request, _("The password is changed. Your other sessions are ended."))
        elif wanted == "sign-out":
            end_sessions(user_id=user_id, now=request.now, actor=request.actor)
            keep_session(request, user_id)
            messages.info(request, _("Your other sessions are ended."))
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    return HttpResponseRedirect(reverse("account"))


def _ask_for_password(request: PageRequest, password: str) -> None:
    """Ask who sits there for the password once more; who guesses is counted and locked out as at the door.

    Raises: Invalid.
    """
    if authenticate(request, username=request.user.get_username(), password=password) is None:
        raise Invalid([FieldProblem("old", "password_wrong", "This is not your password.")])


@never_cache
@sensitive_post_parameters()
@open_to(*Role)
def set_up_second_factor(request: PageRequest) -> HttpResponse:
    """Show the secret of a new second factor, and put it in force with its first code; the codes are shown once."""
    user_id = _own_id(request)
    if has_second_factor(user_id):
        return HttpResponseRedirect(reverse("account"))
    if request.method != "POST":
        return _show_enrolment(request, Draft())
    try:
        codes = confirm_second_factor(
            user_id=user_id, code=request.POST.get("code", "")[:64], now=request.now
        )
    except Invalid as refusal:
        return _show_enrolment(request, Draft.of(request.POST, refusal))
    keep_session(request, user_id, is_verified=True)
    return show_form(request, "web/recovery_codes.html", Draft(), {"codes": codes})


def _show_enrolment(request: PageRequest, draft: Draft) -> HttpResponse:
    enrolment = start_second_factor(scope=request.scope, user_id=_own_id(request))
    picture = base64.b64encode(draw_qr(enrolment.uri).svg).decode()
    secret = enrolment.secret
    context = {
        "picture": f"data:image/svg+xml;base64,{picture}",
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "is_required": is_required(request.roles),
    }
    return show_form(request, "web/set_up_second_factor.html", draft, context)


@require_POST
@never_cache
@sensitive_post_parameters()
@open_to(*Role)
def change_second_factor(request: PageRequest) -> HttpResponse:
    """Make new recovery codes, or take the own second factor away; both need a code."""
    user_id, code = _own_id(request), request.POST.get("code", "")[:64]
    try:
        if request.POST.get("do") == "remove":
            remove_second_factor(user_id=user_id, code=code, now=request.now)
            keep_session(request, user_id, is_verified=False)
            messages.info(request, _("The second factor is taken away."))
            return HttpResponseRedirect(reverse("account"))
        codes = renew_recovery_codes(user_id=user_id, code=code, now=request.now)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    return show_form(request, "web/recovery_codes.html", Draft(), {"codes": codes})
