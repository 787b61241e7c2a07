"""Companies are made when they are first named."""

from collections.abc import Mapping
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_ENSURE = """
INSERT INTO parties_company AS c (id, merchant_id, code, name)
SELECT u.id, %(merchant_id)s, u.code, u.name FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(names)s::text[])
    AS u(id, code, name)
ORDER BY u.code
ON CONFLICT (merchant_id, code) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), c.name)
RETURNING c.code, c.id
"""


def ensure_companies(*, merchant_id: UUID, names: Mapping[str, str]) -> dict[str, UUID]:
    """Return the ids of a merchant's companies by code, given their names; an empty name leaves the one known.

    Runs in the caller's transaction. Queries: 1, or 0 without any.
    """
    if not names:
        return {}
    parameters = {
        "merchant_id": merchant_id,
        "ids": [new_id() for _ in names],
        "codes": list(names),
        "names": list(names.values()),
    }
    return dict(rows.fetch_tuples(_ENSURE, parameters))
