"""Rate cards with their accounts and versions, and the sheets of a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.sheets.tables import read_table
from packhaus.shipping.types.rate_sheets import SHEETS

_CARDS = """
SELECT c.id, c.account_id, a.merchant_id, coalesce(m.code, '') AS merchant_code, r.code AS carrier_code,
       r.name AS carrier_name, a.number AS account_number, c.name, c.currency, c.measures, c.monthly_parcels,
       c.is_in_use, v.id AS version_id, v.number AS version, v.valid_from, v.valid_until, d.id AS draft_id
FROM shipping_ratecard AS c
JOIN shipping_carrieraccount AS a ON a.id = c.account_id
JOIN shipping_carrier AS r ON r.id = a.carrier_id
LEFT JOIN access_merchant AS m ON m.id = a.merchant_id
LEFT JOIN LATERAL (
    SELECT v.id, v.number, v.valid_from, v.valid_until FROM shipping_ratecardversion AS v
    WHERE v.card_id = c.id AND v.status = 'published' AND v.valid_from <= %(on)s::date
      AND coalesce(v.valid_until, 'infinity') >= %(on)s::date
    ORDER BY v.valid_from DESC LIMIT 1
) AS v ON true
LEFT JOIN shipping_ratecardversion AS d ON d.card_id = c.id AND d.status = 'draft'
WHERE %(id)s::uuid IS NULL OR c.id = %(id)s::uuid
ORDER BY r.code, m.code NULLS FIRST, c.is_in_use DESC, c.name, c.id
"""
_VERSIONS = """
SELECT v.id, v.card_id, a.merchant_id, r.code AS carrier_code, c.currency, c.measures, c.monthly_parcels, v.number,
       v.status, v.valid_from, v.valid_until, v.recorded_at, v.published_at,
       coalesce((SELECT sum(row_count) FROM shipping_ratesheet WHERE version_id = v.id), 0)::int AS row_count
FROM shipping_ratecardversion AS v
JOIN shipping_ratecard AS c ON c.id = v.card_id
JOIN shipping_carrieraccount AS a ON a.id = c.account_id
JOIN shipping_carrier AS r ON r.id = a.carrier_id
WHERE (%(card_id)s::uuid IS NULL OR v.card_id = %(card_id)s::uuid) AND (%(id)s::uuid IS NULL OR v.id = %(id)s::uuid)
ORDER BY v.number DESC, v.id
"""
_IN_USE = """
SELECT v.id, v.card_id, a.merchant_id, r.code AS carrier_code, c.currency, c.measures, c.monthly_parcels, v.number,
       v.status, v.valid_from, v.valid_until, v.recorded_at, v.published_at, 0 AS row_count
FROM shipping_ratecardversion AS v
JOIN shipping_ratecard AS c ON c.id = v.card_id AND c.is_in_use
JOIN shipping_carrieraccount AS a ON a.id = c.account_id
JOIN shipping_carrier AS r ON r.id = a.carrier_id
WHERE v.status = 'published'
ORDER BY a.merchant_id NULLS LAST, r.code, a.number, v.valid_from DESC, v.id
"""
_SHEETS = "SELECT kind, content FROM shipping_ratesheet WHERE version_id = %(version_id)s::uuid"
_LATEST = """
SELECT id, recorded_at FROM shipping_ratecardversion
WHERE card_id = %(card_id)s::uuid AND status IN ('draft', 'published')
ORDER BY status = 'draft' DESC, number DESC LIMIT 1
"""
_SAME_DAY = """
SELECT number FROM shipping_ratecardversion
WHERE card_id = %(card_id)s::uuid AND status = 'published' AND valid_from = %(valid_from)s
  AND id <> %(id)s::uuid
"""
_SERVICES = """
SELECT s.code FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
WHERE c.code = %(carrier)s ORDER BY s.rank, s.code
"""


@dataclass(frozen=True, slots=True)
class RateCardRow:
    """A rate card with its account, and the version that holds today; no merchant: the operator's."""

    id: UUID
    account_id: UUID
    merchant_id: UUID | None
    merchant_code: str
    carrier_code: str
    carrier_name: str
    account_number: str
    name: str
    currency: str
    measures: str
    monthly_parcels: int
    is_in_use: bool
    version_id: UUID | None
    version: int | None
    valid_from: date | None
    valid_until: date | None
    draft_id: UUID | None


@dataclass(frozen=True, slots=True)
class RateVersionRow:
    """A version of a card with what its sheets are written in; rows of all its sheets."""

    id: UUID
    card_id: UUID
    merchant_id: UUID | None
    carrier_code: str
    currency: str
    measures: str
    monthly_parcels: int
    number: int
    status: str
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    published_at: datetime | None
    row_count: int


def list_cards(scope: Scope, *, on: date) -> list[RateCardRow]:
    """Return every rate card by carrier, the operator's first, with the version of a day. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(RateCardRow, _CARDS, {"id": None, "on": on})


def get_card(scope: Scope, *, card_id: UUID, on: date | None = None) -> RateCardRow:
    """Return one rate card. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(RateCardRow, _CARDS, {"id": card_id, "on": on or date.max})
    if found is None:
        raise NotFound("rate card not found")
    return found


def list_versions(scope: Scope, *, card_id: UUID | None = None) -> list[RateVersionRow]:
    """Return the versions of a card, without one of all cards, the last first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(RateVersionRow, _VERSIONS, {"card_id": card_id, "id": None})


def list_versions_in_use() -> list[RateVersionRow]:
    """Return the published versions of the cards in use: merchants' own accounts first, of a card the newest first.

    In the caller's transaction. Queries: 1.
    """
    return rows.fetch_rows(RateVersionRow, _IN_USE)


def get_version(scope: Scope, *, version_id: UUID) -> RateVersionRow:
    """Return one version. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(RateVersionRow, _VERSIONS, {"card_id": None, "id": version_id})
    if found is None:
        raise NotFound("version of a rate card not found")
    return found


def get_tables(scope: Scope, *, version_id: UUID) -> dict[str, list[list[str]]]:
    """Return the sheets of a version, in the order of sheets. Queries: 1."""
    with transaction(scope):
        return _read_tables(version_id)


def find_latest(*, card_id: UUID) -> tuple[UUID, datetime] | None:
    """Find a card's draft, else its last published version, and when it came in. Queries: 1."""
    found = rows.fetch_tuples(_LATEST, {"card_id": card_id})
    return (found[0][0], found[0][1]) if found else None


def find_same_day(version: RateVersionRow) -> int | None:
    """Find the number of another published version that begins on the same day. Queries: 1."""
    asked = {"id": version.id, "card_id": version.card_id, "valid_from": version.valid_from}
    found: int | None = rows.fetch_value(_SAME_DAY, asked)
    return found


def list_service_codes(*, carrier_code: str) -> Sequence[str]:
    """Return the codes of a carrier's services. Queries: 1."""
    return [code for (code,) in rows.fetch_tuples(_SERVICES, {"carrier": carrier_code})]


def _read_tables(version_id: UUID) -> dict[str, list[list[str]]]:
    found = dict(rows.fetch_tuples(_SHEETS, {"version_id": version_id}))
    return {kind: read_table(found[kind]) for kind in SHEETS if kind in found}
