"""What is done with many batches: given to a person, or taken back; a gift is undone while its person has it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_batches import BatchFilter, BatchRow, get_batch, list_batches
from packhaus.outbound.services.batches import claim_batch, return_batch
from packhaus.web.console.waves_bulk import LEADS, list_people
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Refused
from packhaus.web.lists.each import do_each
from packhaus.web.undo import UndoExpired, undoes


@undoes("batch-assign")
def _take_gift_back(request: PageRequest, data: dict[str, Any]) -> None:
    batch = get_batch(scope=request.scope, number=data["number"])
    if not _is_still_of(batch, data["picker"]):
        raise UndoExpired("somebody else has the batch, or it is done")
    return_batch(batch_id=batch.id, now=request.now, actor=request.actor)


def _is_still_of(batch: BatchRow, picker: str) -> bool:
    return batch.status == "claimed" and str(batch.picker_id) == picker


def _assign(request: PageRequest, batches: Sequence[BatchRow], values: Mapping[str, str]) -> BulkOutcome:
    def give(batch: BatchRow) -> str | None:
        if not values["picker"]:
            return _("Nobody is chosen.")
        if batch.status != "open":
            name = {"name": batch.picker_name}
            return _("It is %(name)s's.") % name if batch.picker_name else _("It is over.")
        picker_id = UUID(values["picker"])
        claim_batch(batch_id=batch.id, picker_id=picker_id, now=request.now, actor=request.actor)
        return None

    return do_each(batches, give, refuse=_refuse)


def _refuse(batch: BatchRow, why: str) -> Refused:
    return Refused(batch.number, why, reverse("console:batch", args=[batch.number]))


def _unassign(request: PageRequest, keys: Sequence[str], values: Mapping[str, str]) -> None:
    chosen = BatchFilter(ids=[UUID(key) for key in keys])
    found = list_batches(scope=request.scope, chosen=chosen, page=PageOf(size=len(keys), counted_at_most=0))
    for batch in found.rows:
        if _is_still_of(batch, values["picker"]):
            return_batch(batch_id=batch.id, now=request.now, actor=request.actor)


def _tell_assigned(count: int) -> str:
    return ngettext("%(count)s batch is assigned.", "%(count)s batches are assigned.", count) % {
        "count": format_quantity(count)
    }


def _take_back_many(
    request: PageRequest, batches: Sequence[BatchRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def take_back(batch: BatchRow) -> str | None:
        if batch.status != "claimed":
            return _("Nobody walks it.")
        return_batch(batch_id=batch.id, now=request.now, actor=request.actor)
        return None

    return do_each(batches, take_back, refuse=_refuse)


def _tell_taken_back(count: int) -> str:
    return ngettext("%(count)s batch is open again.", "%(count)s batches are open again.", count) % {
        "count": format_quantity(count)
    }


BATCH_ACTIONS: tuple[BulkAction[BatchRow], ...] = (
    BulkAction(
        "assign", lazy("Assign {count}"), _assign, _tell_assigned, LEADS, icon="user", value="picker",
        value_label=lazy("Picker"), choices=list_people, undo=_unassign, chunk=25,
    ),
    BulkAction("return", lazy("Take back {count}"), _take_back_many, _tell_taken_back, LEADS, chunk=25),
)  # fmt: skip
