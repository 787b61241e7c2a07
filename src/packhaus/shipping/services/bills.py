"""Take carriers' bills in, charge by charge, and put each parcel's amount beside its price."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.shipping.events import CarrierBillTaken
from packhaus.shipping.services.match_bills import match_billed
from packhaus.shipping.types.bills import BillRowDraft

MOST_ROWS = 50_000
_LONGEST = {"bill": 40, "tracking_number": 40, "charge": 80}
_LARGEST_MINOR = 10**12
_HEAVIEST_GRAMS = 100_000_000
_CURRENCY = re.compile(r"[A-Z]{3}")

_CARRIERS = "SELECT code, id FROM shipping_carrier WHERE code = ANY(%(codes)s::text[])"
# An update that changes nothing locks a bill that is there: two files of one bill come in one after the other.
_BILLS = """
INSERT INTO shipping_carrierbill AS b (id, carrier_id, number, billed_on, currency, recorded_at)
SELECT uuidv7(), c.id, r.number, r.billed_on, r.currency, %(now)s
FROM json_to_recordset(%(bills)s::json) AS r(carrier text, number text, billed_on date, currency text)
JOIN shipping_carrier AS c ON c.code = r.carrier
ORDER BY c.id, r.number
ON CONFLICT (carrier_id, number) DO UPDATE SET number = excluded.number
RETURNING (SELECT code FROM shipping_carrier WHERE id = b.carrier_id), b.number, b.id, b.billed_on, b.currency
"""
_KNOWN = """
SELECT bill_id, tracking_number, charges, billed_grams FROM shipping_billedparcel
WHERE bill_id = ANY(%(bills)s::uuid[]) AND tracking_number = ANY(%(numbers)s::text[])
"""
# Whoever accepted another amount is asked again.
_WRITE = """
INSERT INTO shipping_billedparcel AS p (bill_id, tracking_number, charges, billed_minor, billed_grams, verdict, state,
    note, decided_by)
SELECT r.bill_id, r.tracking_number, r.charges, r.billed_minor, r.billed_grams, 'unknown', 'open', '', ''
FROM json_to_recordset(%(parcels)s::json)
    AS r(bill_id uuid, tracking_number text, charges jsonb, billed_minor bigint, billed_grams int)
ORDER BY r.bill_id, r.tracking_number
ON CONFLICT (bill_id, tracking_number) DO UPDATE
SET charges = excluded.charges, billed_minor = excluded.billed_minor, billed_grams = excluded.billed_grams,
    state = 'open', note = '', decided_at = NULL, decided_by = ''
