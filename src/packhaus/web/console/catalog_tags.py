"""Tags of one item, put on and taken off on its page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.catalog.queries.get_sku import get_sku
from packhaus.catalog.services.tags import add_tag, remove_tag
from packhaus.kernel.tags import read_tag
from packhaus.web.console.catalog_bulk import KEEPERS
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes


@require_POST
@open_to(*KEEPERS)
def change_tags(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Tag the item, or take a tag off."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    taken = request.POST.get("remove", "")
    tag = taken or read_tag(request.POST.get("tag", ""))
    _change_tag(request, str(sku.id), tag, is_added=not taken)
    told = _("The tag “%(tag)s” is gone.") if taken else _("Tagged “%(tag)s”.")
    undo_url = link_undo(request, "sku-tag", id=str(sku.id), tag=tag, is_added=bool(taken))
    tell(request, told % {"tag": tag}, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:sku", args=[merchant, code]))


@undoes("sku-tag")
def _change_tag_back(request: PageRequest, data: dict[str, Any]) -> None:
    _change_tag(request, data["id"], data["tag"], is_added=data["is_added"])


def _change_tag(request: PageRequest, sku_id: str, tag: str, *, is_added: bool) -> None:
    change = add_tag if is_added else remove_tag
    change(scope=request.scope, sku_ids=[UUID(sku_id)], tag=tag, now=request.now, actor=request.actor)
