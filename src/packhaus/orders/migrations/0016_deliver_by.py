"""An order is written with the day by which it arrives."""

import importlib

from django.db import migrations

_before = importlib.import_module("packhaus.orders.migrations.0012_reserve_at_once")
_CHANGES = (
    ("tracking_token, placed_at, ship_by)", "tracking_token, placed_at, ship_by, deliver_by)"),
    ("r.token, r.placed_at, r.ship_by\n", "r.token, r.placed_at, r.ship_by, r.deliver_by\n"),
    ("placed_at timestamptz, ship_by timestamptz)", "placed_at timestamptz, ship_by timestamptz, deliver_by timestamptz)"),
)


def _write_with_day(function: str) -> str:
    for old, new in _CHANGES:
        assert function.count(old) == 1, old
        function = function.replace(old, new)
    return function


_DROPS = ["DROP FUNCTION orders_place_whole", "DROP FUNCTION orders_write"]


class Migration(migrations.Migration):
    dependencies = [("orders", "0015_shelf_rules")]
    operations = [
        migrations.RunSQL(
            [*_DROPS, _write_with_day(_before.WRITE), _write_with_day(_before.PLACE_WHOLE)],
            [*_DROPS, _before.WRITE, _before.PLACE_WHOLE],
        ),
    ]
