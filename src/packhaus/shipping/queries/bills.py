"""Carriers' bills, and what they ask for each parcel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page
from packhaus.shipping.types.bills import UNMATCHED

_BILLS = """
SELECT y.id, c.code AS carrier, y.number, y.billed_on, y.currency, s.parcels, s.billed_minor, s.expected_minor,
       s.over_minor, s.unmatched, s.open, s.disputed
FROM shipping_carrierbill AS y
JOIN shipping_carrier AS c ON c.id = y.carrier_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE b.tracking_number <> '') AS parcels,
           coalesce(sum(b.billed_minor), 0)::bigint AS billed_minor,
           coalesce(sum(b.expected_minor), 0)::bigint AS expected_minor,
           coalesce(sum(b.billed_minor - b.expected_minor) FILTER (WHERE b.billed_minor > b.expected_minor), 0)::bigint
               AS over_minor,
           count(*) FILTER (WHERE b.verdict = ANY(%(unmatched)s::text[])) AS unmatched,
           count(*) FILTER (WHERE b.state = 'open') AS open,
           count(*) FILTER (WHERE b.state = 'disputed') AS disputed
    FROM shipping_billedparcel AS b WHERE b.bill_id = y.id
) AS s
WHERE (%(carrier)s = '' OR c.code = %(carrier)s)
  AND (%(state)s = '' OR %(state)s = 'open' AND s.open > 0 OR %(state)s = 'disputed' AND s.disputed > 0
       OR %(state)s = 'done' AND s.open + s.disputed = 0)
  AND (%(text)s = '' OR y.number >= %(text)s AND y.number < %(text_end)s)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR y.id = ANY(%(ids)s::uuid[]))
"""
_BILL_KEYS = (Key("billed_on", "date"), Key("id", "uuid"))

_PARCELS = """
SELECT b.id, y.id AS bill_id, c.code AS carrier, y.number AS bill, y.billed_on, b.tracking_number,
       coalesce(s.order_number, '') AS order_number, coalesce(m.code, '') AS merchant_code,
       coalesce(s.service_code, '') AS service, y.currency, a.names AS charges, a.amounts AS charge_minors,
       b.billed_minor, b.expected_minor,
       b.billed_minor - coalesce(b.expected_minor, 0) AS difference_minor, b.billed_grams,
       nullif(p.weight_grams, 0) AS weight_grams, b.verdict, b.state, b.note
FROM shipping_billedparcel AS b
JOIN shipping_carrierbill AS y ON y.id = b.bill_id
JOIN shipping_carrier AS c ON c.id = y.carrier_id
CROSS JOIN LATERAL (
    SELECT array_agg(x.key ORDER BY abs(x.value::bigint) DESC, x.key) AS names,
           array_agg(x.value::bigint ORDER BY abs(x.value::bigint) DESC, x.key) AS amounts
    FROM jsonb_each_text(b.charges) AS x
) AS a
LEFT JOIN shipping_parcel AS p ON p.id = b.parcel_id
LEFT JOIN shipping_shipment AS s ON s.id = p.shipment_id
LEFT JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE (%(bill_id)s::uuid IS NULL OR b.bill_id = %(bill_id)s::uuid)
  AND (%(carrier)s = '' OR c.code = %(carrier)s)
  AND (%(verdict)s = '' OR b.verdict = %(verdict)s)
  AND (%(state)s = '' OR b.state = %(state)s)
  AND (%(over_minor)s::bigint IS NULL OR b.billed_minor - coalesce(b.expected_minor, 0) > %(over_minor)s)
  AND (%(text)s = '' OR b.tracking_number = %(text)s OR s.order_number = %(text)s)
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR b.id = ANY(%(ids)s::bigint[]))
"""
_PARCEL_KEYS: Mapping[str, tuple[Key, ...]] = {
    "difference": (Key("difference_minor", "bigint"), Key("id", "bigint")),
    "bill": (Key("billed_on", "date"), Key("id", "bigint")),
}


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill: its sums over all parcels; `expected_minor` and `over_minor` over those with something to compare.

    `over_minor` is only what is asked too much: what is asked too little does not make up for it.
    """

    id: UUID
    carrier: str
    number: str
    billed_on: date
    currency: str
    parcels: int
    billed_minor: int
    expected_minor: int
    over_minor: int
    unmatched: int
    open: int
    disputed: int


@dataclass(frozen=True, slots=True)
class BilledParcelRow:
    """What a bill asks for a tracking number: charges in the carrier's words and what each is, the dearest first.

    `difference_minor`: what is asked above what was expected, all of it where nothing was.
    """

    id: int
    bill_id: UUID
    carrier: str
    bill: str
    billed_on: date
    tracking_number: str
    order_number: str
    merchant_code: str
    service: str
    currency: str
    charges: Sequence[str]
    charge_minors: Sequence[int]
    billed_minor: int
    expected_minor: int | None
    difference_minor: int
    billed_grams: int | None
    weight_grams: int | None
    verdict: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class BillFilter:
    """What narrows the bills; empty takes all. `state`: open, disputed, or done."""

    text: str = ""
    carrier: str = ""
    state: str = ""
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class BilledFilter:
    """What narrows the billed parcels; empty takes all. `text` is a whole tracking or order number."""

    text: str = ""
    bill_id: UUID | None = None
    carrier: str = ""
    verdict: str = ""
    state: str = ""
    over_minor: int | None = None
    merchant_id: UUID | None = None
    ids: Sequence[int] = ()


def list_bills(scope: Scope, *, wanted: BillFilter, page: PageOf) -> Page[BillRow]:
    """Return a page of bills by day. Queries: 2."""
    parameters = {
        "text": wanted.text,
        "text_end": bound_prefix(wanted.text),
        "carrier": wanted.carrier,
        "state": wanted.state,
        "ids": list(wanted.ids),
        "unmatched": [str(verdict) for verdict in UNMATCHED],
    }
    with transaction(scope):
        return fetch_page(BillRow, _BILLS, parameters, keys=_BILL_KEYS, page=page)


def get_bill(scope: Scope, *, bill_id: UUID) -> BillRow:
    """Return a bill. Queries: 1. Raises: NotFound."""
    found = list_bills(scope, wanted=BillFilter(ids=[bill_id]), page=PageOf(counted_at_most=0)).rows
    if not found:
        raise NotFound("carrier's bill not found")
    return found[0]


def list_billed(
    scope: Scope, *, wanted: BilledFilter, page: PageOf, by: str = "difference"
) -> Page[BilledParcelRow]:
    """Return a page of what bills ask for parcels, by difference or by bill. Queries: 2."""
    parameters = {
        "text": wanted.text,
        "bill_id": wanted.bill_id,
        "carrier": wanted.carrier,
        "verdict": wanted.verdict,
        "state": wanted.state,
        "over_minor": wanted.over_minor,
        "merchant_id": wanted.merchant_id,
        "ids": list(wanted.ids),
    }
    with transaction(scope):
        return fetch_page(BilledParcelRow, _PARCELS, parameters, keys=_PARCEL_KEYS[by], page=page)
