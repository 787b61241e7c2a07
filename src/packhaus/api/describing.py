"""What a reader of the schema wants to know beyond types: names, needed rights, an example of each body."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from packhaus.api.examples import EXAMPLES
from packhaus.api.keys import KeyAuth

_JSON = "application/json"
_TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def describe_operations(api: NinjaAPI, paths: Mapping[str, Mapping[str, dict[str, Any]]]) -> None:
    """Complete the schema's operations in place."""
    rights = {operation.operation_id: _describe_rights(operation) for operation in _list_operations(api)}
    for methods in paths.values():
        for described in methods.values():
            name = described["operationId"]
            described["summary"] = name.replace("_", " ").capitalize()
            described["description"] += rights[name]
            if name in EXAMPLES:
                described["requestBody"]["content"][_JSON]["example"] = EXAMPLES[name]


def describe_times(described: Any) -> None:
    """Describe times of day in place: JSON Schema's `time` has an offset (RFC 3339), a site's is in its zone."""
    if isinstance(described, Mapping):
        if described.get("type") == "string" and described.get("format") == "time":
            assert isinstance(described, dict)
            del described["format"]
            described["pattern"] = _TIME_OF_DAY
        described = described.values()
    if not isinstance(described, str):
        for part in described if isinstance(described, Iterable) else ():
            describe_times(part)


def _list_operations(api: NinjaAPI) -> Iterator[Operation]:
    for _prefix, router in api._routers:  # noqa: SLF001 - ninja has no list of its own
        for view in router.path_operations.values():
            yield from view.operations


def _describe_rights(operation: Operation) -> str:
    """Return the sentence that names the scope; every operation is behind one of our own doors."""
    door = operation.auth_param
    assert isinstance(door, KeyAuth)
    whose = " of an operator's key" if door.for_operator else ""
    return f"\n\nNeeds the scope `{door.wanted.value}`{whose}."
