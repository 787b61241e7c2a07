"""Contracts that are in force: whose prices hold for which merchant, kept in the process."""

import time
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, get_open_scope, transaction
from packhaus.kernel.kept import forgets
from packhaus.shipping.queries.rate_cards import RateVersionRow, list_versions_in_use

_FRESH_SECONDS = 5.0


class _Kept:
    read_at: float = float("-inf")
    versions: tuple[RateVersionRow, ...] = ()


def list_contracts() -> tuple[RateVersionRow, ...]:
    """Return the published versions of the cards in use, at most five seconds old; a merchant's scope sees none.

    Queries: 1, or 0 while fresh.
    """
    scope = get_open_scope()
    if scope is None or not scope.is_operator:
        return ()
    _refresh()
    return _Kept.versions


def read_contracts() -> tuple[RateVersionRow, ...]:
    """Return what is kept, whoever asks; read anew as the operator when it is five seconds old.

    Not inside a merchant's transaction, where what is kept holds. For choosing, not for showing. Queries: 1, or 0.
    """
    scope = get_open_scope()
    if _is_fresh():
        return _Kept.versions
    if scope is None:
        with transaction(Scope.operator()):
            _refresh()
    elif scope.is_operator:
        _refresh()
    return _Kept.versions


def _is_fresh() -> bool:
    return time.monotonic() - _Kept.read_at <= _FRESH_SECONDS


def _refresh() -> None:
    if not _is_fresh():
        _Kept.versions = tuple(list_versions_in_use())
        _Kept.read_at = time.monotonic()


@forgets
def forget_contracts() -> None:
    """Read them anew at the next call: after one was published here, and between tests."""
    _Kept.read_at = float("-inf")


def choose_contracts(
    versions: Sequence[RateVersionRow], *, merchant_id: UUID, on: date
) -> tuple[RateVersionRow, ...]:
    """Return the versions that hold for a merchant on a day, in the order of asking: its own accounts first.

    Of one card the version counts that begins last.
    """
    found: dict[UUID, RateVersionRow] = {}
    for version in versions:
        is_meant = version.merchant_id in {None, merchant_id}
        if (
            is_meant
            and version.valid_from <= on
            and (version.valid_until is None or on <= version.valid_until)
        ):
            found.setdefault(version.card_id, version)
    return tuple(found.values())
