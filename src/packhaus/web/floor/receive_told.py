"""Why goods were not taken, in sentences."""

from datetime import date

from django.utils.translation import gettext as _

from packhaus.inbound.errors import NotMeasured, OverTolerance, ShortLived
from packhaus.kernel.errors import Invalid
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.told import name_field, tell_problem


def tell_refused(refusal: Invalid | NotMeasured | ShortLived) -> list[str]:
    """Say what is wrong with what was to be booked."""
    if isinstance(refusal, Invalid):
        return [
            f"{name_field(one.path.rpartition('.')[2])}: {tell_problem(one.message)}"
            for one in refusal.problems
        ]
    if isinstance(refusal, NotMeasured):
        return [_("Measure and weigh one unit first: this site asks for it.")]
    return list_short_lived(refusal)


def list_short_lived(refusal: ShortLived) -> list[str]:
    """Say of each item how long it must last, and when it expires."""
    return [
        _("Expires %(day)s: less than the %(days)s days asked.")
        % {"day": format_day(date.fromisoformat(one["expires_on"])), "days": format_quantity(one["days"])}
        for one in refusal.data["units"]
    ]


def tell_over_tolerance(refusal: OverTolerance) -> str:
    """Say which lines differ by more than the merchant's terms leave to anybody."""
    lines = [
        _("%(item)s: %(came)s of %(expected)s")
        % {
            "item": one["sku"],
            "came": format_quantity(one["came"]),
            "expected": format_quantity(one["expected"]),
        }
        for one in refusal.data["lines"]
    ]
    told = ", ".join(lines)
    return _("%(lines)s. That is more than the merchant's terms leave to you.") % {"lines": told}
