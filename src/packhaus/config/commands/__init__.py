"""The commands of `packhaus`, one module each: `configure(parser)` and `run(arguments) -> exit code`.

A module is loaded only when its command is asked for, so that `packhaus check` does not pay for the bench's libraries.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """Name, what it is for, and the module that does it; one that needs no Django starts no database either."""

    name: str
    summary: str
    module: str
    needs_django: bool = True


COMMANDS = (
    Command(
        "demo",
        "Load real orders, run days of fulfillment, serve the console",
        "packhaus.config.commands.demo",
    ),
    Command("serve", "Migrate, then serve console and API", "packhaus.config.commands.serve"),
    Command("worker", "Do the jobs and feed the journal's subscribers", "packhaus.config.commands.worker"),
    Command(
        "migrate", "Bring the database's schema up to date and secure it", "packhaus.config.commands.migrate"
    ),
    Command("check", "Prove that everything adds up", "packhaus.config.commands.check"),
    Command("upkeep", "Make partitions ahead, delete what has expired", "packhaus.config.commands.upkeep"),
    Command("backup", "Write everything into one file", "packhaus.config.commands.backup"),
    Command("restore", "Put a backup in the database's place", "packhaus.config.commands.restore"),
    Command(
        "import",
        "Read orders, SKUs, sites, locations or stock from CSV",
        "packhaus.config.commands.import_file",
    ),
    Command(
        "floor",
        "Release, walk, pick, pack, label and dispatch",
        "packhaus.config.commands.floor",
    ),
    Command("bench", "Measure a workload beside its physical limit", "packhaus.bench.command"),
    Command("forget", "Erase a shopper", "packhaus.config.commands.forget"),
    Command(
        "export-subject",
        "Write down everything known about a shopper",
        "packhaus.config.commands.export_subject",
    ),
    Command("create-user", "Give a person a sign-in", "packhaus.config.commands.create_user"),
    Command("user", "Help somebody who cannot sign in any more", "packhaus.config.commands.user"),
    Command(
        "print-agent",
        "Print for a station, on the computer of its printers",
        "packhaus.config.commands.print_agent",
        needs_django=False,
    ),
    Command("create-key", "Make an API key; it is shown once", "packhaus.config.commands.create_key"),
)
