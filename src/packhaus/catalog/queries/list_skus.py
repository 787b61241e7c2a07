"""Items of the merchants, by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_KEYS = (Key("code", "text"), Key("id", "uuid"))

_SKUS = """
SELECT k.id, m.code AS merchant_code, k.code, k.name, k.kind, k.length_mm, k.width_mm, k.height_mm, k.weight_grams,
       k.is_active, k.tags
FROM catalog_sku AS k JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE (%(merchant_id)s::uuid IS NULL OR k.merchant_id = %(merchant_id)s)
  AND (cardinality(%(kinds)s::text[]) = 0 OR k.kind = ANY(%(kinds)s))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR k.id = ANY(%(ids)s))
  AND (%(is_active)s::boolean IS NULL OR k.is_active = %(is_active)s)
  AND (%(tag)s::text = '' OR %(tag)s = ANY(k.tags))
  AND (NOT %(is_unmeasured)s OR k.weight_grams = 0 OR k.length_mm = 0)
  AND (%(text)s::text = '' OR k.code >= %(text)s AND k.code < %(text_end)s
       OR k.name_key >= %(name)s AND k.name_key < %(name_end)s
       OR k.id IN (SELECT b.sku_id FROM catalog_barcode AS b WHERE b.code = %(text)s))
"""


@dataclass(frozen=True, slots=True)
class SkuRow:
    """One item in a list."""

    id: UUID
    merchant_code: str
    code: str
    name: str
    kind: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    is_active: bool
    tags: list[str]


@dataclass(frozen=True, slots=True)
class SkuFilter:
    """What narrows the list; `text` is the start of a code or name, or a whole barcode."""

    text: str = ""
    merchant_id: UUID | None = None
    kinds: tuple[str, ...] = ()
    is_unmeasured: bool = False
    is_active: bool | None = None
    ids: Sequence[UUID] = ()
    tag: str = ""


def list_skus(scope: Scope, *, wanted: SkuFilter, page: PageOf) -> Page[SkuRow]:
    """Return items by code. Queries: 2."""
    name = wanted.text.casefold()
    with transaction(scope):
        return fetch_page(
            SkuRow,
            _SKUS,
            {
                "merchant_id": wanted.merchant_id,
                "kinds": list(wanted.kinds),
                "is_unmeasured": wanted.is_unmeasured,
                "is_active": wanted.is_active,
                "ids": list(wanted.ids),
                "tag": wanted.tag,
                "text": wanted.text,
                "text_end": bound_prefix(wanted.text),
                "name": name,
                "name_end": bound_prefix(name),
            },
            keys=_KEYS,
            page=page,
        )
