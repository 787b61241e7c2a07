from datetime import date, datetime
from typing import NamedTuple

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.insight.queries.causes import DEPTH, list_causes
from packhaus.kernel import rows

_ADD = """
INSERT INTO journal_entry (happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, cause_id,
    data)
VALUES (%(now)s, 'stock_freed', %(merchant_id)s, 'sku', %(sku_id)s, 'system', '', %(cause_id)s,
        jsonb_build_object('units', %(step)s::int))
RETURNING id, recorded_on
"""


class Entry(NamedTuple):
    id: int
    recorded_on: date
    cause_id: int | None


@pytest.fixture
def chain(acme: Merchant, mug: Sku, operator: Scope, now: datetime) -> list[Entry]:
    """More entries than are followed, each the cause of the next."""
    entries: list[Entry] = []
    with transaction(operator):
        for step in range(DEPTH + 3):
            cause_id = entries[-1].id if entries else None
            ((id_, day),) = rows.fetch_tuples(
                _ADD,
                {
                    "now": now,
                    "merchant_id": acme.id,
                    "sku_id": str(mug.id),
                    "cause_id": cause_id,
                    "step": step,
                },
            )
            entries.append(Entry(id_, day, cause_id))
    return entries


def test_causes_go_back_to_the_beginning(chain: list[Entry], operator: Scope) -> None:
    found = list_causes(operator, entries=chain[:4])
    assert {id_: [cause.data["units"] for cause in causes] for id_, causes in found.items()} == {
        chain[1].id: [0],
        chain[2].id: [1, 0],
        chain[3].id: [2, 1, 0],
    }
    assert (found[chain[1].id][0].sku, found[chain[1].id][0].merchant_code) == ("MUG", "ACME")


def test_a_long_chain_is_followed_so_far(chain: list[Entry], operator: Scope) -> None:
    assert [cause.depth for cause in list_causes(operator, entries=chain)[chain[-1].id]] == list(
        range(1, DEPTH + 1)
    )


def test_a_stranger_is_told_nothing(chain: list[Entry], beta_scope: Scope) -> None:
    assert list_causes(beta_scope, entries=chain) == {}
