"""What is done with many items at once: safety stock, tags, into use, out of use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.catalog.queries.list_skus import SkuRow
from packhaus.catalog.services.activate import switch_skus
from packhaus.catalog.services.tags import add_tag, remove_tag
from packhaus.kernel.tags import read_tag
from packhaus.web.console.stock_bulk import put_safety_back, set_safety, tell_safety
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Refused

KEEPERS = frozenset({Role.LEAD, Role.PLANNER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class _Item:
    sku_id: UUID
    merchant_id: UUID
    merchant_code: str
    code: str


def _set_safety(request: PageRequest, skus: Sequence[SkuRow], values: Mapping[str, str]) -> BulkOutcome:
    merchants = {merchant.code: merchant.id for merchant in list_merchants(request.scope)}
    stocked = [sku for sku in skus if sku.kind == "stock"]
    items = [_Item(sku.id, merchants[sku.merchant_code], sku.merchant_code, sku.code) for sku in stocked]
    done = set_safety(request, items, values)
    bare = [_refuse(sku, _("No stock is kept of it.")) for sku in skus if sku.kind != "stock"]
    return BulkOutcome(done.changed, [*done.refused, *bare], before=done.before)


def _switch(
    request: PageRequest, skus: Sequence[SkuRow], _values: Mapping[str, str], *, is_active: bool
) -> BulkOutcome:
    changed = switch_skus(
        scope=request.scope, sku_ids=[sku.id for sku in skus], is_active=is_active, now=request.now,
        actor=request.actor,
    )  # fmt: skip
    why = _("It is in use already.") if is_active else _("It is out of use already.")
    same = [_refuse(sku, why) for sku in skus if sku.id not in set(changed)]
    return BulkOutcome([str(id_) for id_ in changed], same)


def _switch_back(
    request: PageRequest, keys: Sequence[str], _values: Mapping[str, str], *, is_active: bool
) -> None:
    ids = [UUID(key) for key in keys]
    switch_skus(
        scope=request.scope, sku_ids=ids, is_active=not is_active, now=request.now, actor=request.actor
    )


def _tag(request: PageRequest, skus: Sequence[SkuRow], values: Mapping[str, str]) -> BulkOutcome:
    tag = read_tag(values.get("tag_code", ""))
    changed = add_tag(tag=tag, **_name(request, [sku.id for sku in skus]))
    return _report(skus, changed, lambda sku: _explain_tagged(sku, tag))


def _explain_tagged(sku: SkuRow, tag: str) -> str:
    return _("It has the tag already.") if tag in sku.tags else _("It has as many tags as an item can have.")


def _untag(request: PageRequest, skus: Sequence[SkuRow], values: Mapping[str, str]) -> BulkOutcome:
    tag = values.get("untag_code", "").strip()
    changed = remove_tag(tag=tag, **_name(request, [sku.id for sku in skus]))
    return _report(skus, changed, lambda _sku: _("It does not have the tag."))


def _undo_tag(request: PageRequest, keys: Sequence[str], values: Mapping[str, str]) -> None:
    tag = read_tag(values.get("tag_code", ""))
    remove_tag(tag=tag, **_name(request, [UUID(key) for key in keys]))


def _undo_untag(request: PageRequest, keys: Sequence[str], values: Mapping[str, str]) -> None:
    tag = values.get("untag_code", "").strip()
    add_tag(tag=tag, **_name(request, [UUID(key) for key in keys]))


def _name(request: PageRequest, sku_ids: Sequence[UUID]) -> dict[str, Any]:
    return {"scope": request.scope, "sku_ids": sku_ids, "now": request.now, "actor": request.actor}


def _report(skus: Sequence[SkuRow], changed: Sequence[UUID], explain: Callable[[SkuRow], str]) -> BulkOutcome:
    same = [_refuse(sku, explain(sku)) for sku in skus if sku.id not in set(changed)]
    return BulkOutcome([str(id_) for id_ in changed], same)


def _refuse(sku: SkuRow, why: str) -> Refused:
    return Refused(sku.code, why, reverse("console:sku", args=[sku.merchant_code, sku.code]))


def _tell_on(count: int) -> str:
    return ngettext("%(count)s item is in use.", "%(count)s items are in use.", count) % {
        "count": format_quantity(count)
    }


def _tell_off(count: int) -> str:
    return ngettext("%(count)s item is out of use.", "%(count)s items are out of use.", count) % {
        "count": format_quantity(count)
    }


def _tell_tagged(count: int) -> str:
    return ngettext("%(count)s item is tagged.", "%(count)s items are tagged.", count) % {
        "count": format_quantity(count)
    }


def _tell_untagged(count: int) -> str:
    return ngettext("%(count)s item lost the tag.", "%(count)s items lost the tag.", count) % {
        "count": format_quantity(count)
    }


SKU_ACTIONS: tuple[BulkAction[SkuRow], ...] = (
    BulkAction(
        "safety", lazy("Set safety of {count}"), _set_safety, tell_safety, KEEPERS, icon="shield-lock",
        value="safety", value_label=lazy("Units kept back"), value_kind="number",
        restore=put_safety_back,
    ),
    BulkAction(
        "tag", lazy("Tag {count}"), _tag, _tell_tagged, KEEPERS, value="tag_code", value_label=lazy("Tag"),
        undo=_undo_tag,
    ),
    BulkAction(
        "untag", lazy("Untag {count}"), _untag, _tell_untagged, KEEPERS, value="untag_code", value_label=lazy("Tag"),
        undo=_undo_untag, is_rare=True,
    ),
    BulkAction(
        "on", lazy("Use {count}"), partial(_switch, is_active=True), _tell_on, KEEPERS, icon="circle-check",
        undo=partial(_switch_back, is_active=True),
    ),
    BulkAction(
        "off", lazy("Take {count} out of use"), partial(_switch, is_active=False), _tell_off, KEEPERS,
        undo=partial(_switch_back, is_active=False),
    ),
)  # fmt: skip
