"""What is done with many announced deliveries at once: they are on their way, or will not come."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.inbound.queries.list_asns import AsnRow
from packhaus.inbound.services.cancel import cancel_asns, expect_arrivals
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each

LEADS = frozenset({Role.LEAD, Role.ADMIN})
ANNOUNCERS = LEADS | {Role.MERCHANT}


def _cancel_many(request: PageRequest, asns: Sequence[AsnRow], _values: Mapping[str, str]) -> BulkOutcome:
    def cancel(asn: AsnRow) -> None:
        cancel_asns(scope=request.scope, asn_ids=[asn.id], now=request.now, actor=request.actor)

    return do_each(asns, cancel, refuse=_refuse)


def _expect_many(request: PageRequest, asns: Sequence[AsnRow], _values: Mapping[str, str]) -> BulkOutcome:
    def expect(asn: AsnRow) -> None:
        expect_arrivals(scope=request.scope, asn_ids=[asn.id], now=request.now, actor=request.actor)

    return do_each(asns, expect, refuse=_refuse)


def _refuse(asn: AsnRow, why: str) -> Refused:
    return Refused(asn.number, why, reverse("console:asn", args=[asn.merchant_code, asn.number]))


def _ask_cancel(request: PageRequest, asns: Sequence[AsnRow], total: int) -> Dialog:
    title = ngettext("Cancel %(count)s delivery", "Cancel %(count)s deliveries", total) % {
        "count": format_quantity(total)
    }
    units = sum(asn.expected for asn in asns)
    effect = ngettext(
        "%(count)s unit is not expected any more.", "%(count)s units are not expected any more.", units
    )
    begun = _("A delivery of which something has arrived stays as it is.")
    return Dialog(title, title, [effect % {"count": format_quantity(units)}, begun])


def _tell_cancelled(count: int) -> str:
    return ngettext("%(count)s delivery is cancelled.", "%(count)s deliveries are cancelled.", count) % {
        "count": format_quantity(count)
    }


def _tell_expected(count: int) -> str:
    return ngettext("%(count)s delivery is on its way.", "%(count)s deliveries are on their way.", count) % {
        "count": format_quantity(count)
    }


ASN_ACTIONS: tuple[BulkAction[AsnRow], ...] = (
    BulkAction(
        "expect", lazy("{count} on the way"), _expect_many, _tell_expected, ANNOUNCERS, icon="truck",
        chunk=50,
    ),
    BulkAction(
        "cancel", lazy("Cancel {count}"), _cancel_many, _tell_cancelled, ANNOUNCERS, is_danger=True, ask=_ask_cancel,
        chunk=50,
    ),
)  # fmt: skip
