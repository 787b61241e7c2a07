"""What the person who looks at a page may open: a link that would lead to nothing is not drawn."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from packhaus.web.nav import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def open_url(context: template.Context, url: Any) -> str:
    """Return the address when the person may open it, else nothing. Without a request everything is open."""
    request = context.get("request")
    roles = getattr(request, "roles", None)
    return str(url) if url and (roles is None or may_open(roles=frozenset(roles), url=str(url))) else ""


@register.simple_tag(takes_context=True)
def unit_link(context: template.Context, code: str | None) -> str | SafeString:
    """Return the code of a pallet, carton or tote, as a link to its page for who may open that."""
    if not code:
        return ""
    return link_to(context, reverse("console:unit", args=[code]), code)


@register.simple_tag(takes_context=True)
def link_to(context: template.Context, url: str, text: str) -> str | SafeString:
    """Return words as a link for who may open it, else the words."""
    opened = open_url(context, url)
    return format_html('<a href="{}">{}</a>', opened, text) if opened else text


@register.simple_tag(takes_context=True)
def serial_link(
    context: template.Context, merchant_code: str, sku_code: str, serial: str
) -> str | SafeString:
    """Return a serial number, as a link to its page for who may open that."""
    page = reverse("console:serial", args=[merchant_code, sku_code])
    lots = open_url(context, reverse("console:lots"))
    return link_to(context, f"{page}?{urlencode({'number': serial})}", serial) if lots else serial
