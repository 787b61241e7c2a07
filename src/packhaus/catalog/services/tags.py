"""Tag items: short codes by which people find and sort them, as orders have them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import SkusTagged, SkusUntagged
from packhaus.catalog.locks import lock_tags
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.tags import TAGS_AT_MOST, list_tag_problems

_CODES_TOLD = 100

_ADD = """
UPDATE catalog_sku SET tags = array_append(tags, %(tag)s::text)
WHERE id = ANY(%(ids)s::uuid[]) AND NOT %(tag)s::text = ANY(tags) AND cardinality(tags) < %(at_most)s
RETURNING id, merchant_id, code
"""
_REMOVE = """
UPDATE catalog_sku SET tags = array_remove(tags, %(tag)s::text)
WHERE id = ANY(%(ids)s::uuid[]) AND %(tag)s::text = ANY(tags)
RETURNING id, merchant_id, code
"""
_WRITE = "UPDATE catalog_sku SET tags = %(tags)s::text[] WHERE id = %(id)s::uuid"


def add_tag(*, scope: Scope, sku_ids: Sequence[UUID], tag: str, now: datetime, actor: Actor) -> list[UUID]:
    """Tag items and return those that had not the tag; an item has TAGS_AT_MOST.

    Emits: SkusTagged per merchant. Queries: 2. Raises: Invalid.
    """
    if problems := list(list_tag_problems([tag], path="tag")):
        raise Invalid(problems)
    with transaction(scope):
        changed = rows.fetch_tuples(_ADD, {"ids": list(sku_ids), "tag": tag, "at_most": TAGS_AT_MOST})
        record(list(_list_facts(SkusTagged, tag, changed)), happened_at=now, actor=actor)
    return [id_ for id_, _, _ in changed]


def remove_tag(*, scope: Scope, sku_ids: Sequence[UUID], tag: str, now: datetime, actor: Actor) -> list[UUID]:
    """Take a tag off items and return those that had it. Emits: SkusUntagged per merchant. Queries: 2."""
    with transaction(scope):
        changed = rows.fetch_tuples(_REMOVE, {"ids": list(sku_ids), "tag": tag})
        record(list(_list_facts(SkusUntagged, tag, changed)), happened_at=now, actor=actor)
    return [id_ for id_, _, _ in changed]


def change_tags(
    *, scope: Scope, sku_id: UUID, added: Sequence[str], removed: Sequence[str], now: datetime, actor: Actor
) -> list[str]:
    """Take tags off an item and put others on, in one go; return those it has then. Twice is once.

    Locks: the item. Emits: SkusTagged, SkusUntagged. Queries: 3. Raises: NotFound; Invalid naming every tag that is no
    code, and when the item would have more than TAGS_AT_MOST; nothing was changed.
    """
    if problems := list(list_tag_problems(added, path="add.{place}")):
        raise Invalid(problems)
    with transaction(scope):
        merchant_id, code, before = lock_tags(sku_id)
        after = list(dict.fromkeys([*(tag for tag in before if tag not in removed), *added]))
        if len(after) > TAGS_AT_MOST:
            raise Invalid([FieldProblem("add", "too_many", f"an item has {TAGS_AT_MOST} tags at most")])
        if after != before:
            rows.execute(_WRITE, {"id": sku_id, "tags": after})
        changed = [(sku_id, merchant_id, code)]
        facts = [
            *(fact for tag in before if tag not in after for fact in _list_facts(SkusUntagged, tag, changed)),
            *(fact for tag in after if tag not in before for fact in _list_facts(SkusTagged, tag, changed)),
        ]
        record(facts, happened_at=now, actor=actor)
    return after


def _list_facts(
    kind: type[SkusTagged | SkusUntagged], tag: str, changed: Sequence[tuple[UUID, UUID, str]]
) -> Iterator[SkusTagged | SkusUntagged]:
    codes: defaultdict[UUID, list[str]] = defaultdict(list)
    for _id, merchant_id, code in changed:
        codes[merchant_id].append(code)
    for merchant_id, found in codes.items():
        yield kind(
            merchant_id=merchant_id,
            aggregate_id=merchant_id,
            tag=tag,
            count=len(found),
            codes=sorted(found)[:_CODES_TOLD],
        )
