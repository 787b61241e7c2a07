"""What is done with many counts at once."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inventory.queries.list_counts import CountRow
from packhaus.inventory.services.counts.again import ask_recounts
from packhaus.inventory.services.counts.approve import approve_counts, reject_counts
from packhaus.inventory.services.counts.cancel import cancel_counts
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Refused
from packhaus.web.lists.each import do_each

LEADS = frozenset({Role.LEAD, Role.ADMIN})


def _refuse(count: CountRow, why: str) -> Refused:
    return Refused(
        f"{count.number} {count.location_code}", why, reverse("console:count", args=[count.number])
    )


def _approve(request: PageRequest, counts: Sequence[CountRow], _values: Mapping[str, str]) -> BulkOutcome:
    def approve(count: CountRow) -> None:
        approve_counts(
            scope=request.scope, count_ids=[count.id], reason="other", now=request.now, actor=request.actor
        )

    return do_each(counts, approve, refuse=_refuse)


def _each(service: Callable[..., None]) -> Callable[..., BulkOutcome]:
    def run(request: PageRequest, counts: Sequence[CountRow], _values: Mapping[str, str]) -> BulkOutcome:
        def do(count: CountRow) -> None:
            service(scope=request.scope, count_ids=[count.id], now=request.now, actor=request.actor)

        return do_each(counts, do, refuse=_refuse)

    return run


def _tell_approved(count: int) -> str:
    return ngettext("%(count)s count is approved.", "%(count)s counts are approved.", count) % {
        "count": format_quantity(count)
    }


def _tell_rejected(count: int) -> str:
    return ngettext("%(count)s count is rejected.", "%(count)s counts are rejected.", count) % {
        "count": format_quantity(count)
    }


def _tell_again(count: int) -> str:
    return ngettext("%(count)s bin is counted again.", "%(count)s bins are counted again.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext("%(count)s count is cancelled.", "%(count)s counts are cancelled.", count) % {
        "count": format_quantity(count)
    }


COUNT_ACTIONS: tuple[BulkAction[CountRow], ...] = (
    BulkAction(
        "approve", lazy("Approve {count}"), _approve, _tell_approved, LEADS, icon="circle-check", chunk=20
    ),
    BulkAction("recount", lazy("Count {count} again"), _each(ask_recounts), _tell_again, LEADS, chunk=50),
    BulkAction("reject", lazy("Reject {count}"), _each(reject_counts), _tell_rejected, LEADS, chunk=50),
    BulkAction(
        "cancel",
        lazy("Cancel {count}"),
        _each(cancel_counts),
        _tell_cancelled,
        LEADS,
        is_danger=True,
        chunk=50,
    ),
)
