"""Carriers' bills: what each asked, and parcel by parcel what is too much."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import Role
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Page, PageOf
from packhaus.kernel.money import Money, parse_minor
from packhaus.shipping.queries.bills import (
    BilledFilter,
    BilledParcelRow,
    BillFilter,
    BillRow,
    get_bill,
    list_billed,
    list_bills,
)
from packhaus.shipping.queries.list_carriers import list_carriers
from packhaus.shipping.services.decide_bills import (
    LONGEST_NOTE,
    StoodBefore,
    decide_billed,
    match_again,
    take_back,
)
from packhaus.shipping.types.bills import Verdict
from packhaus.web.formats import format_money, format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField
from packhaus.web.words_of_bills import BILL_STATE_WORDS, STATE_WORDS, VERDICT_WORDS

KEEPERS = frozenset({Role.FINANCE, Role.ADMIN})
_LONGEST_CHARGES = 3


class BilledCell(NamedTuple):
    """A billed parcel as its row shows it."""

    row: BilledParcelRow
    verdict: Words
    charges: str


@page_of("console:carrier-bills")
def show_bills(request: PageRequest) -> HttpResponseBase:
    """List carriers' bills, the newest first, and take new ones from a file."""
    return show_list(request, BILLS, {"may_import": bool(request.roles & KEEPERS)})


@page_of("console:carrier-bills")
def show_billed(request: PageRequest) -> HttpResponseBase:
    """List what carriers ask for parcels, of one bill or all, the dearest difference first; decide about many."""
    return show_list(request, BILLED, {"bill": _find_bill(request)})


def _find_bill(request: PageRequest) -> BillRow | None:
    bill_id = read_uuid(request.GET.get("bill", ""))
    try:
        return get_bill(request.scope, bill_id=bill_id) if bill_id else None
    except NotFound:
        return None


def fetch_bills(asked: Asked, page: PageOf) -> Page[BillRow]:
    """Read a page of bills as the address asks."""
    state = asked.read("state")
    wanted = BillFilter(
        text=asked.state.q[:40],
        carrier=asked.read("carrier").upper(),
        state=state if state in BILL_STATE_WORDS else "",
        ids=[id_ for key in asked.keys if (id_ := read_uuid(key))],
    )
    return list_bills(asked.request.scope, wanted=wanted, page=page)


def fetch_billed(asked: Asked, page: PageOf) -> Page[BilledParcelRow]:
    """Read a page of billed parcels as the address asks."""
    verdict, state = asked.read("verdict"), asked.read("state")
    wanted = BilledFilter(
        text="".join(asked.state.q.split())[:40],
        bill_id=read_uuid(asked.read("bill")),
        carrier=asked.read("carrier").upper(),
        verdict=verdict if verdict in VERDICT_WORDS else "",
        state=state if state in STATE_WORDS else "",
        over_minor=_read_over(asked),
        merchant_id=find_merchant_id(asked.request),
        ids=[int(key) for key in asked.keys if key.isdecimal() and len(key) < 19],
    )
    return list_billed(asked.request.scope, wanted=wanted, page=page, by=asked.state.sort)


def _read_over(asked: Asked) -> int | None:
    """Return how much more than expected counts: of a bill in its currency, of all in one with two decimals."""
    text = asked.read("over")
    bill = _find_bill(asked.request) if text else None
    try:
        return parse_minor(text, bill.currency if bill else "EUR") if text else None
    except ValueError:
        return None


def draw_billed(_request: PageRequest, found: Sequence[BilledParcelRow]) -> list[BilledCell]:
    """Put words on billed parcels."""
    return [
        BilledCell(
            row,
            VERDICT_WORDS[row.verdict],
            _list_charges(row),
        )
        for row in found
    ]


def _list_charges(row: BilledParcelRow) -> str:
    charges = zip(row.charges, row.charge_minors, strict=True)
    told = [f"{name} {format_money(Money(amount, row.currency))}" for name, amount in charges]
    more = len(told) - _LONGEST_CHARGES
    if more > 0:
        rest = ngettext("%(count)s more", "%(count)s more", more) % {"count": format_quantity(more)}
        told = [*told[:_LONGEST_CHARGES], rest]
    return " · ".join(told)


def _decide_to(state: str) -> Any:
    def decide(
        request: PageRequest, found: Sequence[BilledParcelRow], values: Mapping[str, str]
    ) -> BulkOutcome:
        note = values.get("note", "")[:LONGEST_NOTE]
        changed = decide_billed(
            scope=request.scope, ids=[row.id for row in found], state=state, note=note, now=request.now,
            actor=request.actor,
        )  # fmt: skip
        before = {str(row.id): [row.state, row.note] for row in found if row.id in set(changed)}
        return BulkOutcome([str(id_) for id_ in changed], _refuse_others(found, changed), before=before)

    return decide


def _put_back(said: str) -> Any:
    def put_back(request: PageRequest, before: Mapping[str, Any], _values: Mapping[str, str]) -> None:
        stood = [StoodBefore(int(key), state, note) for key, (state, note) in before.items()]
        take_back(scope=request.scope, said=said, before=stood, now=request.now, actor=request.actor)

    return put_back


def _match(request: PageRequest, found: Sequence[BilledParcelRow], _values: Mapping[str, str]) -> BulkOutcome:
    matched = match_again(scope=request.scope, ids=[row.id for row in found], now=request.now)
    return BulkOutcome([str(id_) for id_ in matched], _refuse_others(found, matched))


