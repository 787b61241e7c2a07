"""Load real orders, run days of fulfillment, serve the console."""

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime

from django.conf import settings
from rich.console import Console

from packhaus.access.scope import Scope, transaction
from packhaus.config.arguments import read_count, read_port
from packhaus.config.migrating import migrate_database
from packhaus.config.ports import FIRST_PORT, find_free_port, require_port
from packhaus.config.serving import THREADS, count_processes, lead_links_here, serve
from packhaus.config.subscriptions import drain
from packhaus.demo.database import empty_database
from packhaus.demo.report import DayTable, describe_result
from packhaus.demo.run import DemoResult, make_plan, run_days, summarise
from packhaus.demo.source.facilities import list_merchants
from packhaus.demo.supplies import HOUSE
from packhaus.insight.services.check import list_differences
from packhaus.messaging.backends import EmlBackend
from packhaus.messaging.services.send import send_queued

HOST = "127.0.0.1"
ALL_DAYS = 20
NOT_CLEAN = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="stop when the days are done")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object, last")
    parser.add_argument("--days", type=read_count, default=ALL_DAYS, help="run only the first trading days")
    parser.add_argument("--port", type=read_port, help="by default the first free one from 8000 on")
    parser.add_argument("--reset", action="store_true", help="delete whatever is in the database")


def run(arguments: argparse.Namespace) -> int:
    console = Console(file=sys.stderr if arguments.json else sys.stdout)
    _choose_port(arguments)
    own_codes = frozenset({HOUSE, *(merchant.code for merchant in list_merchants())})
    empty_database(own_codes=own_codes, reset=arguments.reset)
    migrate_database()
    result = _run_days(max(1, min(arguments.days, ALL_DAYS)), console)
    with result.watch.measure("check"):
        differences = _check()
    figures = summarise(result, differences=differences)
    describe_result(console, figures, result.sign_ins, differences)
    if arguments.json:
        print(json.dumps(figures))
    if not arguments.no_serve:
        # Chosen anew: another demo that began at the same time may have taken it while the days ran.
        port = _choose_port(arguments)
        console.print(f"\nThe console is on [bold]http://localhost:{port}[/]; Ctrl-C ends it.")
        serve(host=HOST, port=port, workers=count_processes(), threads=THREADS)
    return NOT_CLEAN if differences else 0


def _choose_port(arguments: argparse.Namespace) -> int:
    """Return where to serve afterwards, and let mails of the days lead there; a taken one is refused first."""
    if arguments.no_serve:
        return arguments.port or FIRST_PORT
    if arguments.port:
        require_port(HOST, arguments.port)
    port: int = arguments.port or find_free_port(HOST)
    lead_links_here(port)
    return port


def _run_days(day_count: int, console: Console) -> DemoResult:
    folder = settings.DATA_DIR / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    backend = EmlBackend(folder=folder / "mail", sender=settings.DEFAULT_FROM_EMAIL)
    plan = make_plan(today=datetime.now(UTC).date(), day_count=day_count)
    with DayTable(console, plan) as table:
        return run_days(
            plan=plan,
            folder=folder,
            drain=drain,
            send=lambda now: send_queued(backend=backend, now=now).sent,
            tell=table.add_day,
        )


def _check() -> list[str]:
    with transaction(Scope.operator()):
        return [str(difference) for difference in list_differences()]
