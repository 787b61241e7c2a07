"""Change what everybody reads of a merchant: name, language, colour."""

from datetime import datetime
from uuid import UUID

from packhaus.access.events import AccessChange, tell
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.check_merchant import check_shown
from packhaus.access.types import Actor
from packhaus.kernel.errors import Invalid, NotFound


def change_merchant(
    *,
    scope: Scope,
    merchant_id: UUID,
    name: str,
    language: str,
    accent: str,
    is_own: bool | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Change a merchant; code, currency and country stay, since orders and charges were written with them.

    Without `is_own` it stays whose goods they are.

    Emits: access_changed. Raises: Invalid, NotFound.
    """
    problems = list(check_shown(name=name, language=language, accent=accent))
    if problems:
        raise Invalid(problems)
    if not scope.is_operator:
        raise NotFound("only the operator keeps merchants")
    with transaction(scope, savepoint=True):
        changed = Merchant.objects.filter(id=merchant_id).update(
            name=name.strip(),
            language=language,
            accent=accent,
            **({} if is_own is None else {"is_own": is_own}),
        )
        if not changed:
            raise NotFound("merchant not found")
        tell(AccessChange("merchant_changed", merchant_id, "merchant", merchant_id), now=now, actor=actor)
