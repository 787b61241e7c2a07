"""What is done with many transfers at once: set their units aside, or give them up before they leave."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.transfers.queries.list_transfers import TransferRow
from packhaus.transfers.services.cancel import cancel_transfer
from packhaus.transfers.services.release import release_transfer
from packhaus.transfers.services.retract import retract_transfer
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each

LEADS = frozenset({Role.LEAD, Role.ADMIN})


def _release_many(
    request: PageRequest, found: Sequence[TransferRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def release(one: TransferRow) -> str | None:
        if one.status != "draft":
            return _("It is released already, or over.")
        release_transfer(scope=request.scope, transfer_id=one.id, now=request.now, actor=request.actor)
        return None

    return do_each(found, release, refuse=_refuse)


def _retract_many(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    for key in keys:
        retract_transfer(scope=request.scope, transfer_id=UUID(key), now=request.now, actor=request.actor)


def _cancel_many(
    request: PageRequest, found: Sequence[TransferRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def cancel(one: TransferRow) -> None:
        cancel_transfer(scope=request.scope, transfer_id=one.id, now=request.now, actor=request.actor)

    return do_each(found, cancel, refuse=_refuse)


def _refuse(one: TransferRow, why: str) -> Refused:
    return Refused(one.number, why, reverse("console:transfer", args=[one.merchant_code, one.number]))


def _ask_cancel(request: PageRequest, found: Sequence[TransferRow], total: int) -> Dialog:
    title = ngettext("Cancel %(count)s transfer", "Cancel %(count)s transfers", total) % {
        "count": format_quantity(total)
    }
    effects = [
        _("What is set aside is free again, what was picked goes back to its bins."),
        _("What is on its way stays on its way: decide about it on its page."),
    ]
    return Dialog(title, title, effects)


def _tell_released(count: int) -> str:
    return ngettext("%(count)s transfer is released.", "%(count)s transfers are released.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext("%(count)s transfer is cancelled.", "%(count)s transfers are cancelled.", count) % {
        "count": format_quantity(count)
    }


TRANSFER_ACTIONS: tuple[BulkAction[TransferRow], ...] = (
    BulkAction(
        "release", lazy("Release {count}"), _release_many, _tell_released, LEADS, icon="circle-check",
        undo=_retract_many, chunk=20,
    ),
    BulkAction(
        "cancel", lazy("Cancel {count}"), _cancel_many, _tell_cancelled, LEADS, is_danger=True, ask=_ask_cancel,
        chunk=20,
    ),
)  # fmt: skip
