"""The words of one kind of message: the editor, what its reader gets, every version, and the way back."""

import difflib
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.users import list_users
from packhaus.access.scope import Scope
from packhaus.access.types import OPERATOR_ROLES, Actor
from packhaus.kernel.errors import Invalid
from packhaus.messaging.queries.wordings import WordingVersion, get_brand, list_versions
from packhaus.messaging.services.check_wording import check_wording
from packhaus.messaging.services.places import SURE, list_places
from packhaus.messaging.services.post_trial import post_trial
from packhaus.messaging.services.sample import find_current, render_sample
from packhaus.messaging.services.starts import write_start
from packhaus.messaging.services.wordings import discard_draft, publish_draft, publish_version, save_draft
from packhaus.messaging.types import NoticeKind, Recipient, Wording, WordingKey
from packhaus.terms.queries.get_terms import get_terms
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.wording_rights import Worded, find_worded, may_word, require_right
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.mail_frame import only_styled, show_mail
from packhaus.web.pages import page_of
from packhaus.web.parts import Badge
from packhaus.web.toasts import tell
from packhaus.web.told import name_field, tell_problem
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words_of_messages import KINDS, PLACES

# More than any field may hold: the domain says by how much it is too long.
_MOST = 10_000
_TEXTS = ("subject", "headline", "body", "button")


@page_of("console:message-words")
def edit_wording(request: PageRequest, merchant: str, kind: str, language: str, channel: str) -> HttpResponse:
    """Show the editor, and do what its buttons say."""
    worded = find_worded(request, merchant, kind, language, channel)
    versions = list_versions(request.scope, key=worded.key)
    if request.method != "POST":
        return _show(request, worded, versions, Draft(_list_values(worded.key, versions)))
    require_right(request, worded.merchant)
    try:
        _do(request, worded, versions)
    except Invalid as refusal:
        return _show(request, worded, versions, Draft.of(request.POST, refusal))
    return HttpResponseRedirect(request.path)


def _do(request: PageRequest, worded: Worded, versions: list[WordingVersion]) -> None:
    """Do what a button of the editor says; each of them saves what was written first."""
    revision = _save(request, worded, versions)
    match request.POST.get("do"):
        case "publish":
            _publish(request, worded, versions, revision)
        case "test":
            post_trial(scope=request.scope, key=worded.key, user_id=UUID(str(request.user.pk)))
            tell(request, _("A test mail is on its way to you, and to nobody else."))
        case _:
            tell(request, _("The draft is saved. Messages do not say it before it is published."))


def _save(request: PageRequest, worded: Worded, versions: list[WordingVersion]) -> int:
    """Save what was written where it is new, and return the draft's revision; 0 where there is none."""
    form = FormReader(request.POST)
    words = Wording(**{name: form.read_text(name, at_most=_MOST) for name in _TEXTS})
    revision = form.read_integer("revision", default=0, minimum=0)
    form.check()
    said = _choose(versions)
    shown = said.words if said else write_start(worded.key.kind, language=worded.key.language)
    if shown == replace(words, body="\n".join(line.rstrip() for line in words.body.splitlines())):
        return revision
    return save_draft(
        scope=request.scope,
        key=worded.key,
        words=words,
        revision=revision,
        now=request.now,
        actor=request.actor,
    )


def _publish(request: PageRequest, worded: Worded, versions: list[WordingVersion], revision: int) -> None:
    if not revision:
        tell(request, _("Messages say exactly this already."))
        return
    before = find_current(versions)
    publish_draft(
        scope=request.scope, key=worded.key, revision=revision, now=request.now, actor=request.actor
    )
    told = _("It is published. Messages that are written from now on say it.")
    tell(request, told, undo_url=_link_undo(request, worded.key, before.version if before else 0))


class _By(NamedTuple):
    scope: Scope
    key: WordingKey
    now: datetime
    actor: Actor


@require_POST
@page_of("console:message-words")
def turn_wording(request: PageRequest, merchant: str, kind: str, language: str, channel: str) -> HttpResponse:
    """Throw the draft away, take an earlier version as the next draft, or go back to our words."""
    worded = find_worded(request, merchant, kind, language, channel)
    require_right(request, worded.merchant)
    form = FormReader(request.POST)
    do = form.read_choice("do", {"discard", "restore", "standard"})
    revision = form.read_integer("revision", default=0, minimum=0)
    form.check()
    by = _By(request.scope, worded.key, request.now, request.actor)
    versions = list_versions(request.scope, key=worded.key)
    if do == "discard":
        discard_draft(**by._asdict(), revision=revision)
        tell(request, _("The draft is thrown away. Messages say what they said."))
    elif do == "standard":
        before = find_current(versions)
        publish_version(**by._asdict(), version=0)
        undo_url = _link_undo(request, worded.key, before.version) if before else ""
        tell(request, _("Messages say our standard words again."), undo_url=undo_url)
    else:
        number = form.read_integer("version", minimum=1)
        form.check()
        old = next((one for one in versions if one.version == number), None)
        words = old.words if old and not old.is_standard else write_start(worded.key.kind, language=language)
        save_draft(**by._asdict(), words=words, revision=revision)
        tell(
            request,
            _("Version %(version)s is the draft now. Publish it, and messages say it.") % {"version": number},
        )
    return HttpResponseRedirect(
        reverse("console:message-wording", args=[worded.merchant.code, kind, language, channel])
    )