RETURNING id, bill_id
"""


class _Head(NamedTuple):
    """What every row of a bill says of the whole."""

    billed_on: date
    currency: str


class _Parcel(NamedTuple):
    """Charges of one tracking number as they stand."""

    charges: dict[str, int]
    grams: int | None


def take_bill_rows(*, scope: Scope, drafts: Sequence[BillRowDraft], now: datetime, actor: Actor) -> None:
    """Write charges down under their bills and tracking numbers, and match what has changed with parcels.

    A charge that is there already with the same amount changes nothing; so a bill may come in twice, or in pieces.
    Emits: CarrierBillTaken per bill that has changed. Queries: 6.
    Raises: Invalid with every problem by index ("rows.3.amount"); nothing was written.
    """
    drafts = [_fold(draft) for draft in drafts]
    with transaction(scope):
        known = {code for code, _ in rows.fetch_tuples(_CARRIERS, {"codes": [one.carrier for one in drafts]})}
        heads: dict[tuple[str, str], _Head] = {}
        problems = [*_check_rows(drafts, known), *_check_heads(drafts, heads)]
        if problems:
            raise Invalid(problems)
        ids, differing = _open_bills(heads, now)
        parcels: dict[tuple[UUID, str], _Parcel] = _read_known(drafts, ids)
        changed: dict[tuple[UUID, str], None] = {}
        problems = [
            *_refuse_differing(drafts, differing),
            *_add_charges(drafts, ids, parcels, changed),
        ]
        if problems:
            raise Invalid(problems)
        if changed:
            _write(changed, parcels, ids, now, actor)


def _fold(draft: BillRowDraft) -> BillRowDraft:
    return draft._replace(
        carrier=draft.carrier.strip().upper(),
        bill=draft.bill.strip(),
        currency=draft.currency.strip().upper(),
        tracking_number="".join(draft.tracking_number.split()),
        charge=" ".join(draft.charge.split()),
    )


def _check_rows(drafts: Sequence[BillRowDraft], carriers: set[str]) -> Iterator[FieldProblem]:
    if len(drafts) > MOST_ROWS:
        yield FieldProblem("rows", "too_many", f"are at most {MOST_ROWS}, not {len(drafts)}")
        return
    for index, draft in enumerate(drafts):
        for name, code, told in _check_row(draft, carriers):
            yield FieldProblem(f"rows.{index}.{name}", code, told)


def _check_row(draft: BillRowDraft, carriers: set[str]) -> Iterator[tuple[str, str, str]]:
    if draft.carrier not in carriers:
        yield "carrier", "unknown", f"there is no carrier {draft.carrier[:24]}"
    if not draft.bill:
        yield "bill", "required", "is the bill's number"
    if not _CURRENCY.fullmatch(draft.currency):
        yield "currency", "format", "is three capital letters (ISO 4217)"
    for name, most in _LONGEST.items():
        if len(getattr(draft, name)) > most:
            yield name, "too_long", f"has at most {most} signs"
    if not draft.charge:
        yield "charge", "required", "is what the carrier asks the money for"
    if abs(draft.amount_minor) > _LARGEST_MINOR:
        yield "amount", "range", "is more than any parcel costs"
    if draft.billed_grams is not None and not 0 < draft.billed_grams <= _HEAVIEST_GRAMS:
        yield "weight_grams", "range", "is a weight in grams above 0"


def _check_heads(
    drafts: Sequence[BillRowDraft], heads: dict[tuple[str, str], _Head]
) -> Iterator[FieldProblem]:
    """Gather what rows say of their bills; rows of one bill agree."""
    for index, draft in enumerate(drafts):
        head = _Head(draft.billed_on, draft.currency)
        if heads.setdefault((draft.carrier, draft.bill), head) != head:
            yield FieldProblem(
                f"rows.{index}.bill",
                "differs",
                f"the rows of {draft.bill} disagree about its day or currency",
            )


def _open_bills(
    heads: Mapping[tuple[str, str], _Head], now: datetime
) -> tuple[dict[tuple[str, str], UUID], set[tuple[str, str]]]:
    """Write down and lock the bills; return their ids, and which are there with another day or currency."""
    wanted = [
        {
            "carrier": carrier,
            "number": number,
            "billed_on": head.billed_on.isoformat(),
            "currency": head.currency,
        }
        for (carrier, number), head in heads.items()
    ]
    found = rows.fetch_tuples(_BILLS, {"bills": json.dumps(wanted), "now": now})
    ids = {(carrier, number): id_ for carrier, number, id_, _, _ in found}
    differing = {
        (carrier, number)
        for carrier, number, _, *said in found
        if tuple(said) != tuple(heads[carrier, number])
    }
    return ids, differing


def _refuse_differing(
    drafts: Sequence[BillRowDraft], differing: set[tuple[str, str]]
) -> Iterator[FieldProblem]:
    for index, draft in enumerate(drafts):
        if (draft.carrier, draft.bill) in differing:
            yield FieldProblem(
                f"rows.{index}.bill", "differs", f"{draft.bill} is there with another day or currency"
            )


def _read_known(
    drafts: Sequence[BillRowDraft], ids: Mapping[tuple[str, str], UUID]
) -> dict[tuple[UUID, str], _Parcel]:
    numbers = sorted({draft.tracking_number for draft in drafts})
    found = rows.fetch_tuples(_KNOWN, {"bills": list(ids.values()), "numbers": numbers})
    return {(bill_id, number): _Parcel(dict(charges), grams) for bill_id, number, charges, grams in found}


def _add_charges(
    drafts: Sequence[BillRowDraft],
    ids: Mapping[tuple[str, str], UUID],
    parcels: dict[tuple[UUID, str], _Parcel],
    changed: dict[tuple[UUID, str], None],
) -> Iterator[FieldProblem]:
    for index, draft in enumerate(drafts):
        key = (ids[draft.carrier, draft.bill], draft.tracking_number)
        parcel = parcels.setdefault(key, _Parcel({}, None))
        had = parcel.charges.get(draft.charge)
        if had is None:
            parcel.charges[draft.charge] = draft.amount_minor
            heaviest = max(parcel.grams or 0, draft.billed_grams or 0) or None
            parcels[key] = parcel._replace(grams=heaviest)
            changed[key] = None
        elif had != draft.amount_minor:
            told = f"{draft.charge} of {draft.tracking_number or draft.bill} stands there with another amount"
            yield FieldProblem(f"rows.{index}.amount", "differs", told)


def _write(
    changed: Mapping[tuple[UUID, str], None],
    parcels: Mapping[tuple[UUID, str], _Parcel],
    ids: Mapping[tuple[str, str], UUID],
    now: datetime,
    actor: Actor,
) -> None:
    written = [
        {
            "bill_id": str(key[0]),
            "tracking_number": key[1],
            "charges": parcels[key].charges,
            "billed_minor": sum(parcels[key].charges.values()),
            "billed_grams": parcels[key].grams,
        }
        for key in changed
    ]
    found = rows.fetch_tuples(_WRITE, {"parcels": json.dumps(written)})
    match_billed(ids=[id_ for id_, _ in found], now=now)
    counts: dict[UUID, int] = {}
    for _, bill_id in found:
        counts[bill_id] = counts.get(bill_id, 0) + 1
    facts = [
        CarrierBillTaken(
            merchant_id=None, aggregate_id=str(id_), carrier=carrier, number=number, parcels=counts[id_]
        )
        for (carrier, number), id_ in ids.items()
        if id_ in counts
    ]
    record(facts, happened_at=now, actor=actor)
