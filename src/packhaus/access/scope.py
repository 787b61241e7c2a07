"""Whose rows may be seen: an argument of every query and, underneath, row-level security.

`transaction(scope)` is the one way into the database. It sends the scope with BEGIN, so that a pooled connection never
carries a scope from one transaction to the next, and a statement outside of it sees no merchant's rows.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, Self, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db import transaction as django_transaction

from packhaus.kernel.database.base import DatabaseWrapper
from packhaus.kernel.errors import ResourceBusy

# Source: PostgreSQL, appendix A: lock_not_available, deadlock_detected, serialization_failure.
_CONTENTION = frozenset({"55P03", "40P01", "40001"})
ATTEMPTS = 5
"""Each waits at most the role's lock_timeout for a lock, or a second until the database sees a deadlock."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Scope:
    """The merchants whose rows are visible; the operator sees everybody's and the floor's."""

    merchant_ids: tuple[UUID, ...]
    is_operator: bool = False

    @classmethod
    def operator(cls) -> Self:
        """See every merchant's rows and the operator's own."""
        return cls((), is_operator=True)

    @classmethod
    def merchant(cls, *merchant_ids: UUID) -> Self:
        """See the rows of these merchants and nothing of the operator's."""
        return cls(tuple(sorted(merchant_ids)))

    def narrow_to(self, merchant_id: UUID) -> "Scope":
        """Return the scope of one merchant inside this one; a merchant outside of it leaves nothing to see."""
        return Scope((merchant_id,) if self.sees(merchant_id) else ())

    def sees(self, merchant_id: UUID) -> bool:
        """Tell whether rows of this merchant are visible."""
        return self.is_operator or merchant_id in self.merchant_ids

    def as_settings(self) -> tuple[str, str]:
        """Return the values of packhaus.merchants and packhaus.operator; only UUIDs and a constant are in them."""
        merchants = ",".join(str(merchant_id) for merchant_id in self.merchant_ids)
        return f"{{{merchants}}}", "on" if self.is_operator else "off"

    def settings_sql(self) -> str:
        """Return the statement that tells the database."""
        merchants, operator = self.as_settings()
        return (
            f"SELECT set_config('packhaus.merchants', '{merchants}', true), "
            f"set_config('packhaus.operator', '{operator}', true)"
        )


def _wrapper() -> DatabaseWrapper:
    """Return this thread's connection itself: the proxy looks it up again for every attribute, an order asks for 20."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    assert isinstance(wrapper, DatabaseWrapper)
    return wrapper


@contextmanager
def transaction(scope: Scope, *, savepoint: bool = False) -> Iterator[None]:
    """Open a transaction that sees exactly this scope, or join the one that is open with the same scope.

    `savepoint` sets one when joining, so that a refusal inside leaves the outer work whole.
    A scope different from the one that is open is a bug.
    Raises: ResourceBusy when a lock did not come in time or two transactions waited for each other; all is undone.
    """
    wrapper = _wrapper()
    stack: list[Scope] = wrapper.scopes
    if stack and wrapper.in_atomic_block:
        assert stack[-1] == scope, f"scope {scope} asked inside a transaction of {stack[-1]}"
        with django_transaction.atomic(savepoint=savepoint):
            yield
        return
    stack.clear()
    if wrapper.in_atomic_block:  # a test's outer transaction
        _set_scope(scope)
    else:
        wrapper.next_transaction_settings = scope.settings_sql()
    with contention_named, django_transaction.atomic():
        stack.append(scope)
        try:
            yield
        finally:
            stack.clear()


def statement_with_scope(scope: Scope) -> AbstractContextManager[None]:
    """Make room for one statement that sets this scope itself: it is its own transaction, and one round trip in all.

    Inside a transaction it joins, with a savepoint.
    Raises: ResourceBusy as `transaction` does.
    """
    return transaction(scope, savepoint=True) if is_in_transaction() else contention_named


class _ContentionNamed:
    """Says ResourceBusy for what the database says when others held a lock; no generator, for each order enters it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _CONTENTION:
            raise ResourceBusy(
                "somebody else is changing this right now; nothing was written, try again"
            ) from error


contention_named = _ContentionNamed()


def again_when_busy(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Run a write from its beginning, up to ATTEMPTS times, when it met somebody who held a lock for a moment.

    For functions that are one transaction as a whole: what a busy one did is undone, so beginning anew is safe.
    Inside a transaction of a caller it runs once, since only the outermost can begin anew.
    Raises: what the function does; ResourceBusy of the last attempt.
    """

    @wraps(work)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        for _ in range(0 if get_open_scope() else ATTEMPTS - 1):
            try:
                return work(*args, **kwargs)
            except ResourceBusy:
                continue
        return work(*args, **kwargs)

    return run


def _set_scope(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(scope.settings_sql())


def is_in_transaction() -> bool:
    """Tell whether this thread is inside a transaction, whatever its scope."""
    return _wrapper().in_atomic_block


def get_open_scope() -> Scope | None:
    """Return the scope of the running transaction, if there is one."""
    wrapper = _wrapper()
    stack: Sequence[Scope] = wrapper.scopes
    return stack[-1] if stack and wrapper.in_atomic_block else None
