"""From shoppers: what they write from the tracking page, by when it is answered, and the answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from packhaus.care.queries.notes import NoteFilter, NoteRow, get_note, list_notes
from packhaus.care.services.decide_notes import answer_note, close_notes, reopen_notes, take_notes
from packhaus.care.states import ANSWER_NOTE, NOTE_STATUSES
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, list_roles, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import name_code
from packhaus.web.words_of_notes import NOTE_KINDS

ROLES = list_roles("console:notes")


@page_of("console:notes")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List what shoppers wrote, what is to be answered first on top."""
    return show_list(request, NOTES)


def fetch_notes(asked: Asked, page: PageOf) -> Page[NoteRow]:
    """Read a page of notes."""
    request = asked.request
    wanted = NoteFilter(
        statuses=asked.read_all("status"),
        kinds=asked.read_all("kind"),
        merchant_id=find_merchant_id(request),
        number=asked.state.q.upper(),
        taken_by=request.actor.id if "mine" in asked.read_all("who") else "",
        due_before=request.now if "late" in asked.read_all("due") else None,
        ids=tuple(key for key in map(read_uuid, asked.keys) if key),
    )
    return list_notes(request.scope, wanted=wanted, page=page, by=asked.state.sort)


def _refuse(row: NoteRow, why: str) -> Refused:
    return Refused(row.order_number, why, reverse("console:note", args=[row.id]))


def _take(request: PageRequest, found: Sequence[NoteRow], _values: Mapping[str, str]) -> BulkOutcome:
    def take(row: NoteRow) -> str | None:
        taken = take_notes(scope=request.scope, note_ids=[row.id], now=request.now, actor=request.actor)
        return None if taken else _("It is done, or yours already.")

    return do_each(found, take, refuse=_refuse)


def _close(request: PageRequest, found: Sequence[NoteRow], _values: Mapping[str, str]) -> BulkOutcome:
    def close(row: NoteRow) -> None:
        close_notes(scope=request.scope, note_ids=[row.id], now=request.now, actor=request.actor)

    return do_each(found, close, refuse=_refuse)


def _reopen(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    note_ids = [key for key in map(read_uuid, keys) if key]
    reopen_notes(scope=request.scope, note_ids=note_ids, now=request.now, actor=request.actor)


def _tell_taken(count: int) -> str:
    told = ngettext("%(count)s message is yours.", "%(count)s messages are yours.", count)
    return told % {"count": format_quantity(count)}


def _tell_closed(count: int) -> str:
    told = ngettext("%(count)s message is closed.", "%(count)s messages are closed.", count)
    return told % {"count": format_quantity(count)}


NOTES = ListPage(
    name="console:notes",
    template="care/notes.html",
    row_type=NoteRow,
    columns=(
        Column("order", lazy("Order")),
        Column("kind", lazy("About")),
        Column("status", lazy("Status")),
        Column("answer_by", lazy("Answer by"), is_sortable=True),
        Column("sent_at", lazy("Received"), is_sortable=True),
        Column("taken_by", lazy("Who looks after it")),
        Column("merchant", lazy("Merchant")),
    ),
    default="answer_by",
    fetch=fetch_notes,
    fields=(
        FilterField(
            "status", lazy("Status"), [(value, get_status("note", value).label) for value in NOTE_STATUSES]
        ),
        FilterField("kind", lazy("About"), list(NOTE_KINDS.items())),
        FilterField("due", lazy("Due"), [("late", lazy("Answer is late"))]),
        FilterField("who", lazy("Who looks after it"), [("mine", lazy("I do"))]),
    ),
    views=(
        View("open", lazy("To answer"), "status=open", lazy("Every message is answered.")),
        View("mine", lazy("Mine"), "status=open&who=mine", lazy("You look after no message.")),
        View("late", lazy("Late"), "status=open&due=late", lazy("No answer is late.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction("take", lazy("Take {count}"), _take, _tell_taken, ROLES, icon="user", chunk=20),
        BulkAction(
            "close", lazy("Close {count} without an answer"), _close, _tell_closed, ROLES, icon="x", chunk=20,
            undo=_reopen,
        ),
    ),
    words={
        "kind": lambda kind: NOTE_KINDS.get(kind, kind),
        "status": lambda status: get_status("note", status).label,
    },
)  # fmt: skip


@require_safe
@page_of("console:notes")
def show_note(request: PageRequest, note_id: UUID) -> HttpResponse:
    """Show one note with the form of its answer."""
    return _show(request, note_id, Draft())


def _show(request: PageRequest, note_id: UUID, draft: Draft) -> HttpResponse:
    note = get_note(request.scope, note_id=note_id)
    is_open = note.status in ANSWER_NOTE.sources
    about = [Pair(_("About"), str(NOTE_KINDS[note.kind]))]
    if note.wished_on:
        about.append(Pair(_("Wished day"), format_day(note.wished_on)))
    context = {
        "note": note,
        "badges": [Badge("note", note.status)],
        "is_open": is_open,
        "can_answer": is_open and note.has_words,
        "secondary": _list_actions(note, is_open=is_open),
        "pairs": [
            *about,
            Pair(_("Order"), note.order_number, link_order(note.merchant_code, note.order_number)),
            Pair(_("Parcel"), " ".join(part for part in (note.carrier_code, note.tracking_number) if part)),
            Pair(_("Language"), name_code("language", note.language)),
            Pair(_("Who looks after it"), note.taken_by),
        ],
    }
    return show_form(request, "care/note.html", draft, context)


def _list_actions(note: NoteRow, *, is_open: bool) -> list[Action]:
    url = reverse("console:note-decide", args=[note.id])
    if not is_open:
        return [Action(_("Open again"), url, method="post", name="do", value="reopen")]
    return [
        Action(_("I look after it"), url, method="post", name="do", value="take"),
        Action(_("Close without an answer"), url, method="post", name="do", value="close"),
    ]


@require_POST
@page_of("console:notes")
def decide(request: PageRequest, note_id: UUID) -> HttpResponse:
    """Answer a note, take it, close it or open it again."""
    form = FormReader(request.POST)
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    try:
        deed = form.read_choice("do", ("answer", "take", "close", "reopen"))
        form.check()
        match deed:
            case "answer":
                answer_note(note_id=note_id, answer=form.read_text("answer", at_most=2000), **named)
                tell(request, _("The answer is on its way to the shopper."))
            case "take":
                take_notes(note_ids=[note_id], **named)
                tell(request, _("You look after it."))
            case "close":
                close_notes(note_ids=[note_id], **named)
                undo_url = link_undo(request, "note-close", id=str(note_id))
                tell(request, _("It is closed."), undo_url=undo_url)
            case _:
                reopen_notes(note_ids=[note_id], **named)
                tell(request, _("It is open again."))
    except Invalid as refusal:
        return _show(request, note_id, Draft.of(request.POST, refusal))
    return HttpResponseRedirect(reverse("console:note", args=[note_id]))


@undoes("note-close")
def _open_again(request: PageRequest, data: dict[str, Any]) -> None:
    reopen_notes(scope=request.scope, note_ids=[UUID(data["id"])], now=request.now, actor=request.actor)
