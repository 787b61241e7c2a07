"""What was done, said once on the next page; with Undo where it can be undone."""

from django.contrib import messages
from django.http import HttpRequest

from packhaus.web.parts import Words


def tell(request: HttpRequest, text: Words, *, undo_url: str = "") -> None:
    """Say something on the next page. The address to take it back travels as the message's tag."""
    messages.info(request, str(text), extra_tags=undo_url)
