"""Release policies: the form of one, and what is done with it."""

from collections.abc import Sequence
from datetime import time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import list_merchants
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.kernel.errors import Invalid
from packhaus.outbound.queries.release_policies import PolicyRow, get_policy, list_choices
from packhaus.outbound.services.policies import PolicyDraft, delete_policy, save_policy
from packhaus.outbound.states import LINE_MIXES
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.policy_words import MODES
from packhaus.web.console.release_rule import MIXES, choose_site
from packhaus.web.console.setup_site_floor import METHODS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.parts import Action

AMOUNTS = {
    "due_within_minutes": lazy("Due within, minutes"),
    "min_priority": lazy("Priority at least (a smaller number is more urgent)"),
    "max_orders": lazy("Orders in one run at most"),
    "max_lines": lazy("Lines in one run at most"),
    "cart_totes": lazy("Totes on a cart"),
    "before_cut_off_minutes": lazy("Before each cut-off, minutes"),
    "every_minutes": lazy("Every so many minutes"),
    "refill_below_lines": lazy("As soon as fewer lines are on the floor than"),
}
_TAKES, _SIZE, _WHEN = slice(0, 2), slice(2, 5), slice(5, 8)
_LISTS = {
    "carrier_codes": lazy("Carriers, such as DHL GLS"),
    "merchants": lazy("Merchants"),
    "countries": lazy("Countries, such as DE AT"),
    "zones": lazy("Zones"),
}


@page_of("console:release")
def add(request: PageRequest) -> HttpResponse:
    """Show the form of a new policy, and save it."""
    days = list_site_days(scope=request.scope, now=request.now)
    day = choose_site(request, request.GET, days)
    if day is None:
        return HttpResponseRedirect(reverse("console:release"))
    return _edit(request, day.site_id, day.site_code, None)


@page_of("console:release")
def edit(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """Show the form of a policy, and save it."""
    policy = get_policy(scope=request.scope, policy_id=policy_id)
    return _edit(request, policy.site_id, policy.site_code, policy)


@require_POST
@page_of("console:release")
def delete(request: PageRequest, policy_id: UUID) -> HttpResponse:
    """Drop a policy."""
    policy = get_policy(scope=request.scope, policy_id=policy_id)
    delete_policy(scope=request.scope, policy_id=policy_id, now=request.now, actor=request.actor)
    messages.info(request, _("%(name)s is gone.") % {"name": policy.name})
    return HttpResponseRedirect(_link_release(policy.site_code))


def _link_release(site_code: str) -> str:
    return f"{reverse('console:release')}?{urlencode({'site': site_code})}"


def _edit(request: PageRequest, site_id: UUID, site_code: str, known: PolicyRow | None) -> HttpResponse:
    if request.method != "POST":
        return _show(request, site_id, site_code, known, Draft(_as_values(known)))
    form = FormReader(request.POST)
    try:
        draft = _read(request, form)
        form.check()
        save_policy(
            scope=request.scope, site_id=site_id, draft=draft, policy_id=known.id if known else None,
            now=request.now, actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, site_id, site_code, known, Draft.of(request.POST, refusal))
    messages.info(request, _("%(code)s is saved.") % {"code": draft.name})
    return HttpResponseRedirect(_link_release(site_code))


def _show(
    request: PageRequest, site_id: UUID, site_code: str, known: PolicyRow | None, draft: Draft
) -> HttpResponse:
    zones, _priorities = list_choices(scope=request.scope, site_id=site_id)
    numbers = [(name, label, draft.values.get(name, "")) for name, label in AMOUNTS.items()]
    context = {
        "policy": known,
        "site_code": site_code,
        "back_url": _link_release(site_code),
        "modes": list(MODES.items()),
        "mixes": MIXES,
        "methods": [(method.value, label) for method, label in METHODS.items()],
        "lists": [(name, label, draft.values.get(name, "")) for name, label in _LISTS.items()],
        "takes": numbers[_TAKES],
        "size": numbers[_SIZE],
        "when": numbers[_WHEN],
        "zones": zones,
        "secondary": [Action(_("Drop"), dialog="drop", icon="trash")] if known else [],
    }
    return show_form(request, "outbound/release_policy.html", draft, context)


def _read(request: PageRequest, form: FormReader) -> PolicyDraft:
    numbers = {name: _read_number(form, name) for name in AMOUNTS}
    return PolicyDraft(
        name=form.read_text("name", is_required=True, at_most=40),
        mode=form.read_choice("mode", MODES),
        is_active="is_active" in form.sent,
        position=form.read_integer("position", default=1, minimum=1),
        carrier_codes=_read_codes(form, "carrier_codes"),
        merchant_ids=_read_merchants(request, form),
        countries=_read_codes(form, "countries"),
        zones=_read_codes(form, "zones"),
        line_mix=form.read_choice("line_mix", LINE_MIXES),
        pick_method=form.read_choice("pick_method", ("", *METHODS)),
        times=tuple(sorted(at for text in _split(form, "times") if (at := _read_time(form, "times", text)))),
        from_at=_read_time(form, "from_at", form.read_text("from_at", at_most=8)),
        until_at=_read_time(form, "until_at", form.read_text("until_at", at_most=8)),
        **numbers,
    )


def _read_number(form: FormReader, name: str) -> int | None:
    return form.read_integer(name) if form.sent.get(name, "").strip() else None


def _split(form: FormReader, name: str) -> list[str]:
    return form.read_text(name, at_most=600).replace(",", " ").split()


def _read_codes(form: FormReader, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.upper() for code in _split(form, name)))


def _read_merchants(request: PageRequest, form: FormReader) -> tuple[UUID, ...]:
    known = {merchant.code: merchant.id for merchant in list_merchants(request.scope)}
    codes = _read_codes(form, "merchants")
    if missing := [code for code in codes if code not in known]:
        form.refuse("merchants", "unknown", _("Nobody is called %(codes)s.") % {"codes": ", ".join(missing)})
    return tuple(known[code] for code in codes if code in known)


def _read_time(form: FormReader, name: str, text: str) -> time | None:
    if not text:
        return None
    try:
        found = parse_time(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo:
        form.refuse(name, "not_a_time", _("A time goes here, such as 13:30."))
        return None
    return found


def _as_values(policy: PolicyRow | None) -> dict[str, Any]:
    if policy is None:
        return {"is_active": "on", "position": 1, "mode": "manual"}
    numbers = {name: "" if (value := getattr(policy, name)) is None else value for name in AMOUNTS}
    return numbers | {
        "name": policy.name,
        "mode": policy.mode,
        "is_active": "on" if policy.is_active else "",
        "position": policy.position,
        "carrier_codes": " ".join(policy.carrier_codes),
        "merchants": " ".join(policy.merchant_codes),
        "countries": " ".join(policy.countries),
        "zones": " ".join(policy.zones),
        "line_mix": policy.line_mix,
        "pick_method": policy.pick_method,
        "times": _tell_times(policy.times),
        "from_at": _tell_times([policy.from_at] if policy.from_at else []),
        "until_at": _tell_times([policy.until_at] if policy.until_at else []),
    }


def _tell_times(times: Sequence[time]) -> str:
    return " ".join(f"{at:%H:%M}" for at in times)
