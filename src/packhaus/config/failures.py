"""What stopped a command, in words and an exit code. A traceback is for what nobody expected."""

import os
import sys

from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from packhaus.config.environment import SettingWrong
from packhaus.kernel.errors import DomainError, Invalid
from packhaus.kernel.postgres import ServerError

REFUSED = 2
CLOSED_PIPE = 141
EXPECTED = (DomainError, ServerError, SettingWrong, OperationalError, ProgrammingError, OSError)
_STALE = "this database is not up to date; run `packhaus migrate` first"


def explain(failure: Exception) -> int:
    """Say why a command ended, and return its exit code; what is our own mistake is raised again."""
    if isinstance(failure, BrokenPipeError):
        _leave_output()
        return CLOSED_PIPE
    if isinstance(failure, ProgrammingError) and not isinstance(
        failure.__cause__, UndefinedTable | UndefinedColumn
    ):
        raise failure
    print(f"packhaus: {_describe(failure)}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        _leave_output()
    return REFUSED


def _describe(failure: Exception) -> str:
    if isinstance(failure, Invalid):
        problems = [f"{problem.path}: {problem.message}" for problem in failure.problems]
        return problems[0] if len(problems) == 1 else "\n  ".join(["refused", *problems])
    if isinstance(failure, SettingWrong):
        return str(failure).replace("\n", "\n  ")
    if isinstance(failure, ProgrammingError):
        return _STALE
    if isinstance(failure, OperationalError):
        return f"the database did not do it: {' '.join(str(failure).split())}"
    if isinstance(failure, OSError):
        where = f"{failure.filename}: " if failure.filename else ""
        return f"{where}{failure.strerror or failure}"
    return str(failure)


def _leave_output() -> None:
    """Write nothing any more to a reader that has gone or a full disk, not even when Python ends and flushes."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
