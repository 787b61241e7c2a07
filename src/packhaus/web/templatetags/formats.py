"""Filters and tags over `web.formats`; those that compare with the present read `now` from the page."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from packhaus.kernel.money import Money
from packhaus.web import formats
from packhaus.web.told import name_field

register = template.Library()


@register.filter
def quantity(value: int | Decimal | None) -> str:
    """Write a whole number."""
    return formats.format_quantity(value)


@register.filter
def field_name(name: str) -> str:
    """Write what a field of a form is called."""
    return name_field(name)


@register.filter
def money(value: Money | int | None, currency: str = "") -> str:
    """Write an amount: a Money, or minor units with the currency as argument."""
    return formats.format_money(Money(value, currency) if isinstance(value, int) else value)


@register.filter
def weight(grams: int | None) -> str:
    """Write grams or kilograms."""
    return formats.format_weight(grams)


@register.filter
def centimetres(millimetres: int | None) -> str:
    """Write a length."""
    return formats.format_length(millimetres)


@register.filter
def way(millimetres: int | None) -> str:
    """Write how far people walk."""
    return formats.format_way(millimetres)


@register.filter
def duration(seconds: int) -> str:
    """Write how long something took."""
    return formats.format_duration(seconds)


@register.filter
def percent(share: Decimal | float | None) -> str:
    """Write a share of one as a percentage."""
    return formats.format_percent(share)


@register.filter
def clock(at: datetime | None, zone: str = "") -> str:
    """Write the time of day, in the zone of the site where one is given."""
    return formats.format_time(at, zone)


@register.filter
def promise_day(at: datetime | None, zone: str = "") -> str:
    """Write the full day with its weekday."""
    return formats.format_promise(at, zone)


@register.filter
def said(texts: dict[str, str]) -> str:
    """Write a text that is there in several languages in the reader's."""
    return formats.pick_text(texts)


@register.filter
def on_day(value: date | None) -> str:
    """Write a day of the calendar."""
    return formats.format_day(value)


@register.simple_tag(takes_context=True)
def day(context: template.Context, at: datetime | None, zone: str = "") -> str:
    """Write the day, without the year when it is this year."""
    return formats.format_date(at, zone, now=context["now"])


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime | None, zone: str = "") -> SafeString | str:
    """Write day and time as `<time>`, without the day when it is today."""
    if at is None:
        return formats.UNKNOWN
    told = formats.format_moment(at, zone, now=context["now"])
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), told)


@register.simple_tag(takes_context=True)
def age(context: template.Context, at: datetime | None, zone: str = "") -> SafeString | str:
    """Write how long ago as `<time>`, with the exact moment as its title."""
    if at is None:
        return formats.UNKNOWN
    now = context["now"]
    return format_html(
        '<time datetime="{}" title="{}, {}">{}</time>',
        at.isoformat(timespec="seconds"),
        formats.format_date(at, zone, now=now),
        formats.format_time(at, zone),
        formats.format_age(at, zone, now=now),
    )


@register.simple_tag
def packed(units: int | None, packaging: str, units_per_packaging: int) -> str:
    """Write eaches with whole packagings in brackets."""
    return formats.format_packed(units, packaging, units_per_packaging)
