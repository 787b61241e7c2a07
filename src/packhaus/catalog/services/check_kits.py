"""What can be wrong with kits: parts that are not there, kits in themselves, kits too deep."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from packhaus.catalog.queries.kinds import Existing
from packhaus.catalog.types import SkuDraft
from packhaus.kernel.errors import FieldProblem

MAX_DEPTH = 3
MAX_PARTS = 200
MAX_UNITS = 100_000
_NO_PARTS = frozenset({"fee", "deposit"})

Parts = Mapping[str, Sequence[str]]


def check_kits(
    drafts: Sequence[SkuDraft], *, existing: Existing, fields: Collection[str]
) -> Iterator[FieldProblem]:
    """Yield every problem of every kit; one that exists keeps its parts where `components` are none of the fields."""
    kinds = {**existing.kinds, **{draft.code: draft.kind for draft in drafts}}
    for index, draft in enumerate(drafts):
        path = f"skus.{index}.components"
        keeps_parts = "components" not in fields and draft.code in existing.kinds
        if not keeps_parts and (draft.kind == "kit") != bool(draft.components):
            yield FieldProblem(path, "required", "a kit has components, and nothing else has")
        yield from _check_parts(path, draft, kinds)
    own = {draft.code: [code for code, _ in draft.components] for draft in drafts if draft.components}
    if own:
        yield from _check_depth(drafts, {**existing.parts, **own})


def _check_parts(path: str, draft: SkuDraft, kinds: Mapping[str, str]) -> Iterator[FieldProblem]:
    if len(draft.components) > MAX_PARTS:
        yield FieldProblem(path, "too_many", f"are at most {MAX_PARTS}")
    for code, times in Counter(code for code, _ in draft.components).items():
        if times > 1:
            yield FieldProblem(path, "repeated", f"{code} stands twice; add its units up")
    for code, quantity in draft.components:
        if code not in kinds:
            yield FieldProblem(path, "unknown_sku", f"{code} is not in the catalog")
        elif kinds[code] in _NO_PARTS:
            yield FieldProblem(path, "kind", f"{code} is a {kinds[code]} and no part of anything")
        if not 1 <= quantity <= MAX_UNITS:
            yield FieldProblem(path, "range", f"{code}: from 1 to {MAX_UNITS} units")


def _check_depth(drafts: Sequence[SkuDraft], parts: Parts) -> Iterator[FieldProblem]:
    """Refuse kits that hold themselves or are part of more than three levels, with the kits of the catalog."""
    wholes: dict[str, list[str]] = {}
    for whole, listed in parts.items():
        for part in listed:
            wholes.setdefault(part, []).append(whole)
    for index, draft in enumerate(drafts):
        if draft.components:
            levels = _measure(draft.code, parts, MAX_DEPTH) + _measure(draft.code, wholes, MAX_DEPTH)
            if levels > MAX_DEPTH:
                message = f"a kit is at most {MAX_DEPTH} levels deep and never in itself"
                yield FieldProblem(f"skus.{index}.components", "depth", message)


def _measure(code: str, links: Parts, patience: int) -> int:
    """Return how many levels follow below a code; beyond `patience` it makes no difference, and a cycle gets there."""
    following = links.get(code, ())
    if not following or patience < 0:
        return 0
    return 1 + max(_measure(one, links, patience - 1) for one in following)
