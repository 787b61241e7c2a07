"""Migrate, then serve console and API on one port with granian; Ctrl-C or SIGTERM ends it after the open requests."""

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


def run(arguments: argparse.Namespace) -> int:
    if not arguments.no_migrate:
        migrate_database()
    serve(host=arguments.host, port=arguments.port, workers=arguments.workers, threads=arguments.threads)
    return 0
