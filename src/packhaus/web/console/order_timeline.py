"""The timeline of an order: facts and notes, by kind, repeats folded; and what people add: notes and tags."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.insight.queries.causes import Cause
from packhaus.insight.queries.order_timeline import GROUPS, TimelineRow, list_timeline
from packhaus.kernel.tags import read_tag
from packhaus.orders.queries.get_order import OrderDetail
from packhaus.orders.services.notes import take_back_note, write_note
from packhaus.orders.services.tags import add_tag, remove_tag
from packhaus.web.causes import tell_causes
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order, open_order
from packhaus.web.parts import Because, Chip, TimelineEntry
from packhaus.web.story import tell_fact
from packhaus.web.tables import link_with
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import name_code

WRITERS = (Role.LEAD, Role.SUPPORT, Role.FINANCE, Role.ADMIN)
_FOLDED_FROM = 3
_CLOSE = timedelta(minutes=30)


def build_timeline(
    request: PageRequest, order: OrderDetail, *, others: Sequence[UUID] = ()
) -> dict[str, Any]:
    """Return what the timeline and the tags of an order's page are drawn with. Queries: 1 or 2.

    `others` are its messages and parcels, whose facts are told among its own.
    """
    header, params = order.header, request.GET
    before = params.get("before", "")
    groups = [group for group in params.getlist("kind") if group in GROUPS]
    found = list_timeline(
        request.scope,
        aggregate_ids=[header.id, *(part.id for part in order.fulfillments), *others],
        groups=groups,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    may_write = bool(request.roles & frozenset(WRITERS))
    return {
        "entries": fold([draw_entry(row, found.causes.get(row.id, ())) for row in found.rows]),
        "timeline_chips": _list_chips(request, groups),
        "older_url": link_with(params, before=str(found.older_id)) + "#timeline" if found.older_id else "",
        "note_url": _link(order, "order-notes") if may_write else "",
        "tags_url": _link(order, "order-tags") if may_write else "",
    }


def _link(order: OrderDetail, page: str) -> str:
    return link_order(order.header.merchant_code, order.header.number, page=page)


def _list_chips(request: PageRequest, groups: Sequence[str]) -> list[Chip]:
    words = {
        "stock": pgettext("timeline", "Stock"),
        "status": pgettext("timeline", "Status"),
        "messages": pgettext("timeline", "Messages"),
        "notes": pgettext("timeline", "Notes"),
    }
    everything = link_with(request.GET, kind=None, before=None) + "#timeline"
    chips = [Chip(pgettext("timeline", "All"), everything, is_active=not groups)]
    return chips + [
        Chip(label, link_with(request.GET, kind=group, before=None) + "#timeline", is_active=group in groups)
        for group, label in words.items()
    ]


def draw_entry(row: TimelineRow, causes: Sequence[Cause]) -> TimelineEntry:
    """Return a fact of the journal as a timeline shows it."""
    sentence, icon = tell_fact(row.kind, row.data)
    entry = TimelineEntry(
        at=row.happened_at,
        actor=row.actor_name or name_code("actor_kind", row.actor_kind),
        sentence=sentence,
        icon=icon,
        because=[*_name_wave(row), *tell_causes(causes)],
    )
    if row.kind != "note_written":
        return entry
    text = row.note if row.note is not None else _("The words are gone: they were forgotten or have expired.")
    return replace(entry, text=text, is_internal=not row.is_for_merchant, is_shown=row.is_for_merchant)


def _name_wave(row: TimelineRow) -> list[Because]:
    wave = str(row.data.get("wave", ""))
    return (
        [Because(_("wave %(number)s") % {"number": wave}, reverse("console:wave", args=[wave]))]
        if wave
        else []
    )


def fold(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """Put what one person did again and again within half an hour into one entry that opens."""
    folded: list[TimelineEntry] = []
    for (_who, sentence, text), group in groupby(entries, _name):
        found = list(group)
        is_close = found[0].at - found[-1].at <= _CLOSE
        if len(found) < _FOLDED_FROM or text or not is_close:
            folded += found
        else:
            times = {"count": format_quantity(len(found)), "what": sentence}
            told = _("%(count)s times: %(what)s") % times
            folded.append(replace(found[0], sentence=told, folded=found, since=found[-1].at))
    return folded


def _name(entry: TimelineEntry) -> tuple[str, str, str]:
    return str(entry.actor), str(entry.sentence), entry.text


@require_POST
@open_to(*WRITERS)
def add_note(request: PageRequest, number: str) -> HttpResponse:
    """Write a note: internal, or for the merchant to see."""
    order = open_order(request, number)
    is_for_merchant = request.POST.get("visibility") == "merchant"
    note_id = write_note(
        scope=request.scope,
        order_id=order.header.id,
        text=request.POST.get("note", ""),
        is_for_merchant=is_for_merchant,
        now=request.now,
        actor=request.actor,
    )
    told = _("The note is written. The merchant sees it.") if is_for_merchant else _("The note is written.")
    tell(request, told, undo_url=link_undo(request, "note", id=str(note_id)))
    return HttpResponseRedirect(_link(order, "order") + "#timeline")


@undoes("note")
def _take_back_note(request: PageRequest, data: dict[str, Any]) -> None:
    take_back_note(scope=request.scope, note_id=UUID(data["id"]), actor=request.actor)


@require_POST
@open_to(*WRITERS)
def change_tags(request: PageRequest, number: str) -> HttpResponse:
    """Tag the order, or take a tag off."""
    order = open_order(request, number)
    taken = request.POST.get("remove", "")
    tag = taken or read_tag(request.POST.get("tag", ""))
    _change_tag(request, str(order.header.id), tag, is_added=not taken)
    told = _("The tag “%(tag)s” is gone.") if taken else _("Tagged “%(tag)s”.")
    undo_url = link_undo(request, "order-tag", id=str(order.header.id), tag=tag, is_added=bool(taken))
    tell(request, told % {"tag": tag}, undo_url=undo_url)
    return HttpResponseRedirect(_link(order, "order"))


@undoes("order-tag")
def _change_tag_back(request: PageRequest, data: dict[str, Any]) -> None:
    _change_tag(request, data["id"], data["tag"], is_added=data["is_added"])


def _change_tag(request: PageRequest, order_id: str, tag: str, *, is_added: bool) -> None:
    change = add_tag if is_added else remove_tag
    change(scope=request.scope, order_ids=[UUID(order_id)], tag=tag, now=request.now, actor=request.actor)
