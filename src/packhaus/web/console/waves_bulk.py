"""What is done with many waves: taken back, offered first or last, given more people."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.outbound.queries.list_batches import list_walkers
from packhaus.outbound.queries.list_waves import WaveRow, get_wave
from packhaus.outbound.services.batches import Turn, add_pickers, move_waves
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Words
from packhaus.web.toasts import tell

LEADS = frozenset({Role.LEAD, Role.ADMIN})
TURN_WORDS: dict[Turn, Words] = {
    Turn.FIRST: lazy("Pick first"),
    Turn.LAST: lazy("Pick last"),
    Turn.USUAL: lazy("Usual turn"),
}


def build_turns(wave: WaveRow) -> list[Action]:
    """Return the buttons that move a wave's walks."""
    url = reverse("console:wave-turn", args=[wave.number])
    return [
        Action(label, url, method="post", name="turn", value=turn.value) for turn, label in TURN_WORDS.items()
    ]


@require_POST
@page_of("console:waves")
def change_turn(request: PageRequest, number: str) -> HttpResponse:
    """Offer the walks of a wave first, last or in their usual turn."""
    wave = get_wave(scope=request.scope, number=number)
    asked = request.POST.get("turn", "")
    if asked not in set(Turn):
        raise Http404
    moved = move_waves(wave_ids=[wave.id], turn=Turn(asked), now=request.now, actor=request.actor)
    tell(request, tell_turn[Turn(asked)](len(moved)))
    return HttpResponseRedirect(reverse("console:wave", args=[number]))


@require_POST
@page_of("console:waves")
def give_people(request: PageRequest, number: str) -> HttpResponse:
    """Give each of the chosen people the next walk of the wave."""
    wave = get_wave(scope=request.scope, number=number)
    known = {str(walker.id) for walker in list_walkers(scope=request.scope)}
    chosen = [UUID(id_) for id_ in request.POST.getlist("pickers") if id_ in known]
    if not chosen:
        tell(request, _("Nobody is chosen."))
    else:
        given = add_pickers(wave_id=wave.id, picker_ids=chosen, now=request.now, actor=request.actor)
        tell(request, _tell_people(len(given)))
    return HttpResponseRedirect(reverse("console:wave", args=[number]))


def _tell_people(count: int) -> str:
    return ngettext("%(count)s picker added.", "%(count)s pickers added.", count) % {
        "count": format_quantity(count)
    }


def _unrelease_many(
    request: PageRequest, waves: Sequence[WaveRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def take_back(wave: WaveRow) -> None:
        unrelease_wave(wave_id=wave.id, now=request.now, actor=request.actor)

    return do_each(waves, take_back, refuse=_refuse)


def _ask_unrelease(request: PageRequest, waves: Sequence[WaveRow], total: int) -> Dialog:
    title = ngettext("Take back %(count)s wave", "Take back %(count)s waves", total) % {
        "count": format_quantity(total)
    }
    orders = sum(wave.order_count for wave in waves)
    effect = ngettext(
        "%(count)s order is planned again, its bins and totes are free.",
        "%(count)s orders are planned again, their bins and totes are free.",
        orders,
    )
    begun = _("A wave that somebody picks from stays as it is.")
    return Dialog(title, title, [effect % {"count": format_quantity(orders)}, begun])


def _tell_unreleased(count: int) -> str:
    return ngettext("%(count)s wave is taken back.", "%(count)s waves are taken back.", count) % {
        "count": format_quantity(count)
    }


def _move(
    request: PageRequest, waves: Sequence[WaveRow], _values: Mapping[str, str], *, turn: Turn
) -> BulkOutcome:
    moved = move_waves(wave_ids=[wave.id for wave in waves], turn=turn, now=request.now, actor=request.actor)
    refused = [_refuse(wave, _("It is over.")) for wave in waves if wave.id not in moved]
    return BulkOutcome([str(wave.id) for wave in waves if wave.id in moved], refused)


def _refuse(wave: WaveRow, why: str) -> Refused:
    return Refused(wave.number, why, reverse("console:wave", args=[wave.number]))


def _tell_first(count: int) -> str:
    return ngettext("%(count)s wave is picked first.", "%(count)s waves are picked first.", count) % {
        "count": format_quantity(count)
    }


def _tell_last(count: int) -> str:
    return ngettext("%(count)s wave is picked last.", "%(count)s waves are picked last.", count) % {
        "count": format_quantity(count)
    }


def _tell_usual(count: int) -> str:
    return ngettext("%(count)s wave has its usual turn.", "%(count)s waves have their usual turn.", count) % {
        "count": format_quantity(count)
    }


tell_turn = {Turn.FIRST: _tell_first, Turn.LAST: _tell_last, Turn.USUAL: _tell_usual}


def _add(request: PageRequest, waves: Sequence[WaveRow], values: Mapping[str, str]) -> BulkOutcome:
    left = [UUID(id_) for id_ in values["pickers"].split(",") if id_]

    def add(wave: WaveRow) -> str | None:
        if not left:
            return _("Nobody is left to give a walk to.")
        given = add_pickers(wave_id=wave.id, picker_ids=left, now=request.now, actor=request.actor)
        left[:] = [picker for picker in left if picker not in given]
        return None

    return do_each(waves, add, refuse=_refuse)


def _tell_added(count: int) -> str:
    return ngettext("%(count)s wave has more people.", "%(count)s waves have more people.", count) % {
        "count": format_quantity(count)
    }


def list_people(request: PageRequest) -> list[tuple[str, Words]]:
    """Return who may walk, for a choice."""
    return [(str(walker.id), walker.name) for walker in list_walkers(scope=request.scope)]


WAVE_ACTIONS: tuple[BulkAction[WaveRow], ...] = (
    BulkAction(
        "first", lazy("Pick {count} first"), partial(_move, turn=Turn.FIRST), _tell_first, LEADS, icon="arrow-up",
    ),
    BulkAction(
        "pickers", lazy("Add pickers to {count}"), _add, _tell_added, LEADS, icon="users", value="pickers",
        value_label=lazy("Each gets the next open walk"), choices=list_people, takes_many=True,
    ),
    BulkAction(
        "last", lazy("Pick {count} last"), partial(_move, turn=Turn.LAST), _tell_last, LEADS, is_rare=True,
    ),
    BulkAction(
        "usual", lazy("Usual turn for {count}"), partial(_move, turn=Turn.USUAL), _tell_usual, LEADS, is_rare=True,
    ),
    BulkAction(
        "unrelease", lazy("Take back {count}"), _unrelease_many, _tell_unreleased, LEADS, ask=_ask_unrelease, chunk=3,
    ),
)  # fmt: skip
