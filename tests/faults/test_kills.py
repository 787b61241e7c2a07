"""Kill -9 under load; slow because killed processes have to come back, web with all its views in five seconds.

Two of each kind; `make test-full` asks 100.
"""

import os

import pytest
from pytest_django.plugin import DjangoDbBlocker

from packhaus.bench import faults

KILLS = 100 if os.environ.get("PACKHAUS_TEST_FULL") else 8


@pytest.mark.faults
def test_what_was_acknowledged_survives_every_kill_once(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        result = faults.run(kills=KILLS)
    assert result["acknowledged_orders"] > 0
    assert result["acknowledged_picks"] > 0
    assert (result["lost"], result["doubled"], result["check"]) == (0, 0, "clean")
    assert sum(result["killed"].values()) == KILLS
