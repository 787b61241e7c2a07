"""Read the sheets of a rate card, with every error at its cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from packhaus.decide.rating import (
    CardProblem,
    Discount,
    Fuel,
    Option,
    Place,
    PlaceKind,
    PriceStep,
    RateCard,
    ServiceTerms,
    Surcharge,
    ZoneRange,
    find_problems,
)
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.shipping.sheets.cells import RowReader
from packhaus.shipping.sheets.tables import MOST_PROBLEMS, Sheet, read_sheet
from packhaus.shipping.types.rate_sheets import REQUIRED_SHEETS, SHEETS, Table

Part = TypeVar("Part")
_OPTIONS = tuple(option.value for option in Option)
_KINDS = tuple(kind.value for kind in PlaceKind)


def read_card(
    *, tables: Mapping[str, Table], currency: str, measures: str, known_services: Sequence[str] = ()
) -> RateCard:
    """Read a card from its sheets. With `known_services` every service must be one of them.

    Raises: Invalid with what is wrong at which cells, at most 200 of them.
    """
    problems: list[FieldProblem] = [
        FieldProblem(kind, "required", "is a sheet that a rate card must have")
        for kind in REQUIRED_SHEETS
        if not tables.get(kind)
    ]
    sheets: dict[str, Sheet] = {}
    for kind in SHEETS:
        sheet = read_sheet(kind, tables[kind], problems) if tables.get(kind) else None
        if sheet:
            sheets[kind] = sheet

    def read(kind: str, take: Callable[[RowReader], Iterator[Part]]) -> tuple[Part, ...]:
        if kind not in sheets:
            return ()
        reader = RowReader(sheets[kind], currency=currency, measures=measures, problems=problems)
        return tuple(
            part
            for row, cells in enumerate(sheets[kind].rows, 2)
            if reader.go_to(row, list(cells))
            for part in take(reader)
        )

    card = RateCard(
        read("services", _read_service),
        read("zones", _read_zone),
        read("prices", _read_prices),
        read("surcharges", _read_surcharge),
        read("areas", _read_area),
        read("fuel", _read_fuel),
        read("discounts", _read_discount),
    )
    if not problems:
        problems += [_tell(problem, sheets) for problem in find_problems(card)]
        problems += _find_strangers(card, sheets, known_services)
    if problems:
        raise Invalid(problems[:MOST_PROBLEMS])
    return card


def _read_service(row: RowReader) -> Iterator[ServiceTerms]:
    yield ServiceTerms(
        row.read("service", is_required=True, at_most=24).upper(),
        mm3_per_kg=row.read_divisor("dimensional_divisor"),
        light_mm3=row.read_volume("dimensional_above") or 0,
        minimum_minor=row.read_amount("minimum") or 0,
        max_weight_grams=row.read_weight("max_weight"),
        max_length_mm=row.read_length("max_length"),
        max_girth_mm=row.read_length("max_girth"),
        row=row.row,
    )


def _read_zone(row: RowReader) -> Iterator[ZoneRange]:
    origin_country = row.read_country("origin_country")
    origin = None
    if origin_country and origin_country != "*":
        low = row.read("origin_from", at_most=16)
        origin = Place(origin_country, low, row.read("origin_to", at_most=16) or low)
    elif row.read("origin_from") or row.read("origin_to"):
        row.refuse("origin_country", "required", "is empty")
    zone = row.read("zone", is_required=True, at_most=40)
    yield ZoneRange(zone, _read_place(row), origin, row.read("service", at_most=24).upper(), row.row)


def _read_place(row: RowReader) -> Place:
    country = row.read_country("country", is_required=True)
    kind = PlaceKind(row.read_choice("by", _KINDS) or PlaceKind.POSTAL)
    low = row.read("from", at_most=16)
    high = row.read("to", at_most=16) or low
    if country == "*" and low:
        row.refuse("from", "format", "is empty where the country is *")
    if len(low) == len(high) and low.upper() > high.upper():
        row.refuse("to", "range", "is not below the beginning")
    return Place(country, low, high, kind)


def _read_prices(row: RowReader) -> Iterator[PriceStep]:
    service = row.read("service", is_required=True, at_most=24).upper()
    up_to, each = row.read_weight("up_to"), row.read_weight("each_further")
    if bool(row.read("up_to")) == bool(row.read("each_further")):
        row.refuse("up_to", "required", "says up to which weight, or each_further which weight: one of them")
    for column, weight in (("up_to", up_to), ("each_further", each)):
        if weight == 0:
            row.refuse(column, "range", "is more than nothing")
    for zone in row.sheet.headings:
        if zone and zone not in SHEETS["prices"].known:
            amount = row.read_amount(zone)
            if amount is not None:
                yield PriceStep(service, zone, up_to or 0, amount, each or 0, row.row)


def _read_surcharge(row: RowReader) -> Iterator[Surcharge]:
    option = row.read_choice("option", _OPTIONS)
    yield Surcharge(
        row.read("code", is_required=True, at_most=24).upper(),
        row.read("name", is_required=True),
        row.read_amount("amount") or 0,
        row.read_codes("services"),
        is_residential=row.read_flag("residential"),
        area=row.read("area", at_most=40),
        over_length_mm=row.read_length("over_length"),
        over_second_mm=row.read_length("over_second"),
        over_girth_mm=row.read_length("over_girth"),
        over_grams=row.read_weight("over_weight"),
        option=Option(option) if option else None,
        over_value_minor=row.read_amount("over_value"),
        valid_from=row.read_day("from"),
        valid_until=row.read_day("until"),
        each_grams=row.read_weight("each_weight") or 0,
        each_amount_minor=row.read_amount("each_amount") or 0,
        base_parts=row.read_percent("percent") or 0,
        value_parts=row.read_percent("value_percent") or 0,
        billed_grams=row.read_weight("billed_weight") or 0,
        group=row.read("group", at_most=24),
        is_fuelled=row.read_flag("fuel") is not False,
        row=row.row,
    )


def _read_area(row: RowReader) -> Iterator[tuple[str, Place]]:
    yield row.read("area", is_required=True, at_most=40), _read_place(row)


def _read_fuel(row: RowReader) -> Iterator[Fuel]:
    yield Fuel(
        row.read_percent("percent") or 0,
        row.read_day("from"),
        row.read_day("until"),
        row.read_codes("services"),
        row.row,
    )


def _read_discount(row: RowReader) -> Iterator[Discount]:
    parts = row.read_percent("percent") or 0
    if parts > 100_000:
        row.refuse("percent", "range", "is at most 100")
    yield Discount(
        parts,
        row.read_count("from_parcels"),
        row.read_codes("services"),
        row.read("zone", at_most=40),
        row.row,
    )


def _tell(problem: CardProblem, sheets: Mapping[str, Sheet]) -> FieldProblem:
    """Say a problem of the card at its cell."""
    sheet, other = sheets.get(problem.sheet), problem.other
    path = sheet.name_cell(problem.row, problem.column) if sheet else problem.sheet
    told = {
        "unknown": FieldProblem(path, problem.code, f"{other} stands nowhere else in the card"),
        "twice": FieldProblem(path, problem.code, f"stands in row {other} already"),
        "overlaps": FieldProblem(
            path, problem.code, f"overlaps row {other}: one lies inside the other, or apart"
        ),
        "unpriced": FieldProblem(path, problem.code, f"no service has a price for zone {other}"),
        "first": FieldProblem(path, problem.code, "has no weight step that the further weight comes after"),
        "nothing": FieldProblem(path, problem.code, "has no amount, percentage or weight"),
        "order": FieldProblem(path, problem.code, "is not below the beginning"),
        "missing": FieldProblem(path, problem.code, "is empty"),
    }
    return told[problem.code]


def _find_strangers(
    card: RateCard, sheets: Mapping[str, Sheet], known: Sequence[str]
) -> Iterator[FieldProblem]:
    for service in card.services:
        if known and service.code not in known:
            path = sheets["services"].name_cell(service.row, "service")
            listed = ", ".join(known[:20])
            yield FieldProblem(path, "unknown", f"is no service of the carrier; it has {listed}")
