"""Pass 2: everything else, in one statement. Demand and supply are intervals on one line of units per SKU."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.services.allocate.bins import ELIGIBLE, IS_DOUBTED, IS_FACE, PREFERS_FACES
from packhaus.outbound.types import AllocatedRow, LineToAllocate

# Where faces are preferred, lines of pieces come first and empty the faces, then go on in reserve; lines of whole
# packagings follow them and skip what is left in the faces, as far as reserve has enough.
# The windows must run over locked rows: over unlocked ones, one of two concurrent waves overdraws a bin and dies.
# So must the new values: PostgreSQL checks a row's constraints on the version that the statement saw at its beginning,
# before it notices that there is a newer one. Units given back in between would break allocated <= on_hand.
_ALLOCATE = f"""
WITH policy AS MATERIALIZED (
    SELECT {PREFERS_FACES} AS is_on
), asked AS (
    SELECT d.fulfillment_line_id, d.line_id, d.sku_id, d.quantity, d.place,
           CASE WHEN (SELECT is_on FROM policy) THEN EXISTS (
               SELECT FROM catalog_packaging AS p WHERE p.sku_id = d.sku_id AND d.quantity % p.quantity = 0)
           ELSE false END AS is_whole
    FROM unnest(%(fulfillment_line_ids)s::bigint[], %(line_ids)s::bigint[], %(line_sku_ids)s::uuid[],
                %(quantities)s::bigint[])
         WITH ORDINALITY AS d(fulfillment_line_id, line_id, sku_id, quantity, place)
), demand AS (
    SELECT fulfillment_line_id, line_id, sku_id, quantity, is_whole,
           sum(quantity) OVER (PARTITION BY sku_id ORDER BY is_whole, place) AS upto
    FROM asked
), locked AS MATERIALIZED (
    SELECT b.id, b.merchant_id, b.sku_id, b.on_hand, b.allocated, b.on_hand - b.allocated AS free, b.expires_on,
           b.received_on, {IS_DOUBTED} AS is_doubted,
           CASE WHEN (SELECT is_on FROM policy) THEN NOT {IS_FACE} ELSE false END AS is_reserve
    {ELIGIBLE} AND b.on_hand > b.allocated
    ORDER BY b.id FOR NO KEY UPDATE OF b
), supply AS (
    SELECT id, merchant_id, sku_id, on_hand, allocated, free,
           sum(free) OVER (PARTITION BY sku_id ORDER BY is_doubted, expires_on, is_reserve, received_on, id) AS upto
    FROM locked
), skipped AS (
    SELECT s.sku_id, least(greatest(s.faces - d.pieces, 0), greatest(s.free - d.units, 0)) AS units
    FROM (
        SELECT sku_id, sum(quantity) AS units, coalesce(sum(quantity) FILTER (WHERE NOT is_whole), 0) AS pieces
        FROM asked WHERE (SELECT is_on FROM policy) GROUP BY sku_id HAVING bool_or(is_whole)
    ) AS d
    JOIN (
        SELECT sku_id, sum(free) AS free, coalesce(sum(free) FILTER (WHERE NOT is_reserve), 0) AS faces
        FROM locked WHERE (SELECT is_on FROM policy) GROUP BY sku_id
        HAVING NOT bool_or(is_doubted OR expires_on IS NOT NULL)
    ) AS s ON s.sku_id = d.sku_id
), placed AS (
    SELECT fulfillment_line_id, line_id, sku_id, quantity,
           CASE WHEN is_whole THEN upto + coalesce((SELECT s.units FROM skipped AS s WHERE s.sku_id = d.sku_id), 0)
                ELSE upto END AS upto
    FROM demand AS d
), overlap AS MATERIALIZED (
    SELECT s.merchant_id, d.fulfillment_line_id, d.line_id, d.sku_id, s.id AS balance_id, s.on_hand, s.allocated,
           (least(d.upto, s.upto) - greatest(d.upto - d.quantity, s.upto - s.free))::bigint AS quantity
    FROM placed AS d
    JOIN supply AS s ON s.sku_id = d.sku_id AND s.upto > d.upto - d.quantity AND s.upto - s.free < d.upto
), taken AS (
    UPDATE inventory_balance AS b SET on_hand = o.on_hand, allocated = o.allocated + o.units
    FROM (SELECT balance_id, on_hand, allocated, sum(quantity) AS units FROM overlap GROUP BY 1, 2, 3) AS o
    WHERE b.id = o.balance_id
)
INSERT INTO outbound_allocation (merchant_id, wave_id, fulfillment_line_id, line_id, sku_id, balance_id, quantity,
    picked)
SELECT merchant_id, %(wave_id)s, fulfillment_line_id, line_id, sku_id, balance_id, quantity, 0 FROM overlap
RETURNING fulfillment_line_id, balance_id, quantity, id
"""  # noqa: S608 - made of a constant


def allocate_open_lines(
    *, wave_id: UUID, site_id: UUID, lines: Sequence[LineToAllocate], avoided: Sequence[int] = ()
) -> list[AllocatedRow]:
    """Allocate lines in the order given, first expired first out, then first in first out. Queries: 1.

    A site that prefers pick faces takes pieces from them first and whole packagings from reserve; what expires earlier
    goes first all the same. Bins in doubt come last: a promise that was made before is not broken, but nobody walks
    there without need. What lies beyond the supply is left out. `avoided` are locations that are not to be taken from.
    Locks: every bin of these SKUs with free units, ascending, until commit.
    """
    columns = list(zip(*lines, strict=True))
    found = rows.fetch_tuples(
        _ALLOCATE,
        {
            "fulfillment_line_ids": list(columns[0]),
            "line_ids": list(columns[1]),
            "line_sku_ids": list(columns[3]),
            "quantities": list(columns[4]),
            "sku_ids": list(set(columns[3])),
            "site_id": site_id,
            "wave_id": wave_id,
            "avoided": list(avoided),
        },
    )
    return [AllocatedRow._make(row) for row in found]
