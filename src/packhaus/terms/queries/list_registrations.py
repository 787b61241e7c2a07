"""Registrations of merchants, the laws that ask for them, and their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.terms.errors import RegistrationNotFound
from packhaus.terms.types.registrations import SOON_DAYS, Evidence

IS_LAST = """NOT EXISTS (
    SELECT FROM terms_registration AS n
    WHERE n.merchant_id = g.merchant_id AND n.country = g.country AND n.scheme = g.scheme
      AND lower(n.brand) = lower(g.brand) AND lower(n.device_class) = lower(g.device_class)
      AND n.withdrawn_at IS NULL AND NOT n.is_claimed
      AND n.valid_from <= g.valid_to + 1 AND (n.valid_to IS NULL OR n.valid_to > g.valid_to)
)"""
"""Nothing of the same kind goes on when registration `g` ends."""
_LIST = f"""
SELECT r.* FROM (
    SELECT g.id, g.merchant_id, m.code AS merchant_code, g.country, g.scheme, g.number, g.brand, g.device_class,
           g.kept_by, g.valid_from, g.valid_to, g.evidence_id IS NOT NULL AS has_evidence, g.is_sample,
           CASE WHEN g.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN g.is_claimed THEN 'claimed'
                WHEN g.valid_to < %(today)s::date THEN 'ended'
                WHEN g.valid_from > %(today)s::date THEN 'pending' WHEN g.valid_to <= %(soon)s::date THEN 'ending'
                ELSE 'valid' END AS status,
           coalesce(g.valid_to, '9999-12-31'::date) AS ends_on
    FROM terms_registration AS g JOIN access_merchant AS m ON m.id = g.merchant_id
    WHERE (%(merchant_id)s::uuid IS NULL OR g.merchant_id = %(merchant_id)s::uuid)
      AND (%(merchant_code)s = '' OR m.code = %(merchant_code)s)
      AND (%(country)s = '' OR g.country = %(country)s) AND (%(scheme)s = '' OR g.scheme = %(scheme)s)
      AND (%(ends_by)s::date IS NULL OR (g.withdrawn_at IS NULL AND NOT g.is_claimed AND g.valid_from <= %(today)s::date
           AND g.valid_to BETWEEN %(today)s::date AND %(ends_by)s::date AND {IS_LAST}))
      AND (cardinality(%(ids)s::uuid[]) = 0 OR g.id = ANY(%(ids)s::uuid[]))
) AS r
WHERE (cardinality(%(statuses)s::text[]) = 0 OR r.status = ANY(%(statuses)s::text[]))
"""  # noqa: S608 - made of constants
_KEYS = (Key("ends_on", "date"), Key("id", "uuid"))
_RULES = """
SELECT country, scheme, activity, source, starts_on, ends_on, is_on, is_preset,
       CASE WHEN ends_on < %(on)s::date THEN 'ended' WHEN starts_on > %(on)s::date THEN 'pending'
            WHEN is_on THEN 'active' ELSE 'inactive' END AS status
FROM terms_gaterule ORDER BY country, scheme, activity, starts_on DESC, id
"""
_EVIDENCE = """
SELECT b.media_type, b.content FROM terms_registration AS g JOIN parties_blob AS b ON b.id = g.evidence_id
WHERE g.id = %(id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration; `ends_on` is the day it ends, or one that never comes."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    country: str
    scheme: str
    number: str
    brand: str
    device_class: str
    kept_by: str
    valid_from: date
    valid_to: date | None
    has_evidence: bool
    is_sample: bool
    status: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """What narrows the list; without statuses all are in it.

    `ends_within` days: what is in force, ends by then, and is followed by nothing.
    """

    merchant_id: UUID | None = None
    merchant_code: str = ""
    country: str = ""
    scheme: str = ""
    statuses: Sequence[str] = ()
    ends_within: int | None = None
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class GateRuleRow:
    """A law that asks for a registration; a preset came with Packhaus."""

    country: str
    scheme: str
    activity: str
    source: str
    starts_on: date
    ends_on: date | None
    is_on: bool
    is_preset: bool
    status: str


def list_registrations(
    *, scope: Scope, chosen: RegistrationFilter, now: datetime, page: PageOf
) -> Page[RegistrationRow]:
    """Return a page of registrations, what ends soonest first. Queries: 2."""
    parameters = {
        "merchant_id": chosen.merchant_id,
        "merchant_code": chosen.merchant_code,
        "country": chosen.country,
        "scheme": chosen.scheme,
        "statuses": list(chosen.statuses),
        "ends_by": None if chosen.ends_within is None else now.date() + timedelta(days=chosen.ends_within),
        "ids": list(chosen.ids),
        "today": now.date(),
        "soon": now.date() + timedelta(days=SOON_DAYS),
    }
    with transaction(scope):
        return fetch_page(RegistrationRow, _LIST, parameters, keys=_KEYS, page=page)


def list_gate_rules(*, scope: Scope, on: date) -> list[GateRuleRow]:
    """Return the laws that are written down, by country, the newest of each first. Queries: 1.

    Its status is that of the day `on`: pending, active, inactive (switched off) or ended.
    """
    with transaction(scope):
        return rows.fetch_rows(GateRuleRow, _RULES, {"on": on})


def get_evidence(*, scope: Scope, registration_id: UUID) -> Evidence:
    """Return the document that proves a registration. Queries: 1. Raises: RegistrationNotFound (or it has none)."""
    with transaction(scope):
        found = rows.fetch_tuples(_EVIDENCE, {"id": registration_id})
    if not found:
        raise RegistrationNotFound("there is no such document")
    media_type, content = found[0]
    return Evidence(media_type, bytes(content))


def get_registration(*, scope: Scope, registration_id: UUID, now: datetime) -> RegistrationRow:
    """Return one registration. Queries: 1. Raises: RegistrationNotFound."""
    chosen = RegistrationFilter(ids=[registration_id])
    found = list_registrations(scope=scope, chosen=chosen, now=now, page=PageOf(counted_at_most=0)).rows
    if not found:
        raise RegistrationNotFound("there is no such registration")
    return found[0]
