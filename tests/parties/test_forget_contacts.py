import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.parties.queries import subjects
from packhaus.parties.services import forget_contacts


@pytest.mark.parametrize("statement", [forget_contacts._BLANK_ADDRESSES, subjects._ADDRESSES])
def test_a_person_s_addresses_can_be_found_without_reading_everybody_s(
    acme_scope: Scope, statement: str
) -> None:
    # The table is empty here, so that reading it whole is cheapest unless it is forbidden.
    with transaction(acme_scope):
        rows.execute("SET LOCAL enable_seqscan = off")
        explained = rows.fetch_tuples(f"EXPLAIN {statement}", {"ids": [new_id()]})
    plan = "\n".join(line for (line,) in explained)
    assert "Bitmap Index Scan on address_by_contact" in plan, plan