def _refuse_others(found: Sequence[BilledParcelRow], changed: Sequence[int]) -> list[Refused]:
    done = set(changed)
    return [
        Refused(
            row.tracking_number or row.bill,
            _("It is %(state)s already.") % {"state": str(STATE_WORDS[row.state]).lower()},
            f"{reverse('console:billed-parcels')}?q={row.tracking_number}",
        )
        for row in found
        if row.id not in done
    ]


def _tell_accepted(count: int) -> str:
    return ngettext("%(count)s amount is accepted.", "%(count)s amounts are accepted.", count) % {
        "count": format_quantity(count)
    }


def _tell_disputed(count: int) -> str:
    return ngettext("%(count)s amount is disputed.", "%(count)s amounts are disputed.", count) % {
        "count": format_quantity(count)
    }


def _tell_credited(count: int) -> str:
    return ngettext("%(count)s amount is credited.", "%(count)s amounts are credited.", count) % {
        "count": format_quantity(count)
    }


def _tell_open(count: int) -> str:
    return ngettext("%(count)s amount is open again.", "%(count)s amounts are open again.", count) % {
        "count": format_quantity(count)
    }


def _tell_matched(count: int) -> str:
    return ngettext("%(count)s amount was matched anew.", "%(count)s amounts were matched anew.", count) % {
        "count": format_quantity(count)
    }


def _list_carriers() -> list[tuple[str, Words]]:
    return [(one.code, one.name) for one in list_carriers()]


BILLS = ListPage(
    name="console:carrier-bills",
    template="rates/bills.html",
    row_type=BillRow,
    columns=(
        Column("number", pgettext_lazy("bill", "Bill")),
        Column("carrier", lazy("Carrier")),
        Column("billed_on", pgettext_lazy("bill", "Of"), is_sortable=True),
        Column("parcels", lazy("Parcels"), is_number=True),
        Column("billed", pgettext_lazy("bill", "Billed"), is_number=True),
        Column("expected", pgettext_lazy("bill", "Expected"), is_number=True),
        Column("over", pgettext_lazy("bill", "Too much"), is_number=True),
        Column("unmatched", pgettext_lazy("bill", "No such parcel"), is_number=True),
        Column("open", pgettext_lazy("bill", "To decide"), is_number=True),
    ),
    default="-billed_on",
    fetch=fetch_bills,
    fields=lambda _request: (
        FilterField("carrier", lazy("Carrier"), _list_carriers()),
        FilterField("state", lazy("State"), list(BILL_STATE_WORDS.items())),
    ),
    views=(
        View(
            "open", pgettext_lazy("bill", "Something to decide"), "state=open",
            lazy("No bill has anything to decide."),
        ),
        View(
            "disputed", pgettext_lazy("bill", "Something disputed"), "state=disputed",
            lazy("No bill has anything disputed."),
        ),
        View("all", lazy("All")),
    ),
)  # fmt: skip
BILLED = ListPage(
    name="console:billed-parcels",
    template="rates/billed.html",
    row_type=BilledParcelRow,
    columns=(
        Column("tracking_number", lazy("Tracking number")),
        Column("verdict", pgettext_lazy("bill", "Comes to")),
        Column("state", lazy("State")),
        Column("bill", pgettext_lazy("bill", "Bill"), is_sortable=True),
        Column("order", lazy("Order")),
        Column("charges", pgettext_lazy("bill", "Asked for")),
        Column("weight", lazy("Weight"), is_number=True),
        Column("billed", pgettext_lazy("bill", "Billed"), is_number=True),
        Column("expected", pgettext_lazy("bill", "Expected"), is_number=True),
        Column("difference", pgettext_lazy("bill", "Difference"), is_number=True, is_sortable=True),
    ),
    default="-difference",
    fetch=fetch_billed,
    draw=draw_billed,
    fields=lambda _request: (
        FilterField("verdict", pgettext_lazy("bill", "Comes to"), list(VERDICT_WORDS.items())),
        FilterField("state", lazy("State"), list(STATE_WORDS.items())),
        FilterField("carrier", lazy("Carrier"), _list_carriers()),
        FilterField("over", pgettext_lazy("bill", "Too much by more than")),
    ),
    views=(
        View("decide", pgettext_lazy("bill", "To decide"), "state=open", lazy("Nothing is left to decide.")),
        View("over", pgettext_lazy("bill", "Too much"), f"verdict={Verdict.OVER}", lazy("Nobody has asked too much.")),
        View("disputed", pgettext_lazy("bill", "Disputed"), "state=disputed", lazy("No amount is disputed.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "dispute", lazy("Dispute {count}"), _decide_to("disputed"), _tell_disputed, KEEPERS, icon="hand-stop",
            value="note", value_label=pgettext_lazy("bill", "What the carrier is told"), restore=_put_back("disputed"),
        ),
        BulkAction(
            "accept", lazy("Accept {count}"), _decide_to("accepted"), _tell_accepted, KEEPERS, icon="circle-check",
            restore=_put_back("accepted"),
        ),
        BulkAction(
            "credit", lazy("Note the credit for {count}"), _decide_to("credited"), _tell_credited, KEEPERS,
            is_rare=True, restore=_put_back("credited"),
        ),
        BulkAction(
            "open", lazy("Open {count} again"), _decide_to("open"), _tell_open, KEEPERS, is_rare=True,
            restore=_put_back("open"),
        ),
        BulkAction("match", lazy("Match {count} again"), _match, _tell_matched, KEEPERS, is_rare=True),
    ),
    words={
        "verdict": lambda code: VERDICT_WORDS.get(code, code),
        "state": lambda code: STATE_WORDS.get(code, code),
    },
)  # fmt: skip
