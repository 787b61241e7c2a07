"""Migrate, then serve console and API on one port, with a worker for jobs beside; Ctrl-C or SIGTERM ends both."""

import argparse

from packhaus.config.arguments import read_count, read_port
from packhaus.config.migrating import migrate_database
from packhaus.config.ports import FIRST_PORT, require_port
from packhaus.config.serving import THREADS, count_processes, lead_links_here, serve


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=read_port, default=FIRST_PORT)
    parser.add_argument(
        "--workers",
        type=read_count,
        default=count_processes(),
        help="processes; one for every two processors",
    )
    parser.add_argument(
        "--threads", type=read_count, default=THREADS, help="threads, and database connections, per process"
    )
    parser.add_argument("--no-migrate", action="store_true", help="the schema is up to date already")
    parser.add_argument(
        "--no-worker", action="store_true", help="jobs are done by a `packhaus worker` somewhere else"
    )


def run(arguments: argparse.Namespace) -> int:
    require_port(arguments.host, arguments.port)
    lead_links_here(arguments.port)
    if not arguments.no_migrate:
        migrate_database()
    print(f"Packhaus answers at http://localhost:{arguments.port}; Ctrl-C ends it.", flush=True)
    serve(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        threads=arguments.threads,
        has_worker=not arguments.no_worker,
    )
    return 0
