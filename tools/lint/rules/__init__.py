from collections.abc import Callable, Iterator

from tools.lint.rules import data, handling, rooms, size
from tools.lint.sources import Finding, Source

Rule = Callable[[Source], Iterator[Finding]]

# The first line of each rule's docstring is its sentence in `python -m tools.lint --rules`.
RULES: dict[str, Rule] = {
    "file-length": size.check_file_length,
    "function-length": size.check_function_length,
    "vague-module": size.check_module_name,
    "objects-in-interface": data.check_objects,
    "like-under-rls": data.check_like,
    "lock-outside-locks": data.check_locks,
    "broad-except": handling.check_broad_except,
    "sleep": handling.check_sleep,
    "clock-in-domain": handling.check_clock,
    "mock": handling.check_mocks,
    "noqa-without-reason": handling.check_noqa,
    "registry-address": handling.check_registry_address,
    "foreign-room": rooms.check_foreign_rooms,
    "reads-and-writes": rooms.check_reads_and_writes,
    "keyword-only": rooms.check_keyword_only,
    "pure-decide": rooms.check_decide,
}
