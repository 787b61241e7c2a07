"""Set up stations and printers."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.printing.errors import StationNotFound
from packhaus.printing.events import PrinterSaved, StationSaved
from packhaus.printing.queries.stations import get_station
from packhaus.printing.types import DOTS_PER_MM, MEDIA, REACHED_BY, SPEAKS, PrinterDraft

CODE_LENGTH = 24
ADDRESS_LENGTH = 80
RAW_PORT = 9100
_CODE = re.compile(rf"[A-Z0-9][A-Z0-9-]{{0,{CODE_LENGTH - 1}}}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")
# What CUPS calls a queue; never an option of `lp`.
_QUEUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

_SAVE_STATION = """
INSERT INTO printing_station AS t (id, site_id, code, is_active)
VALUES (%(id)s, %(site_id)s, %(code)s, %(is_active)s)
ON CONFLICT (site_id, code) DO UPDATE SET is_active = excluded.is_active RETURNING t.id
"""
_SAVE_PRINTER = """
INSERT INTO printing_printer AS p (id, station_id, code, medium, speaks, dots_per_mm, reached_by, address, asks_state,
    is_active)
VALUES (%(id)s, %(station_id)s, %(code)s, %(medium)s, %(speaks)s, %(dots_per_mm)s, %(reached_by)s, %(address)s,
    %(asks_state)s, %(is_active)s)
ON CONFLICT (station_id, code) DO UPDATE SET medium = excluded.medium, speaks = excluded.speaks,
    dots_per_mm = excluded.dots_per_mm, reached_by = excluded.reached_by, address = excluded.address,
    asks_state = excluded.asks_state, is_active = excluded.is_active, state = 'unknown', state_at = NULL
RETURNING p.id
"""


def save_station(
    *, scope: Scope, site_id: UUID, code: str, is_active: bool = True, now: datetime, actor: Actor
) -> UUID:
    """Set up a station, or switch the one with this code on or off, and return its id. The caller has checked the site.

    Emits: StationSaved. Queries: 2. Raises: Invalid, StationNotFound (not the operator).
    """
    if not scope.is_operator:
        raise StationNotFound("only the operator sets up stations")
    problems = list(_check_code(code))
    if problems:
        raise Invalid(problems)
    parameters = {"id": new_id(), "site_id": site_id, "code": code, "is_active": is_active}
    with transaction(scope):
        station_id: UUID = rows.fetch_value(_SAVE_STATION, parameters)
        fact = StationSaved(merchant_id=None, aggregate_id=station_id, code=code, is_active=is_active)
        record([fact], happened_at=now, actor=actor)
    return station_id


def save_printer(*, scope: Scope, station_id: UUID, draft: PrinterDraft, now: datetime, actor: Actor) -> UUID:
    """Set up a printer of a station, or change the one with this code, and return its id.

    What is known of its state is forgotten: it may be another printer now.
    Emits: PrinterSaved. Queries: 3. Raises: Invalid with every problem, StationNotFound.
    """
    get_station(scope=scope, station_id=station_id)
    problems = [*_check_code(draft.code), *_check_printer(draft)]
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        parameters = {**asdict(draft), "id": new_id(), "station_id": station_id}
        printer_id: UUID = rows.fetch_value(_SAVE_PRINTER, parameters)
        fact = PrinterSaved(
            merchant_id=None, aggregate_id=station_id, code=draft.code, is_active=draft.is_active
        )
        record([fact], happened_at=now, actor=actor)
    return printer_id


def _check_code(code: str) -> Iterator[FieldProblem]:
    if not _CODE.fullmatch(code):
        yield FieldProblem("code", "format", "is 1 to 24 capitals, digits and hyphens")


def _check_printer(draft: PrinterDraft) -> Iterator[FieldProblem]:
    if draft.medium not in MEDIA:
        yield FieldProblem("medium", "unknown", "is one of label, sheet")
    if draft.speaks not in SPEAKS:
        yield FieldProblem("speaks", "unknown", "is one of zpl, pdf")
    if draft.speaks == "zpl" and draft.medium == "sheet":
        yield FieldProblem("medium", "unknown", "is label where the printer speaks zpl")
    if draft.dots_per_mm not in DOTS_PER_MM:
        yield FieldProblem("dots_per_mm", "unknown", "is one of 6, 8, 12, 24")
    if draft.reached_by not in REACHED_BY:
        yield FieldProblem("reached_by", "unknown", "is one of raw, queue")
    elif not _is_address(draft):
        told = {"raw": "is host:port, such as 10.0.0.7:9100", "queue": "is the name of a print queue"}
        yield FieldProblem("address", "format", told[draft.reached_by])


def _is_address(draft: PrinterDraft) -> bool:
    if len(draft.address) > ADDRESS_LENGTH:
        return False
    if draft.reached_by == "queue":
        return _QUEUE.fullmatch(draft.address) is not None
    host, _, port = draft.address.rpartition(":")
    is_port = port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536
    return is_port and _HOST.fullmatch(host) is not None
