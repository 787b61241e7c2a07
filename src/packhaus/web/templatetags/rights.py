"""What the person who looks at a page may open: a link that would lead to nothing is not drawn."""

from typing import Any

from django import template

from packhaus.web.nav import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def open_url(context: template.Context, url: Any) -> str:
    """Return the address when the person may open it, else nothing. Without a request everything is open."""
    request = context.get("request")
    roles = getattr(request, "roles", None)
    return str(url) if url and (roles is None or may_open(roles=frozenset(roles), url=str(url))) else ""
