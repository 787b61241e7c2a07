"""Bring the database of this process to this version's schema, prove it when told to, and print what differs.

A process of its own (`python -m`), since a process's connections and models lead to one database.
"""

import json
import sys

import django


def main(*, check: bool) -> None:
    """Print the differences as one JSON list on the last line."""
    django.setup()
    from packhaus.config.migrating import migrate_database
    from packhaus.insight.services.check import list_differences

    migrate_database()
    found = list_differences() if check else []
    print(json.dumps([f"{difference.check}: {difference.key}" for difference in found]))


if __name__ == "__main__":
    main(check="--check" in sys.argv)
