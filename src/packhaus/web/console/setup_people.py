"""Merchants, people and keys."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.keys import list_keys
from packhaus.access.queries.merchants import list_merchants
from packhaus.access.queries.users import get_user_detail, list_users
from packhaus.access.services.invite import invite_user
from packhaus.access.services.keys import create_key, revoke_key, rotate_key
from packhaus.access.services.links import send_invitation
from packhaus.access.services.merchants import create_merchant
from packhaus.access.services.second_factor import reset_second_factor
from packhaus.access.services.users import set_rights, set_user_active
from packhaus.access.types import KeyScope, NewKey, Role
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Badge, Words
from packhaus.web.responses import render_page
from packhaus.web.words import ROLES

_TOLD: dict[str, Words] = {
    "shut-out": lazy("The person is shut out; open sessions are ended."),
    "let-in": lazy("The person may sign in again."),
    "invite": lazy("A new invitation is on its way; the one before ends."),
    "reset-second-factor": lazy("The second factor is taken away; open sessions are ended."),
    "roles": lazy("The rights are changed."),
}
OPERATOR_ROLES = [(role.value, ROLES[role.value]) for role in Role if role is not Role.MERCHANT]


@page_of("console:merchants")
def show_merchants(request: PageRequest) -> HttpResponse:
    """List merchants, with the form of a new one for administrators."""
    is_first = not list_merchants(request.scope)
    return _show_merchants(request, Draft({"language": "en", "accent": "#066fd1", "is_own": is_first}))


def _show_merchants(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {"rows": list_merchants(request.scope), "can_change": Role.ADMIN in request.roles}
    return show_form(request, "setup/merchants.html", draft, context)


@require_POST
@open_to(Role.ADMIN)
def add_merchant(request: PageRequest) -> HttpResponse:
    """Take a merchant on."""
    form = FormReader(request.POST)
    values = {
        "code": form.read_text("code", is_required=True, at_most=16).upper(),
        "name": form.read_text("name", is_required=True, at_most=120),
        "currency": form.read_text("currency", is_required=True, at_most=3).upper(),
        "country": form.read_text("country", is_required=True, at_most=2).upper(),
        "language": form.read_choice("language", ("en", "de", "id")),
    }
    try:
        form.check()
        create_merchant(
            scope=request.scope,
            is_own="is_own" in request.POST,
            now=request.now,
            actor=request.actor,
            **values,
        )
    except Invalid as refusal:
        return _show_merchants(request, Draft.of(request.POST, refusal))
    messages.info(request, _("%(code)s is taken on.") % {"code": values["code"]})
    return HttpResponseRedirect(reverse("console:merchants"))


@page_of("console:users")
def show_users(request: PageRequest) -> HttpResponse:
    """List people with their roles, with the form of an invitation."""
    return _show_users(request, Draft({"language": "en"}))


def _show_users(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {
        "rows": list_users(request.scope),
        "roles": OPERATOR_ROLES,
        "merchants": list_merchants(request.scope),
        "chosen": set(request.POST.getlist("roles") + request.POST.getlist("merchants")),
    }
    return show_form(request, "setup/users.html", draft, context)


@require_POST
@page_of("console:users")
def add_user(request: PageRequest) -> HttpResponse:
    """Invite a person: to the operator with its roles, or to merchants."""
    form = FormReader(request.POST)
    merchant_ids = _read_merchants(request)
    try:
        invite_user(
            scope=request.scope,
            email=form.read_text("email", is_required=True),
            name=form.read_text("name", is_required=True),
            roles=_read_roles(request, merchant_ids),
            merchant_ids=merchant_ids,
            language=form.read_choice("language", ("en", "de", "id")),
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show_users(request, Draft.of(request.POST, refusal))
    messages.info(request, _("%(name)s is invited by mail.") % {"name": request.POST.get("name", "")})
    return HttpResponseRedirect(reverse("console:users"))


@page_of("console:users")
def change_user(request: PageRequest, user_id: UUID) -> HttpResponse:
    """Show a person, or change one thing about the sign-in: roles, in or out, invitation, second factor."""
    if request.method != "POST":
        return _show_user(request, user_id)
    named: dict[str, Any] = {
        "scope": request.scope,
        "user_id": user_id,
        "now": request.now,
        "actor": request.actor,
    }
    wanted = request.POST.get("do", "roles")
    if wanted in {"shut-out", "let-in"}:
        set_user_active(is_active=wanted == "let-in", **named)
    elif wanted == "invite":
        send_invitation(**named)
    elif wanted == "reset-second-factor":
        reset_second_factor(**named)
    else:
        merchant_ids = _read_merchants(request)
        set_rights(roles=_read_roles(request, merchant_ids), merchant_ids=merchant_ids, **named)
    messages.info(request, str(_TOLD.get(wanted, _TOLD["roles"])))
    return HttpResponseRedirect(reverse("console:user", args=[user_id]))


def _show_user(request: PageRequest, user_id: UUID) -> HttpResponse:
    user = get_user_detail(request.scope, user_id=user_id)
    context = {
        "person": user,
        "state": user.sign_in,
        "roles": OPERATOR_ROLES,
        "merchants": list_merchants(request.scope),
        "is_self": user.id == request.user.pk,
        "badges": [Badge("user", "active" if user.is_active else "inactive")],
    }
    return render_page(request, "setup/user.html", context)


def _read_merchants(request: PageRequest) -> list[UUID]:
    return [found for given in request.POST.getlist("merchants") if (found := read_uuid(given))]


def _read_roles(request: PageRequest, merchant_ids: list[UUID]) -> list[Role]:
    known = {value for value, _label in OPERATOR_ROLES}
    roles = [Role(role) for role in request.POST.getlist("roles") if role in known]
    return [*roles, Role.MERCHANT] if merchant_ids else roles


@page_of("console:api-keys")
def show_keys(request: PageRequest) -> HttpResponse:
    """List API keys, with the form of a new one."""
    return _show_keys(request, Draft())


def _show_keys(request: PageRequest, draft: Draft, made: NewKey | None = None) -> HttpResponse:
    context = {
        "rows": list_keys(request.scope),
        "scopes": [scope.value for scope in KeyScope],
        "merchants": list_merchants(request.scope),
        "made": made,
    }
    return show_form(request, "setup/keys.html", draft, context)


@require_POST
@page_of("console:api-keys")
def change_keys(request: PageRequest) -> HttpResponse:
    """Make, replace or end a key; a new token is shown on this one page and never again."""
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    form = FormReader(request.POST)
    key_id = form.read_id("key")
    if key_id and request.POST.get("do") == "revoke":
        revoke_key(key_id=key_id, **named)
        messages.info(request, _("The key is ended."))
        return HttpResponseRedirect(reverse("console:api-keys"))
    try:
        made = rotate_key(key_id=key_id, **named) if key_id else _create(request, form, named)
    except Invalid as refusal:
        return _show_keys(request, Draft.of(request.POST, refusal))
    return _show_keys(request, Draft(), made)


def _create(request: PageRequest, form: FormReader, named: dict[str, Any]) -> NewKey:
    name = form.read_text("name", is_required=True, at_most=60)
    form.check()
    return create_key(
        merchant_id=form.read_id("merchant"), name=name, scopes=request.POST.getlist("scopes"), **named
    )
