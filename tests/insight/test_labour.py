"""Labour: lines, minutes and metres by method, from the tasks themselves."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.labour import LabourRow, list_labour, list_own_labour
from packhaus.inventory.models import Location
from packhaus.kernel import rows
from tests.harness.cast import Place

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
WORK = """
INSERT INTO outbound_replenishmenttask (
    merchant_id, site_id, sku_id, balance_id, from_location_id, to_location_id, quantity, moved, status, planned_at,
    claimed_by, claimed_at, done_at, priority, returned, short_reason
) VALUES (
    %(merchant_id)s::uuid, %(site_id)s::uuid, %(sku_id)s::uuid, 1, %(place)s, %(place)s, 1, 1, 'done',
    %(begun)s, %(person)s::uuid, %(begun)s, %(done)s, 100, 0, ''
)
"""


@pytest.fixture
def aisle(operator: Scope, leeds: Place) -> Place:
    with transaction(operator):
        for code, x_mm in (("A-01-01", 0), ("A-01-02", 3_000), ("A-02-01", 10_000)):
            Location.objects.filter(site=leeds.site, code=code).update(x_mm=x_mm)
    return leeds


def fill(place: Place, code: str, person: UUID, begun: float, done: float) -> None:
    """Let a person fill a face, begun and done so many minutes after noon."""
    with transaction(Scope.operator()):
        rows.execute(
            WORK,
            {
                "merchant_id": uuid4(), "site_id": place.id, "sku_id": uuid4(),
                "place": place.locations[code], "person": person, "begun": NOON + timedelta(minutes=begun),
                "done": NOON + timedelta(minutes=done),
            },
        )  # fmt: skip


def own(person: User, hours: int = 8) -> list[LabourRow]:
    until = NOON + timedelta(hours=hours)
    return list_own_labour(scope=Scope.operator(), person_id=person.id, since=NOON, until=until)


def test_time_runs_from_line_to_line_and_breaks_count_as_nothing(aisle: Place, associate: User) -> None:
    fill(aisle, "A-01-01", associate.id, 0, 4)  # four minutes
    fill(aisle, "A-01-02", associate.id, 2, 10)  # six more: the first two of the claim were the other line's
    fill(aisle, "A-02-01", associate.id, 10, 40)  # a break
    fill(aisle, "A-01-01", associate.id, 41, 46)  # five
    [row] = own(associate)
    assert (row.method, row.lines, row.seconds, row.people) == ("replenish", 4, 15 * 60, 1)
    assert row.lines_per_hour == 16
    assert row.metres == 3 + 7 + 10


def test_of_others_one_sees_the_sum_and_not_who(aisle: Place, associate: User, lead: User) -> None:
    fill(aisle, "A-01-01", associate.id, 0, 5)
    fill(aisle, "A-01-02", lead.id, 0, 10)
    [row] = list_labour(scope=Scope.operator(), site_id=aisle.id, since=NOON, until=NOON + timedelta(hours=1))
    assert (row.lines, row.seconds, row.people) == (2, 15 * 60, 2)
    [mine] = own(associate)
    assert (mine.lines, mine.seconds) == (1, 5 * 60)


def test_what_lies_outside_of_the_period_or_the_site_is_left_out(
    aisle: Place, berlin: Place, associate: User
) -> None:
    fill(aisle, "A-01-01", associate.id, -30, -20)
    assert own(associate) == []
    fill(aisle, "A-01-01", associate.id, 1, 2)
    named = {"scope": Scope.operator(), "since": NOON, "until": NOON + timedelta(hours=1)}
    assert list_labour(site_id=berlin.id, **named) == []  # type: ignore[arg-type]
    assert len(list_labour(site_id=None, **named)) == 1  # type: ignore[arg-type]
