"""What a device needs to end a task of few scans without a network: each step with the codes that are right there."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from packhaus.web.formats import format_quantity


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One scan. `id` is what the page sends back at this step; `lot`: the lot or serial that a code may name."""

    id: str
    verb: str
    target: str
    expects: str
    codes: Sequence[str]
    name: str = ""
    units: int = 0
    context: str = ""
    lot: str = ""


def build_chain(steps: Sequence[ChainStep]) -> str:
    """Write the steps for offline.js; the last one's scan is what the server books."""
    told = [{**asdict(step), "quantity": format_quantity(step.units) if step.units else ""} for step in steps]
    return json.dumps({"chain": told, "end": _("This is done")})
