from datetime import UTC, date, datetime, time

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.network.models import ClosedDay, Site
from packhaus.network.queries.calendars import get_ship_by
from packhaus.network.services.close_holidays import close_holidays
from packhaus.network.services.closed_days import close_day, open_day
from packhaus.network.services.sites import save_site
from packhaus.network.types import CutOffDraft, SiteDraft
from tests.harness.cast import Place


@pytest.fixture
def bonn(operator: Scope, now: datetime) -> Place:
    draft = SiteDraft(
        "BONN",
        "Bonn",
        "Europe/Berlin",
        "DE",
        50.7,
        7.1,
        cut_offs=(
            CutOffDraft("DHL", time(17)),
            CutOffDraft("UPS", time(16, 30)),
            CutOffDraft("TRUCK", time(12), (6,)),
        ),
    )
    site_id = save_site(scope=operator, draft=draft, now=now, actor=SYSTEM)
    with transaction(operator):
        return Place(Site.objects.get(id=site_id), {})


def ship_by(scope: Scope, place: Place, placed_at: datetime, carrier: str = "") -> datetime:
    with transaction(scope):
        return get_ship_by(site_id=place.id, placed_at=placed_at, carrier_code=carrier)


@pytest.mark.parametrize(
    ("placed_at", "carrier", "expected"),
    [
        # Tuesday morning: the earliest that leaves, 16:30 in Bonn.
        (datetime(2026, 11, 3, 9, tzinfo=UTC), "", datetime(2026, 11, 3, 15, 30, tzinfo=UTC)),
        (datetime(2026, 11, 3, 9, tzinfo=UTC), "DHL", datetime(2026, 11, 3, 16, tzinfo=UTC)),
        # On the minute is in time, a second later is not.
        (datetime(2026, 11, 3, 16, tzinfo=UTC), "DHL", datetime(2026, 11, 3, 16, tzinfo=UTC)),
        (datetime(2026, 11, 3, 16, 0, 1, tzinfo=UTC), "DHL", datetime(2026, 11, 4, 16, tzinfo=UTC)),
        # Friday evening: nobody works at the weekend, not even for the truck of Saturday.
        (datetime(2026, 11, 6, 20, tzinfo=UTC), "", datetime(2026, 11, 9, 15, 30, tzinfo=UTC)),
        # The Sunday when clocks go back lies between: the hour in UTC moves.
        (datetime(2026, 10, 23, 20, tzinfo=UTC), "DHL", datetime(2026, 10, 26, 16, tzinfo=UTC)),
        (datetime(2026, 10, 23, 9, tzinfo=UTC), "DHL", datetime(2026, 10, 23, 15, tzinfo=UTC)),
        # 23:30 UTC is tomorrow in Bonn.
        (datetime(2026, 11, 3, 23, 30, tzinfo=UTC), "UPS", datetime(2026, 11, 4, 15, 30, tzinfo=UTC)),
    ],
)
def test_an_order_is_due_at_the_next_cut_off_in_the_sites_own_time(
    bonn: Place, operator: Scope, placed_at: datetime, carrier: str, expected: datetime
) -> None:
    assert ship_by(operator, bonn, placed_at, carrier) == expected


def test_a_site_without_cut_offs_has_until_the_end_of_its_next_working_day(
    leeds: Place, operator: Scope
) -> None:
    friday = datetime(2026, 11, 6, 9, tzinfo=UTC)
    assert ship_by(operator, leeds, friday) == datetime(2026, 11, 9, 18, tzinfo=UTC)


def test_a_closed_day_is_left_out_until_it_is_opened(bonn: Place, operator: Scope, now: datetime) -> None:
    day = date(2026, 11, 3)
    close_day(scope=operator, site_id=bonn.id, day=day, reason="Stocktaking", now=now, actor=SYSTEM)
    assert ship_by(operator, bonn, now).date() == date(2026, 11, 4)
    open_day(scope=operator, site_id=bonn.id, day=day, now=now, actor=SYSTEM)
    assert ship_by(operator, bonn, now).date() == day


def test_public_holidays_are_closed_days_once(bonn: Place, operator: Scope, now: datetime) -> None:
    made = close_holidays(scope=operator, site_id=bonn.id, years=[2026], now=now, actor=SYSTEM)
    again = close_holidays(scope=operator, site_id=bonn.id, years=[2026], now=now, actor=SYSTEM)
    assert (made, again) == (9, 0)
    with transaction(operator):
        assert ClosedDay.objects.filter(day=date(2026, 12, 25)).exists()
        assert Entry.objects.filter(kind="closed_day_saved").count() == 9
    christmas = datetime(2026, 12, 24, 20, tzinfo=UTC)
    assert ship_by(operator, bonn, christmas).date() == date(2026, 12, 28)


def test_a_part_of_the_country_has_its_own_holidays(bonn: Place, operator: Scope, now: datetime) -> None:
    close_holidays(scope=operator, site_id=bonn.id, years=[2026], subdivision="NW", now=now, actor=SYSTEM)
    with transaction(operator):
        assert ClosedDay.objects.filter(day=date(2026, 11, 1)).exists()


def test_holidays_of_nowhere_are_refused(bonn: Place, operator: Scope, now: datetime) -> None:
    with pytest.raises(Invalid, match="DE-XX"):
        close_holidays(scope=operator, site_id=bonn.id, years=[2026], subdivision="XX", now=now, actor=SYSTEM)
    with pytest.raises(NotFound):
        close_holidays(scope=operator, site_id=new_id(), years=[2026], now=now, actor=SYSTEM)
