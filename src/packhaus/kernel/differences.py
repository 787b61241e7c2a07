"""What `packhaus check` asks and finds: two ways to know one figure, and they disagree."""

from dataclasses import dataclass

from packhaus.kernel import rows

# On a day's orders a check takes milliseconds, on ten million orders minutes; one that is cut off proves nothing.
PATIENCE = (
    "SELECT set_config('statement_timeout', '0', true), set_config('transaction_timeout', '0', true), "
    "set_config('work_mem', '128MB', true)"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One proof: its SQL returns key, expected and found of every figure that differs, and no row when none does."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one key that two ways of counting disagree on."""

    check: str
    key: str
    expected: str
    found: str


def find_differences(check: Check, *, limit: int) -> list[Difference]:
    """Return at most `limit` differences by key, in the operator's transaction. Queries: 1."""
    return rows.fetch_rows(
        Difference,
        f"SELECT %(check)s::text AS check, d.key::text AS key, coalesce(d.expected::text, 'none') AS expected, "  # noqa: S608 - our constants
        f"coalesce(d.found::text, 'none') AS found FROM ({check.sql}) AS d ORDER BY d.key::text LIMIT %(limit)s",
        {"check": check.name, "limit": limit},
    )
