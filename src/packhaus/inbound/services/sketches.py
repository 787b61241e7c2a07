"""Begin an announcement, keep what was entered of it so far, throw it away or send it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import SketchNotFound
from packhaus.inbound.locks import lock_dock, lock_sketch
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.docks.book import Wish, book_slot
from packhaus.inbound.types import MOST_LINES, AsnDraft, Sketch
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

KEPT_FOR = timedelta(days=30)
LONGEST_TEXT = 200

_BEGIN = """
WITH old AS (
    DELETE FROM inbound_asnsketch WHERE merchant_id = %(merchant_id)s AND changed_at < %(kept_since)s
)
INSERT INTO inbound_asnsketch (id, merchant_id, entered, changed_at)
VALUES (%(id)s, %(merchant_id)s, %(entered)s::jsonb, %(now)s)
"""
_SAVE = """
UPDATE inbound_asnsketch SET entered = entered || %(entered)s::jsonb, changed_at = %(now)s
WHERE id = %(id)s AND asn_id IS NULL RETURNING id
"""
_DROP = "DELETE FROM inbound_asnsketch WHERE id = %(id)s AND asn_id IS NULL RETURNING id"
_SENT = "UPDATE inbound_asnsketch SET asn_id = %(asn_id)s, changed_at = %(now)s WHERE id = %(id)s"


def begin_sketch(*, scope: Scope, merchant_id: UUID, sketch: Sketch, now: datetime) -> UUID:
    """Keep what was entered of a new announcement and return its id; those untouched for KEPT_FOR go. Queries: 1."""
    sketch_id = new_id()
    parameters = {
        "id": sketch_id,
        "merchant_id": merchant_id,
        "entered": json.dumps(asdict(_bound(sketch))),
        "now": now,
        "kept_since": now - KEPT_FOR,
    }
    with transaction(scope):
        rows.execute(_BEGIN, parameters)
    return sketch_id


def save_sketch(
    *, scope: Scope, sketch_id: UUID, sketch: Sketch, fields: Sequence[str], now: datetime
) -> None:
    """Keep these fields of an announcement: two windows at different steps do not undo each other. Queries: 1.

    Raises: SketchNotFound, also when it was sent.
    """
    entered = asdict(_bound(sketch))
    said = json.dumps({name: entered[name] for name in fields})
    with transaction(scope):
        if not rows.fetch_tuples(_SAVE, {"id": sketch_id, "entered": said, "now": now}):
            raise SketchNotFound("there is no such begun announcement")


def drop_sketch(*, scope: Scope, sketch_id: UUID) -> None:
    """Throw away what was entered. Queries: 1. Raises: SketchNotFound, also when it was sent."""
    with transaction(scope):
        if not rows.fetch_tuples(_DROP, {"id": sketch_id}):
            raise SketchNotFound("there is no such begun announcement")


@again_when_busy
def send_sketch(
    *, scope: Scope, sketch_id: UUID, draft: AsnDraft, wish: Wish | None, now: datetime, actor: Actor
) -> UUID:
    """Announce a delivery that was begun, with a door for its truck where one is wished for, and return its id.

    Sent twice it is announced once. Without the slot it is not announced either.
    Locks: the sketch, the doors of its site, site_stock of what it brings. Emits: AsnAnnounced, SlotBooked.
    Raises: SketchNotFound, Invalid, AsnNumberTaken, SlotNotFree. Queries: 8 to 22.
    """
    with transaction(scope):
        merchant_id, asn_id = lock_sketch(sketch_id)
        if asn_id is not None:
            return asn_id
        if wish is not None:  # before the stock, which is locked by what announces
            lock_dock(draft.site_id)
        [told] = announce_asns(scope=scope, merchant_id=merchant_id, drafts=[draft], now=now, actor=actor)
        if wish is not None:
            book_slot(scope=scope, asn_id=told.id, wish=wish, now=now, actor=actor)
        rows.execute(_SENT, {"id": sketch_id, "asn_id": told.id, "now": now})
    return told.id


def _bound(sketch: Sketch) -> Sketch:
    """Cut what no field holds: a page says it before."""
    lines = tuple(
        replace(line, **{name: text[:LONGEST_TEXT] for name, text in asdict(line).items()})
        for line in sketch.lines[:MOST_LINES]
    )
    texts = {name: text[:LONGEST_TEXT] for name, text in asdict(sketch).items() if isinstance(text, str)}
    return replace(sketch, **texts, lines=lines)
