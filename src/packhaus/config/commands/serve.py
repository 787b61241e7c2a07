"""Migrate, then serve console and API on one port, with a worker for jobs beside; Ctrl-C or SIGTERM ends both."""

import argparse

from packhaus.config.migrating import migrate_database
from packhaus.config.serving import serve


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument(
        "--threads", type=int, default=4, help="threads, and database connections, per process"
    )
    parser.add_argument("--no-migrate", action="store_true", help="the schema is up to date already")
    parser.add_argument(
        "--no-worker", action="store_true", help="jobs are done by a `packhaus worker` somewhere else"
    )


def run(arguments: argparse.Namespace) -> int:
    if not arguments.no_migrate:
        migrate_database()
    serve(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        threads=arguments.threads,
        has_worker=not arguments.no_worker,
    )
    return 0
