"""Words of messages: every kind of message of every merchant, in every language, and whose words it has."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.messaging.queries.wordings import STATES, WordingFilter, WordingRow, list_wordings
from packhaus.messaging.services.wordings import publish_version
from packhaus.messaging.types import WORDED_KINDS, NoticeKind, WordingKey
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import LANGUAGES
from packhaus.web.words_of_channels import MESSAGE_CHANNELS
from packhaus.web.words_of_messages import KINDS


@page_of("console:message-words")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List the words of every kind of message."""
    return show_list(request, WORDINGS, {"secondary": _list_brands(request)})


def fetch_wordings(asked: Asked, page: PageOf) -> Page[WordingRow]:
    """Read a page of words."""
    chosen = find_merchant_id(asked.request)
    merchants = [one.id for one in list_merchants(asked.request.scope) if one.is_active]
    sought = asked.state.q.casefold()
    kinds = [kind.value for kind in WORDED_KINDS if sought in str(KINDS[kind]).casefold()]
    wanted = WordingFilter(
        merchant_ids=[id_ for id_ in merchants if chosen in {None, id_}],
        kinds=[kind for kind in asked.read_all("kind") if kind in kinds] or kinds or ["-"],
        languages=asked.read_all("language"),
        states=[state for state in asked.read_all("state") if state in STATES],
        ids=asked.keys,
    )
    return list_wordings(asked.request.scope, wanted=wanted, page=page)


def _list_brands(request: PageRequest) -> list[Action]:
    chosen = find_merchant_id(request)
    merchants = [one for one in list_merchants(request.scope) if chosen in {None, one.id}]
    if len(merchants) != 1:
        return []
    return [Action(_("Look and sender"), reverse("console:message-brand", args=[merchants[0].code]))]


def _reset(request: PageRequest, found: Sequence[WordingRow], _values: Mapping[str, str]) -> BulkOutcome:
    merchants = {one.code: one.id for one in list_merchants(request.scope)}
    own = [row for row in found if row.version and row.subject]
    for row in own:
        key = WordingKey(merchants[row.merchant_code], NoticeKind(row.kind), row.language, row.channel)
        publish_version(scope=request.scope, key=key, version=0, now=request.now, actor=request.actor)
    return BulkOutcome([row.id for row in own], before={row.id: row.version for row in own})


def _put_back(request: PageRequest, before: Mapping[str, Any], _values: Mapping[str, str]) -> None:
    merchants = {one.code: one.id for one in list_merchants(request.scope)}
    for id_, version in before.items():
        code, kind, language, channel = id_.split("/")
        key = WordingKey(merchants[code], NoticeKind(kind), language, channel)
        publish_version(scope=request.scope, key=key, version=version, now=request.now, actor=request.actor)


def _tell_reset(count: int) -> str:
    return ngettext(
        "%(count)s message says our standard words again.",
        "%(count)s messages say our standard words again.",
        count,
    ) % {"count": format_quantity(count)}


WORDINGS = ListPage(
    name="console:message-words",
    template="outbox/wordings.html",
    row_type=WordingRow,
    columns=(
        Column("kind", lazy("Message")),
        Column("merchant_code", lazy("Merchant"), is_sortable=True),
        Column("language", lazy("Language")),
        Column("channel", lazy("Channel")),
        Column("state", lazy("Words")),
        Column("version", lazy("Version"), is_number=True),
        Column("published_at", lazy("Published")),
    ),
    default="merchant_code",
    fetch=fetch_wordings,
    fields=(
        FilterField("state", lazy("Words"), [(one, get_status("wording", one).label) for one in STATES]),
        FilterField("kind", lazy("Message"), [(kind.value, KINDS[kind]) for kind in WORDED_KINDS]),
        FilterField("language", lazy("Language"), list(LANGUAGES.items())),
    ),
    views=(
        View("all", lazy("All")),
        View("own", lazy("Own words"), "state=own&state=draft", lazy("Every message says our standard words.")),
    ),
    bulk=(
        BulkAction(
            "reset", lazy("Say the standard words in {count}"), _reset, _tell_reset, frozenset({Role.ADMIN}),
            restore=_put_back,
        ),
    ),
    words={
        "kind": lambda kind: KINDS.get(kind, kind),
        "state": lambda state: get_status("wording", state).label,
        "language": lambda language: LANGUAGES.get(language, language),
        "channel": lambda channel: MESSAGE_CHANNELS.get(channel, channel),
    },
)  # fmt: skip
