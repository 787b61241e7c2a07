"""Merchants, people and keys."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.keys import list_keys
from packhaus.access.queries.merchants import list_merchants
from packhaus.access.queries.users import get_user, list_users
from packhaus.access.services.keys import create_key, revoke_key, rotate_key
from packhaus.access.services.merchants import create_merchant
from packhaus.access.services.users import change_roles, create_user, set_user_active
from packhaus.access.types import KeyScope, NewKey, Role
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.responses import render_page
from packhaus.web.words import ROLES

OPERATOR_ROLES = [(role.value, ROLES[role.value]) for role in Role if role is not Role.MERCHANT]


@page_of("console:merchants")
def show_merchants(request: PageRequest) -> HttpResponse:
    """List merchants, with the form of a new one for administrators."""
    return _show_merchants(request, Draft({"language": "en", "accent": "#066fd1"}))


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
    if not values["code"].replace("-", "").isalnum() or not values["code"].isascii():
        form.refuse("code", "format", _("Letters, digits and hyphens."))
    try:
        form.check()
        create_merchant(scope=request.scope, now=request.now, actor=request.actor, **values)
    except Invalid as refusal:
        return _show_merchants(request, Draft.of(request.POST, refusal))
    messages.info(request, _("%(code)s is taken on.") % {"code": values["code"]})
    return HttpResponseRedirect(reverse("console:merchants"))


@page_of("console:users")
def show_users(request: PageRequest) -> HttpResponse:
    """List people with their roles, with the form of a new one."""
    return _show_users(request, Draft({"language": "en"}))


def _show_users(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {
        "rows": list_users(request.scope),
        "roles": OPERATOR_ROLES,
        "merchants": list_merchants(request.scope),
        "chosen_roles": draft.values.get("roles", ""),
    }
    return show_form(request, "setup/users.html", draft, context)


@require_POST
@page_of("console:users")
def add_user(request: PageRequest) -> HttpResponse:
    """Give a person a sign-in: of the operator with its roles, or of one merchant."""
    form = FormReader(request.POST)
    merchant_id = form.read_id("merchant")
    roles = [Role.MERCHANT] if merchant_id else _read_roles(request)
    try:
        create_user(
            scope=request.scope,
            email=form.read_text("email", is_required=True),
            name=form.read_text("name", is_required=True),
            roles=roles,
            merchant_id=merchant_id,
            password=request.POST.get("password") or None,
            language=form.read_choice("language", ("en", "de", "id")),
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show_users(request, Draft.of(request.POST, refusal))
    messages.info(request, _("%(name)s can sign in.") % {"name": request.POST.get("name", "")})
    return HttpResponseRedirect(reverse("console:users"))


@page_of("console:users")
def change_user(request: PageRequest, user_id: UUID) -> HttpResponse:
    """Show a person, replace the operator's roles, or let the person in or out."""
    if request.method != "POST":
        user = get_user(scope=request.scope, user_id=user_id)
        return render_page(request, "setup/user.html", {"person": user, "roles": OPERATOR_ROLES})
    named: dict[str, Any] = {
        "scope": request.scope,
        "user_id": user_id,
        "now": request.now,
        "actor": request.actor,
    }
    if "is_active" in request.POST:
        set_user_active(is_active=request.POST["is_active"] == "on", **named)
    else:
        change_roles(roles=_read_roles(request), **named)
    messages.info(request, _("The rights are changed."))
    return HttpResponseRedirect(reverse("console:users"))


def _read_roles(request: PageRequest) -> list[Role]:
    known = {role.value for role in Role}
    return [Role(role) for role in request.POST.getlist("roles") if role in known]


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
