"""Which lane counts, and on which day something arrives."""

from datetime import date

from packhaus.decide.delivery import Lane, Place, find_delivery_day, find_lane, index_lanes
from packhaus.network.queries.public_holidays import is_public_holiday

FRIDAY = date(2026, 10, 2)  # the day before the German national holiday, which is a Saturday
MONDAYS_TO_FRIDAYS, MONDAYS_TO_SATURDAYS = "1111100", "1111110"


def arrive(leaves_on: date, days: int, weekdays: str = MONDAYS_TO_FRIDAYS, region: str = "") -> date | None:
    return find_delivery_day(
        leaves_on=leaves_on,
        days=days,
        weekdays=weekdays,
        is_holiday=lambda day: is_public_holiday(day, country="DE", region=region),
    )


def test_delivery_days_pass_over_weekends_and_public_holidays() -> None:
    assert arrive(FRIDAY, 1) == date(2026, 10, 5)
    assert arrive(FRIDAY, 1, MONDAYS_TO_SATURDAYS) == date(2026, 10, 5)  # Saturday is the holiday
    assert arrive(date(2026, 9, 25), 1, MONDAYS_TO_SATURDAYS) == date(2026, 9, 26)
    assert arrive(date(2026, 12, 23), 2) == date(2026, 12, 28)
    assert arrive(FRIDAY, 0) == FRIDAY
    assert arrive(date(2026, 10, 3), 0) == date(2026, 10, 5)
    assert arrive(FRIDAY, 1, "0000000") is None


def test_a_holiday_of_one_region_holds_there_alone() -> None:
    eve = date(2027, 1, 5)
    assert arrive(eve, 1, region="BAYERN") == date(2027, 1, 7)
    assert arrive(eve, 1, region="by") == date(2027, 1, 7)
    assert arrive(eve, 1, region="Hessen") == arrive(eve, 1, region="Atlantis") == date(2027, 1, 6)
    assert not is_public_holiday(eve, country="XX", region="anything")


def test_the_narrowest_destination_counts_and_then_the_narrowest_origin() -> None:
    index = index_lanes(
        [
            Lane("", "", "", "", "", 9, 9),
            Lane("", "", "DE", "", "", 4, 4),
            Lane("GB", "", "DE", "", "", 5, 5),
            Lane("DE", "10", "DE", "", "", 2, 2),
            Lane("DE", "", "DE", "", "", 3, 3),
            Lane("", "", "DE", "", "BAYERN", 6, 6),
            Lane("", "", "DE", "80", "", 7, 7),
            Lane("GB", "", "DE", "8033", "", 8, 8),
        ]
    )

    def find(origin: Place, to: Place) -> int:
        lane = find_lane(index, origin=origin, to=to)
        assert lane
        return lane.max_days

    leeds, berlin, bonn = Place("GB", "LS14DY"), Place("DE", "10119"), Place("DE", "53111")
    assert [find(origin, Place("DE", "20095")) for origin in (leeds, berlin, bonn, Place("FR"))] == [
        5,
        2,
        3,
        4,
    ]
    munich = Place("DE", "80331", "BAYERN")
    assert (find(leeds, munich), find(berlin, munich)) == (8, 7)
    assert find(berlin, Place("DE", "90402", "BAYERN")) == 6
    assert find(berlin, Place("US", "10119")) == 9
    assert find_lane({}, origin=berlin, to=munich) is None
