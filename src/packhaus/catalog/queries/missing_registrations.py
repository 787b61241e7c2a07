"""What a merchant is not registered for, and what that stops."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.queries.registration_gate import OF_MERCHANT
from packhaus.kernel import rows
from packhaus.terms.types.registrations import Activity, Gap


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A registration that a law asks for: what it stops is `store`, `ship` or both; no SKU codes mean all goods.

    Storing counts only where the operator has a site.
    """

    merchant_id: UUID
    merchant_code: str
    country: str
    scheme: str
    brand: str
    device_class: str
    source: str
    sku_codes: tuple[str, ...]
    stops: tuple[str, ...]


def list_missing(*, scope: Scope, merchant_id: UUID, on: date) -> list[MissingRow]:
    """Return what is missing of a merchant, by country; nothing for the operator's own goods. Queries: 2."""
    found: dict[tuple[str, str, str, str], MissingRow] = {}
    with transaction(scope):
        for activity in (Activity.STORE, Activity.SHIP):
            wanted = {"activity": str(activity), "on": on, "merchant_id": merchant_id}
            _add(found, str(activity), rows.fetch_rows(Gap, OF_MERCHANT, wanted))
    return list(dict(sorted(found.items())).values())


def _add(found: dict[tuple[str, str, str, str], MissingRow], activity: str, gaps: Sequence[Gap]) -> None:
    for gap in gaps:
        key = (gap.country, gap.scheme, gap.brand, gap.device_class)
        known = found.get(key) or MissingRow(gap.merchant_id, gap.merchant_code, *key, gap.source, (), ())
        codes = (*known.sku_codes, gap.sku_code) if gap.sku_code else known.sku_codes
        found[key] = replace(
            known,
            sku_codes=tuple(dict.fromkeys(codes)),
            stops=tuple(dict.fromkeys((*known.stops, activity))),
        )
