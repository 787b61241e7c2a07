import psycopg
import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import ResourceBusy


def test_a_lock_that_does_not_come_in_time_is_busy_and_nothing_is_written(
    committed: dict[str, str], acme: Merchant
) -> None:
    with psycopg.connect(committed["DATABASE_URL"]) as other:
        other.execute("UPDATE access_merchant SET name = 'Theirs'")
        with pytest.raises(ResourceBusy):
            _rename_impatiently()
    acme.refresh_from_db()
    assert acme.name == "Theirs"


def _rename_impatiently() -> None:
    with transaction(Scope.operator()):
        rows.execute("SET LOCAL lock_timeout = '50ms'")
        rows.execute("UPDATE access_merchant SET name = 'Ours'")
