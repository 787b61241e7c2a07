"""Tags of the frame: icon, status, slack, bars."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from packhaus.web.bars import DrawnSegment, build_stage_bar
from packhaus.web.formats import format_slack
from packhaus.web.lists.definition import BulkAction
from packhaus.web.order_address import link_order
from packhaus.web.parts import Segment, Words
from packhaus.web.printing import read_station
from packhaus.web.slot_colours import get_tint, name_colour
from packhaus.web.status import get_status
from packhaus.web.words import name_code

register = template.Library()


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """Draw one symbol of the sprite; it says nothing to a screen reader, the words beside it do."""
    return format_html(
        '<svg class="icon {}" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>',
        extra_class,
        static("vendor/icons/sprite.svg"),
        name,
    )


@register.simple_tag
def status(kind: str, value: str, size: str = "") -> SafeString:
    """Draw a status: word in body colour, dot in its colour; `size` may be lg."""
    row = get_status(kind, value)
    return format_html(
        '<span class="status status-lite status-{} {}"><span class="status-dot"></span>{}</span>',
        row.colour,
        f"status-{size}" if size else "",
        row.label,
    )


@register.filter
def tint(slot: int | str) -> int:
    """Return which colour a slot has, for `data-tint`."""
    return get_tint(int(slot))


@register.filter
def colour_name(slot: int | str) -> str:
    """Return what the colour of a slot is called."""
    return name_colour(int(slot))


@register.simple_tag(takes_context=True)
def prints_at(context: template.Context) -> str:
    """Return the code of the station where this browser prints; nothing where the browser prints by itself."""
    request = context.get("request")
    station = read_station(request) if request else None
    return station.code if station else ""


@register.simple_tag(takes_context=True)
def slack(context: template.Context, at: datetime) -> str:
    """Write how long there is until `at`, or since it passed."""
    return format_slack(at, now=context["now"])


@register.simple_tag
def stage_segments(segments: list[Segment]) -> list[DrawnSegment]:
    """Return the segments with their place in the bar."""
    return build_stage_bar(segments=segments)


@register.simple_tag
def order_url(merchant_code: str, number: str, page: str = "order") -> str:
    """Write the address of an order, or of another page of it."""
    return link_order(merchant_code, number, page=page)


@register.simple_tag(takes_context=True)
def select_row(context: template.Context, key: object, name: str, *, is_possible: bool = True) -> str:
    """Draw the cell that selects a row; nothing where this person can do nothing with many rows."""
    if not context.get("bulk_form"):
        return ""
    return format_html(
        '<td class="cell-select"><input type="checkbox" class="form-check-input" name="selected" value="{}" form="bulk"'
        ' aria-label="{}"{}></td>',
        key,
        gettext("Select %(number)s") % {"number": name},
        "" if is_possible else mark_safe(" disabled"),
    )


@register.simple_tag(takes_context=True)
def bulk_choices(context: template.Context, action: BulkAction[Any]) -> Sequence[tuple[str, Words]]:
    """Return what the field of a bulk action offers to this person."""
    return action.choices(context["request"]) if action.choices else ()


@register.filter
def get_item(mapping: dict[str, object], key: str) -> object:
    """Return the value at a key that is itself a variable."""
    return mapping[key]


@register.filter
def named(code: str, table: str) -> str:
    """Write what a code of the domain is called: `row.kind|named:"location_kind"`."""
    return str(name_code(table, code))


@register.filter
def read_value(values: Mapping[str, object], name: str) -> object:
    """Return the value of a form's field whose name is itself a variable; empty when it has none."""
    return values.get(name, "")
