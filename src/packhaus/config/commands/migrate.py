"""Bring the database's schema up to date as its owner, and secure it for the runtime role."""

import argparse

from packhaus.config.migrating import migrate_database


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing")


def run(arguments: argparse.Namespace) -> int:
    migrate_database(verbosity=0 if arguments.quiet else 1)
    return 0
