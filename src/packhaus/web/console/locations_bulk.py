"""What is done with many locations at once: have them counted, say what they hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inventory.queries.list_counts import list_count_places, list_just_asked
from packhaus.inventory.queries.list_locations import LocationFilter, LocationRow, list_locations
from packhaus.inventory.services.capacity import LARGEST, CapacityDraft, set_capacity
from packhaus.inventory.services.counts.cancel import cancel_counts
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists.definition import BulkAction, BulkOutcome, Refused
from packhaus.web.undo import GOOD_FOR_SECONDS
from packhaus.web.words import MIXINGS

KEEPERS = frozenset({Role.LEAD, Role.ADMIN})
UNITS = {"max_volume_mm3": 1_000_000, "max_weight_grams": 1_000, "max_pallets": 1}
"""What one litre, kilogram or pallet of a form is in the field's own unit."""


def read_capacity(name: str, text: str) -> int | None:
    """Read what a person wrote of a capacity, in litres, kilograms or pallets; nothing is no limit. Raises: Invalid."""
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        value = Decimal(text) * UNITS[name]
    except InvalidOperation:
        raise Invalid([FieldProblem(name, "not_a_number", _("A number goes here, such as 12.5."))]) from None
    if not value.is_finite() or value != value.to_integral_value() or not 1 <= value <= LARGEST[name]:
        most = LARGEST[name] // UNITS[name]
        told = _("More than nothing and at most %(most)s goes here.") % {"most": most}
        raise Invalid([FieldProblem(name, "out_of_range", told)])
    return int(value)


def as_draft(row: LocationRow) -> CapacityDraft:
    """Return what a location holds by now."""
    return CapacityDraft(row.id, row.max_volume_mm3, row.max_weight_grams, row.max_pallets, row.mixing)


def _hold(name: str) -> Callable[[PageRequest, Sequence[LocationRow], Mapping[str, str]], BulkOutcome]:
    def hold(request: PageRequest, rows: Sequence[LocationRow], values: Mapping[str, str]) -> BulkOutcome:
        said = values.get(name, "")
        change: dict[str, Any] = {name: said if name == "mixing" else read_capacity(name, said)}
        drafts = [replace(as_draft(row), **change) for row in rows]
        set_capacity(scope=request.scope, drafts=drafts, fields=[name], now=request.now, actor=request.actor)
        before = {str(row.id): getattr(row, name) for row in rows if getattr(row, name) != change[name]}
        return BulkOutcome([str(row.id) for row in rows], before=before)

    return hold


def _put_back(name: str) -> Callable[[PageRequest, Mapping[str, Any], Mapping[str, str]], None]:
    """Give places what they had, but for those of which somebody else has said something since."""

    def put_back(request: PageRequest, before: Mapping[str, Any], values: Mapping[str, str]) -> None:
        text = values.get(name, "")
        said = text if name == "mixing" else read_capacity(name, text)
        wanted = LocationFilter(ids=tuple(int(key) for key in before))
        page = PageOf(size=max(len(before), 1), counted_at_most=0)
        found = list_locations(request.scope, wanted=wanted, page=page).rows if before else []
        drafts = [
            replace(as_draft(row), **{name: before[str(row.id)]})
            for row in found
            if getattr(row, name) == said
        ]
        set_capacity(scope=request.scope, drafts=drafts, fields=[name], now=request.now, actor=request.actor)

    return put_back


def _tell_held(count: int) -> str:
    return ngettext("%(count)s location is changed.", "%(count)s locations are changed.", count) % {
        "count": format_quantity(count)
    }


def _plan(request: PageRequest, rows: Sequence[LocationRow], _values: Mapping[str, str]) -> BulkOutcome:
    made = plan_counts(
        scope=request.scope, wants=[CountWant(row.id) for row in rows], now=request.now, actor=request.actor
    )
    places = set(list_count_places(scope=request.scope, count_ids=made).values())
    refused = [
        Refused(
            row.code,
            _("It is to be counted already.") if row.open_count else _("Nothing is counted at such a place."),
            reverse("console:location", args=[row.id]),
        )
        for row in rows
        if row.id not in places
    ]
    return BulkOutcome([str(row.id) for row in rows if row.id in places], refused)


def _drop(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    """Take back what was just asked for and nobody has begun."""
    since = request.now - timedelta(seconds=GOOD_FOR_SECONDS * 2)
    ids = list_just_asked(scope=request.scope, location_ids=[int(key) for key in keys], since=since)
    cancel_counts(scope=request.scope, count_ids=ids, now=request.now, actor=request.actor)


def tell_planned(count: int) -> str:
    """Say how many bins are counted."""
    return ngettext("%(count)s bin is to be counted.", "%(count)s bins are to be counted.", count) % {
        "count": format_quantity(count)
    }


LOCATION_ACTIONS: tuple[BulkAction[LocationRow], ...] = (
    BulkAction(
        "count", lazy("Have {count} counted"), _plan, tell_planned, KEEPERS, icon="barcode", undo=_drop
    ),
    BulkAction(
        "volume", lazy("Set the volume of {count}"), _hold("max_volume_mm3"), _tell_held, KEEPERS, is_rare=True,
        restore=_put_back("max_volume_mm3"),
        value="max_volume_mm3", value_label=lazy("Litres at most; empty for no limit"),
    ),
    BulkAction(
        "weight", lazy("Set the weight of {count}"), _hold("max_weight_grams"), _tell_held, KEEPERS, is_rare=True,
        restore=_put_back("max_weight_grams"),
        value="max_weight_grams", value_label=lazy("Kilograms at most; empty for no limit"),
    ),
    BulkAction(
        "pallets", lazy("Set the pallets of {count}"), _hold("max_pallets"), _tell_held, KEEPERS, is_rare=True,
        restore=_put_back("max_pallets"),
        value="max_pallets", value_label=lazy("Pallets at most; empty for no limit"),
    ),
    BulkAction(
        "mixing", lazy("Set what may lie together in {count}"), _hold("mixing"), _tell_held, KEEPERS, is_rare=True,
        restore=_put_back("mixing"),
        value="mixing", value_label=lazy("May lie together"), choices=lambda _request: list(MIXINGS.items()),
    ),
)  # fmt: skip
