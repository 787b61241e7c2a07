"""What a device needs to go on alone at a station, thing after thing: what may be scanned, and what follows it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class After:
    """The scan that ends a round; without `codes` any code is taken, and the system judges it later.

    `slot`: where the target is a compartment's number, which stands there in its own colour. `context`:
    what to know before that scan.
    """

    verb: str
    target: str
    expects: str
    codes: Sequence[str] = ()
    slot: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What may be scanned: its codes with the units behind each, and what is sent when its round is over.

    `url` may hold CODE, the scanned code, and UNITS, how many a person said where another scan follows. `left`: so many
    rounds are left of it, None without a bound. `asks`: what a person says (quantity, lot, expires_on, serial). `tick`:
    nothing is sent, the line of a bench is ticked off. `of`: a part of the thing in hand, known only with it.
    """

    key: str
    name: str = ""
    url: str = ""
    codes: Sequence[tuple[str, int]] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    lot: str = ""
    left: int | None = None
    asks: Sequence[str] = ()
    after: After | None = None
    tick: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Rounds:
    """A station. `other` is what any unknown code stands for, once the thing called `gate` was scanned.

    `now`: the key of the thing that the page has in hand. `end` is said when nothing is left, `page` is asked anew when
    the network is back.
    """

    page: str
    verb: str
    expects: str
    things: Sequence[Thing]
    other: Thing | None = None
    gate: str = ""
    now: str = ""
    end: str = ""


def build_rounds(rounds: Rounds) -> str:
    """Write a station for offline.js."""
    return json.dumps(asdict(rounds))
