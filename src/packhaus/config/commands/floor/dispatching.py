"""Out of the door."""

import argparse
from pathlib import Path

from django.utils import timezone

from packhaus.access.types import SYSTEM
from packhaus.config.arguments import read_moment
from packhaus.config.commands.floor.steps import (
    OPERATOR,
    Steps,
    add_step,
    find_site,
    say,
    write_document,
)  # fmt: skip
from packhaus.outbound.queries.dock import DockRow, list_dock, list_dock_shipments
from packhaus.outbound.services.hand_over import hand_over
from packhaus.outbound.services.print_dispatch_list import print_dispatch_list


def configure(steps: Steps) -> None:
    add_step(steps, "dock", "Show what stands at the dock, by carrier and cut-off", _show_dock).add_argument(
        "site", nargs="?", default="", help="its code"
    )
    leave = add_step(
        steps, "dispatch", "Hand over what stands there for a carrier, and close its list", _dispatch
    )
    leave.add_argument("site", help="its code")
    leave.add_argument("carrier", help="its code")
    leave.add_argument(
        "--until", type=read_moment, help="only what is due until then: 2026-11-22T17:00+00:00"
    )
    leave.add_argument("--seal", default="", help="the number on the seal of the truck")
    paper = add_step(steps, "dispatch-list", "Write the list that the driver signs", _print_list)
    paper.add_argument("manifest", help="its number")
    paper.add_argument("pdf", type=Path, help="the file to write")


def _show_dock(arguments: argparse.Namespace) -> int:
    dock = list_dock(scope=OPERATOR, site_id=find_site(arguments.site) if arguments.site else None)
    return say(arguments, dock, [_describe(row) for row in dock] or ["nothing stands at the dock"])


def _describe(row: DockRow) -> str:
    due = row.cut_off_at.isoformat() if row.cut_off_at else "no date"
    return f"{row.site_code}\t{row.carrier_code}\t{due}\t{row.shipments} orders\t{row.parcels} parcels"


def _dispatch(arguments: argparse.Namespace) -> int:
    standing = list_dock_shipments(
        scope=OPERATOR,
        site_id=find_site(arguments.site),
        carrier_code=arguments.carrier,
        until=arguments.until,
    )
    shipments = [shipment.id for shipment in standing]
    manifests = hand_over(shipment_ids=shipments, seal=arguments.seal, now=timezone.now(), actor=SYSTEM)
    parcels = sum(shipment.parcels for shipment in standing)
    lines = [f"{len(shipments)} orders in {parcels} parcels left: {', '.join(manifests)}"]
    return say(arguments, {"shipments": shipments, "parcels": parcels, "manifests": manifests}, lines)


def _print_list(arguments: argparse.Namespace) -> int:
    pdf = print_dispatch_list(scope=OPERATOR, number=arguments.manifest, language="en", now=timezone.now())
    write_document(arguments.pdf, pdf)
    return say(arguments, {"pdf": str(arguments.pdf)}, [f"written to {arguments.pdf}"])
