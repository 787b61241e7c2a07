"""Packaging: what parcels were packed in, for the registers; empty space; what runs out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from packhaus.outbound.queries.packaging import (
    LowMaterial,
    MaterialRow,
    ParcelSpace,
    Period,
    list_low_materials,
    list_parcel_space,
    sum_empty_space,
    sum_packaging,
)
from packhaus.web.formats import format_quantity, format_weight
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists.export import answer_rows, list_columns
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.responses import render_page
from packhaus.web.words import MATERIALS

_DAY = timedelta(days=1)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@page_of("console:packaging")
def show_packaging(request: PageRequest) -> HttpResponseBase:
    """Show a period's packaging by merchant, country and material, or give it as a file."""
    zone = ZoneInfo(request.site_zone)
    from_on, to_on = _read_days(request, request.now.astimezone(zone).date())
    period = Period(_begin(from_on, zone), _begin(to_on + _DAY, zone))
    asked = {"scope": request.scope, "period": period, "merchant_id": find_merchant_id(request)}
    name = f"packaging-{from_on}-{to_on}"
    if request.GET.get("file") == "materials":
        rows = sum_packaging(**asked)  # type: ignore[arg-type]
        cells = [(row.merchant, row.country, row.material, row.parcels, row.grams / 1_000) for row in rows]
        return answer_rows(name, ("merchant", "country", "material", "parcels", "kg"), cells)
    if request.GET.get("file") == "parcels":
        columns = list_columns(ParcelSpace)
        parcels = list_parcel_space(**asked)  # type: ignore[arg-type]
        return answer_rows(
            f"{name}-parcels", columns, [[getattr(row, key) for key in columns] for row in parcels]
        )
    materials = sum_packaging(**asked)  # type: ignore[arg-type]
    context = {
        "from_on": from_on,
        "to_on": to_on,
        "materials": [(row, name_material(row.material)) for row in materials],
        "unnamed": _sum_unnamed(materials),
        "may_set_up": request.scope.is_operator,
        "total_grams": sum(row.grams for row in materials),
        "cartons": [
            (row, row.empty_permille / 1_000, row.most_permille / 1_000)
            for row in sum_empty_space(**asked)  # type: ignore[arg-type]
        ],
        "low": _name_low(list_low_materials(scope=request.scope, site_id=find_site_id(request))),
    }
    return render_page(request, "outbound/packaging.html", context)


def name_material(code: str) -> str:
    """Return the word for a material, or that nobody has said which."""
    return str(MATERIALS[code]) if code else _("not said")


def _read_days(request: PageRequest, today: date) -> tuple[date, date]:
    """Read the period: without one, the last whole month and what has passed of this one."""
    form = FormReader(request.GET)
    first = today.replace(day=1)
    from_on = form.read_date("from") or (first - _DAY).replace(day=1)
    to_on = form.read_date("to") or today
    from_on, to_on = sorted(min(max(day, _EARLIEST), _LATEST) for day in (from_on, to_on))
    return from_on, to_on


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _sum_unnamed(materials: list[MaterialRow]) -> str:
    grams = sum(row.grams for row in materials if not row.material)
    return format_weight(grams) if grams else ""


def _name_low(low: list[LowMaterial]) -> list[str]:
    return [
        _("%(sku)s at %(site)s: %(free)s left, to be bought at %(low)s")
        % {
            "sku": f"{row.merchant} {row.sku}",
            "site": row.site,
            "free": format_weight(row.free) if row.base_unit == "gram" else format_quantity(row.free),
            "low": format_weight(row.low_stock_at)
            if row.base_unit == "gram"
            else format_quantity(row.low_stock_at),
        }
        for row in low
    ]
