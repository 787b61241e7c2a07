"""Bare rows of merchants; everything else about them hangs on higher apps."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from packhaus.access.errors import CodeTaken
from packhaus.access.events import AccessChange, tell
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.check_merchant import check_lasting, check_shown
from packhaus.access.types import Actor
from packhaus.kernel.errors import Invalid, NotFound


def create_merchant(
    *,
    scope: Scope,
    code: str,
    name: str,
    currency: str,
    country: str,
    now: datetime,
    actor: Actor,
    language: str = "en",
    accent: str = "#066fd1",
    is_own: bool | None = None,
) -> UUID:
    """Take a merchant on; the operator's to do. Not told whose goods they are, the first one's are the operator's own.

    Emits: access_changed. Raises: Invalid, CodeTaken, NotFound.
    """
    _require_operator(scope)
    problems = [
        *check_lasting(code=code, currency=currency, country=country),
        *check_shown(name=name, language=language, accent=accent),
    ]
    if problems:
        raise Invalid(problems)
    merchant = Merchant(
        code=code, name=name.strip(), currency=currency, country=country, language=language, accent=accent
    )
    with transaction(scope, savepoint=True):
        merchant.is_own = not Merchant.objects.exists() if is_own is None else is_own
        _insert(merchant)
        tell(
            AccessChange("merchant_created", merchant.id, "merchant", merchant.id, {"code": code}),
            now=now,
            actor=actor,
        )
    return merchant.id


def set_merchant_active(
    *, scope: Scope, merchant_id: UUID, is_active: bool, now: datetime, actor: Actor
) -> None:
    """Open or close a merchant's keys and sign-ins; its rows stay. Emits: access_changed. Raises: NotFound."""
    _require_operator(scope)
    with transaction(scope, savepoint=True):
        if not Merchant.objects.filter(id=merchant_id).update(is_active=is_active):
            raise NotFound("merchant not found")
        what = "merchant_opened" if is_active else "merchant_closed"
        tell(AccessChange(what, merchant_id, "merchant", merchant_id), now=now, actor=actor)


def _insert(merchant: Merchant) -> None:
    try:
        with transaction(Scope.operator(), savepoint=True):
            merchant.save(force_insert=True)
    except IntegrityError as error:
        if "code" not in str(error):
            raise
        raise CodeTaken("another merchant has this code", code=merchant.code) from error


def _require_operator(scope: Scope) -> None:
    if not scope.is_operator:
        raise NotFound("only the operator keeps merchants")
