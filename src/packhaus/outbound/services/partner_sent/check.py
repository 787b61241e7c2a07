"""What a partner's report must say before anything is booked."""

from collections.abc import Iterator, Sequence

from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.errors import UnitsNotAsked
from packhaus.orders.queries.asked import AskedLine
from packhaus.outbound.types import PartnerReport


def check_reports(reports: Sequence[PartnerReport]) -> None:
    """Refuse reports that cannot be true, whatever was asked for. Raises: Invalid with every problem."""
    problems = [problem for index, one in enumerate(reports) for problem in _check(index, one)]
    if len({one.fulfillment_id for one in reports}) != len(reports):
        problems.append(FieldProblem("reports", "twice", "a fulfillment order leaves once in a call"))
    if problems:
        raise Invalid(problems)


def _check(index: int, report: PartnerReport) -> Iterator[FieldProblem]:
    if not report.parcels:
        yield FieldProblem(f"reports.{index}.parcels", "required", "names at least one parcel")
    if not report.carrier_code:
        yield FieldProblem(f"reports.{index}.carrier", "required", "names the carrier")
    for place, parcel in enumerate(report.parcels):
        at = f"reports.{index}.parcels.{place}"
        if not parcel.tracking_number:
            yield FieldProblem(f"{at}.tracking_number", "required", "is the number of the carrier")
        if not parcel.units and len(report.parcels) > 1:
            yield FieldProblem(f"{at}.units", "required", "says what is in each of several parcels")


def find_units(report: PartnerReport, lines: Sequence[AskedLine]) -> dict[int, int]:
    """Return the units that have left by fulfillment line. Raises: UnitsNotAsked."""
    own = {line.id: line.promised for line in lines if line.fulfillment_id == report.fulfillment_id}
    units: dict[int, int] = {}
    for parcel in report.parcels:
        for id_, quantity in parcel.units or own.items():
            units[id_] = units.get(id_, 0) + quantity
    beyond = {id_: sent for id_, sent in units.items() if not 0 < sent <= own.get(id_, 0)}
    if beyond or not units:
        raise UnitsNotAsked(
            "more units have left than were asked for",
            sent=beyond,
            asked={id_: own.get(id_, 0) for id_ in beyond},
        )
    return units
