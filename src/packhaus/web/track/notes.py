"""What shoppers write: something is wrong with the order, or how a parcel on its way is to be delivered."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from packhaus.access.scope import Scope
from packhaus.care.errors import TooManyNotes
from packhaus.care.services.take_note import take_note
from packhaus.care.types import PROBLEMS, WISH_DAYS_AT_MOST, WISHES, NoteDraft
from packhaus.insight.queries.tracking import TrackedParcel, Tracking
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.web.forms import FormReader
from packhaus.web.told import tell_problem
from packhaus.web.track.opening import answer, read_now, with_order
from packhaus.web.track.story import say_answer_by
from packhaus.web.words_of_notes import NOTE_KINDS

KEY_LENGTH = 36


@require_http_methods(["GET", "HEAD", "POST"])
def write_note(
    request: HttpRequest, token: str, stamp: str = "", *, about_delivery: bool = False
) -> HttpResponse:
    """Show the form of a note and take it; the answer says by when it is answered."""

    def tell(tracking: Tracking, context: dict[str, Any]) -> HttpResponse:
        parcels = _list_parcels(tracking, about_delivery=about_delivery)
        if about_delivery and not parcels:
            return answer(request, "track/too_late.html", context)
        parcel = _choose_parcel(request, parcels, about_delivery=about_delivery)
        context |= _describe(request, parcels, parcel, about_delivery=about_delivery)
        if request.method != "POST":
            return answer(request, "track/note.html", context)
        return _take(request, tracking, parcel, context)

    return with_order(request, token, stamp, tell)


def _take(
    request: HttpRequest, tracking: Tracking, parcel: TrackedParcel | None, context: dict[str, Any]
) -> HttpResponse:
    order, form = tracking.order, FormReader(request.POST)
    try:
        draft = NoteDraft(
            key=form.read_text("key", is_required=True, at_most=KEY_LENGTH),
            kind=form.read_choice("kind", [kind for kind, _name in context["kinds"]]),
            text=form.read_text("text", at_most=2000),
            parcel_id=parcel.id if parcel else None,
            wished_on=form.read_date("wished_on") if request.POST.get("kind") == "day" else None,
        )
        form.check()
        answer_by = take_note(
            scope=Scope.merchant(order.merchant_id), order_id=order.id, draft=draft,
            language=(translation.get_language() or "en")[:2], now=read_now(request),
        )  # fmt: skip
    except Invalid as refusal:
        told = {problem.path: tell_problem(problem.message) for problem in refusal.problems}
        context |= {"values": request.POST.dict(), "problems": _word_problems(told)}
        return answer(request, "track/note.html", context, HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyNotes:
        return answer(request, "track/too_many.html", context, HTTPStatus.CONFLICT)
    context["sentence"] = say_answer_by(answer_by, order.zone)
    return answer(request, "track/noted.html", context)


def _word_problems(told: dict[str, str]) -> dict[str, str]:
    """Say what is missing in the shopper's words; what only a damaged form can send keeps its own."""
    words = {
        "text": _("Please write what it is about, in at most 2,000 signs."),
        "kind": _("Please choose one of these."),
        "wished_on": _("Please choose one of these days."),
    }
    return {name: words.get(name, message) for name, message in told.items()}


def _list_parcels(tracking: Tracking, *, about_delivery: bool) -> list[tuple[int, TrackedParcel]]:
    """Return the parcels with their numbers; about a delivery those whose receiver may still choose."""
    numbered = list(enumerate(tracking.parcels, start=1))
    return [one for one in numbered if one[1].delivery_options] if about_delivery else numbered


def _choose_parcel(
    request: HttpRequest, parcels: Sequence[tuple[int, TrackedParcel]], *, about_delivery: bool
) -> TrackedParcel | None:
    """Return the parcel that is named; a delivery is always of one."""
    sent = request.POST if request.method == "POST" else request.GET
    named = {str(number): parcel for number, parcel in parcels}.get(sent.get("parcel", ""))
    return named or (parcels[0][1] if about_delivery else None)


def _describe(
    request: HttpRequest,
    parcels: Sequence[tuple[int, TrackedParcel]],
    parcel: TrackedParcel | None,
    *,
    about_delivery: bool,
) -> dict[str, Any]:
    offered = set(parcel.delivery_options) if parcel else set()
    kinds = [kind for kind in WISHES if kind in offered] if about_delivery else list(PROBLEMS)
    today = read_now(request).date()
    return {
        "about_delivery": about_delivery,
        "parcels": [(number, one, one is parcel) for number, one in parcels],
        "chosen": next((number for number, one in parcels if one is parcel), None),
        "kinds": [(kind, NOTE_KINDS[kind]) for kind in kinds],
        "days": [today + timedelta(days=ahead) for ahead in range(1, WISH_DAYS_AT_MOST + 1)],
        "values": {"key": str(new_id())},
        "problems": {},
    }