@only_styled
@page_of("console:message-words")
def preview_wording(
    request: PageRequest, merchant: str, kind: str, language: str, channel: str
) -> HttpResponse:
    """Send what a reader would get for the frame of the editor: what is written in it, or with GET what is saved."""
    worded = find_worded(request, merchant, kind, language, channel)
    if request.method == "POST":
        words = Wording(**{name: request.POST.get(name, "")[:_MOST] for name in _TEXTS})
        if problems := check_wording(words, key=worded.key):
            told = [(name_field(one.path), tell_problem(one.message)) for one in problems]
            return render(request, "outbox/_faults.html", {"problems": told})
    else:
        said = _choose(list_versions(request.scope, key=worded.key))
        words = said.words if said else write_start(worded.key.kind, language=language)
    brand = get_brand(request.scope, merchant_id=worded.merchant.id)
    terms = get_terms(request.scope, merchant_id=worded.merchant.id, at=request.now)
    recipient = Recipient(
        str(getattr(request.user, "name", "")), "", language, brand.sender_name or worded.merchant.name,
        brand.colour or worded.merchant.accent, terms.support_email, brand.footers.get(language, ""),
    )  # fmt: skip
    said_now = render_sample(
        key=worded.key,
        words=words,
        recipient=recipient,
        currency=worded.merchant.currency,
        today=request.now.date(),
    )
    return show_mail(said_now.html)


def _choose(versions: list[WordingVersion]) -> WordingVersion | None:
    """Return the draft, else what is said now; None where that is ours."""
    return versions[0] if versions and not versions[0].version else find_current(versions)


def _find_draft(versions: list[WordingVersion]) -> WordingVersion | None:
    return versions[0] if versions and not versions[0].version else None


def _list_values(key: WordingKey, versions: list[WordingVersion]) -> dict[str, Any]:
    said, draft = _choose(versions), _find_draft(versions)
    words = said.words if said else write_start(key.kind, language=key.language)
    return asdict(words) | {"revision": draft.revision if draft else 0}


def _show(request: PageRequest, worded: Worded, versions: list[WordingVersion], draft: Draft) -> HttpResponse:
    key = worded.key
    at = [worded.merchant.code, key.kind.value, key.language, key.channel]
    people = {str(user.id): user.name for user in list_users(request.scope)}
    current, unpublished = find_current(versions), _find_draft(versions)
    context: dict[str, Any] = {
        "merchant": worded.merchant,
        "key": key,
        "kind": KINDS[key.kind],
        "badges": [Badge("wording", "draft" if unpublished else "own" if current else "standard")],
        "may_word": may_word(request, worded.merchant),
        "is_operator": bool(request.roles & OPERATOR_ROLES),
        "places": [(name, PLACES[name], name in SURE) for name in list_places(key.kind)],
        "versions": [(one, people.get(one.published_by, "")) for one in versions if one.version],
        "current": current,
        "draft": unpublished,
        "revision": unpublished.revision if unpublished else 0,
        "compared": _compare(request, key, versions),
        "preview_url": reverse("console:message-wording-preview", args=at),
        "turn_url": reverse("console:turn-message-wording", args=at),
        "brand_url": reverse("console:message-brand", args=[worded.merchant.code]),
    }
    return show_form(request, "outbox/wording.html", draft, context)


def _compare(request: PageRequest, key: WordingKey, versions: list[WordingVersion]) -> dict[str, Any] | None:
    """Return what is different in the editor from the version that the address asks for."""
    asked = request.GET.get("compare", "")
    old = next((one for one in versions if one.version and str(one.version) == asked), None)
    if old is None:
        return None
    start = write_start(key.kind, language=key.language)
    said = _choose(versions)
    before = _as_lines(start if old.is_standard else old.words)
    after = _as_lines(said.words if said else start)
    lines = [(line[0], line[2:]) for line in difflib.ndiff(before, after) if line[0] in "+- "]
    return {"version": old.version, "lines": lines, "is_same": before == after}


def _as_lines(words: Wording) -> list[str]:
    return [words.subject, words.headline, *words.body.splitlines(), words.button]


def _link_undo(request: PageRequest, key: WordingKey, version: int) -> str:
    if not request.roles & OPERATOR_ROLES:
        return ""
    return link_undo(
        request, "wording-published", merchant=str(key.merchant_id), message=key.kind.value, language=key.language,
        channel=key.channel, version=version,
    )  # fmt: skip


@undoes("wording-published")
def publish_before(request: PageRequest, data: dict[str, Any]) -> None:
    """Publish what was said before."""
    key = WordingKey(UUID(data["merchant"]), NoticeKind(data["message"]), data["language"], data["channel"])
    publish_version(
        scope=request.scope, key=key, version=data["version"], now=request.now, actor=request.actor
    )
