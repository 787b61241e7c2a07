"""Sign-ins: created, invited, given roles, disabled. The journal learns ids and roles, never an address."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.db.models import F, Q, QuerySet

from packhaus.access.errors import EmailTaken, LastAdministrator
from packhaus.access.events import AccessChange, tell
from packhaus.access.locks import lock_administrators
from packhaus.access.models import Membership, SignInLink, User
from packhaus.access.queries.merchants import list_merchants
from packhaus.access.queries.users import get_user
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, Role
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound

NAME_LENGTH = 120


def create_user(
    *,
    scope: Scope,
    email: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    actor: Actor,
    merchant_id: UUID | None = None,
    password: str | None = None,
    language: str = "en",
) -> UUID:
    """Give a person a sign-in; without a password it waits for an invitation to be taken (`invite_user`).

    A merchant's scope can only add sign-ins of that merchant. Emits: access_changed.
    Raises: Invalid (every problem), EmailTaken, NotFound (not the caller's merchant).
    """
    wanted = _read_roles(scope, roles, merchant_id)
    user = User(email=email.strip().casefold(), name=name.strip(), language=language)
    _check(user, password)
    user.set_password(password) if password else user.set_unusable_password()
    with transaction(scope, savepoint=True):
        _insert(scope, user)
        _give(user.id, wanted, merchant_id)
        _tell("user_created", user.id, wanted, merchant_id, now=now, actor=actor)
    return user.id


def set_rights(
    *,
    scope: Scope,
    user_id: UUID,
    roles: Iterable[Role],
    merchant_ids: Iterable[UUID],
    now: datetime,
    actor: Actor,
) -> None:
    """Make these a person's rights: roles with the operator, or the role merchant with these merchants.

    What is left out is taken away, of what the scope sees; nothing at all leaves a sign-in that sees nothing.
    Locks: the administrators. Emits: access_changed, for the operator and for each merchant where something changed.
    Queries: 9 and the facts'.
    Raises: NotFound, Invalid, LastAdministrator (nothing changed).
    """
    places: list[UUID | None] = [*dict.fromkeys(merchant_ids)] or [None]
    wanted = _read_roles(scope, roles, places[0], may_be_empty=True)
    with transaction(scope, savepoint=True):
        get_user(scope=scope, user_id=user_id)
        if not set(places) <= {None, *(merchant.id for merchant in list_merchants(scope))}:
            raise NotFound("merchant not found")
        lock_administrators()
        was_administrator = _is_administrator(user_id)
        changed = _replace(scope, user_id, {(place, role.value) for place in places for role in wanted})
        _refuse_without_administrator(user_id, was_administrator=was_administrator)
        for place in changed:
            there = wanted if place in places else []
            _tell("user_roles_changed", user_id, there, place, now=now, actor=actor)


def set_user_active(*, scope: Scope, user_id: UUID, is_active: bool, now: datetime, actor: Actor) -> None:
    """Let a person in again, or out: open sessions end with their next request, links by mail at once.

    Locks: the administrators. Emits: access_changed. Raises: NotFound, LastAdministrator (nothing changed).
    """
    with transaction(scope, savepoint=True):
        _require_whole(scope, user_id)
        lock_administrators()
        was_administrator = _is_administrator(user_id)
        # A generation later: sessions from before do not come back with the person.
        User.objects.filter(id=user_id).update(
            is_active=is_active, session_generation=F("session_generation") + 1
        )
        _refuse_without_administrator(user_id, was_administrator=was_administrator)
        _end_links(user_id, now)
        what = "user_enabled" if is_active else "user_disabled"
        merchant_id = None if scope.is_operator else scope.merchant_ids[0]
        _tell(what, user_id, [], merchant_id, now=now, actor=actor)


def set_password(*, user_id: UUID, password: str, now: datetime, actor: Actor) -> None:
    """Set a password; the person's other sessions and links by mail end.

    Emits: access_changed. Raises: Invalid, NotFound.
    """
    with transaction(Scope.operator(), savepoint=True):
        user = User.objects.filter(id=user_id, is_active=True).first()
        if user is None:
            raise NotFound("user not found")
        _check(user, password)
        user.set_password(password)
        user.save(update_fields=["password"])
        _end_links(user_id, now)
        _tell("user_password_set", user_id, [], None, now=now, actor=actor)


def set_name(*, user_id: UUID, name: str) -> None:
    """Call a person what the person says. Raises: Invalid."""
    if not name.strip() or len(name.strip()) > NAME_LENGTH:
        raise Invalid([FieldProblem("name", "required", "Say who it is.")])
    with transaction(Scope.operator(), savepoint=True):
        User.objects.filter(id=user_id).update(name=name.strip())


def end_sessions(*, user_id: UUID, now: datetime, actor: Actor) -> None:
    """Sign a person out everywhere. Emits: access_changed. Raises: NotFound."""
    with transaction(Scope.operator(), savepoint=True):
        found = User.objects.filter(id=user_id).update(session_generation=F("session_generation") + 1)
        if not found:
            raise NotFound("user not found")
        _tell("user_sessions_ended", user_id, [], None, now=now, actor=actor)


def _insert(scope: Scope, user: User) -> None:
    try:
        with transaction(scope, savepoint=True):
            user.save(force_insert=True)
    except IntegrityError as error:
        if "email" not in str(error):
            raise
        raise EmailTaken("another sign-in has this address") from error


def _replace(scope: Scope, user_id: UUID, after: set[tuple[UUID | None, str]]) -> list[UUID | None]:
    """Write memberships as (merchant, role) and return where something changed, the operator first."""
    visible = Q() if scope.is_operator else Q(merchant_id__in=scope.merchant_ids)
    found = Membership.objects.filter(visible, user_id=user_id)
    held = {(one.merchant_id, one.role): one.pk for one in found}
    Membership.objects.filter(pk__in=[pk for key, pk in held.items() if key not in after]).delete()
    Membership.objects.bulk_create(
        Membership(user_id=user_id, merchant_id=merchant_id, role=role)
        for merchant_id, role in after - held.keys()
    )
    changed = {place for place, _ in after ^ held.keys()}
    return sorted(changed, key=lambda place: (place is not None, str(place)))


def _give(user_id: UUID, roles: list[Role], merchant_id: UUID | None) -> None:
    Membership.objects.bulk_create(
        Membership(user_id=user_id, merchant_id=merchant_id, role=role.value) for role in roles
    )


def _read_roles(
    scope: Scope, roles: Iterable[Role], merchant_id: UUID | None, *, may_be_empty: bool = False
) -> list[Role]:
    if not (scope.is_operator if merchant_id is None else scope.sees(merchant_id)):
        raise NotFound("merchant not found")
    wanted = sorted(set(roles))
    fits = all((role is Role.MERCHANT) == (merchant_id is not None) for role in wanted)
    if not fits or not (wanted or may_be_empty):
        raise Invalid(
            [
                FieldProblem(
                    "roles",
                    "role_does_not_fit",
                    "A merchant's sign-in has the role merchant, others have not.",
                )
            ]
        )
    return wanted


def _check(user: User, password: str | None) -> None:
    problems = []
    try:
        validate_email(user.email)
    except ValidationError:
        problems.append(FieldProblem("email", "email_malformed", "This is no e-mail address."))
    if not user.name:
        problems.append(FieldProblem("name", "required", "Say who it is."))
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as weak:
            problems += [FieldProblem("password", "password_weak", message) for message in weak.messages]
    if problems:
        raise Invalid(problems)


def _require_whole(scope: Scope, user_id: UUID) -> None:
    """Refuse a merchant who would shut out somebody that others let in too."""
    get_user(scope=scope, user_id=user_id)
    others = Membership.objects.filter(user_id=user_id).exclude(merchant_id__in=scope.merchant_ids)
    if not scope.is_operator and others.exists():
        raise NotFound("user not found")


def _is_administrator(user_id: UUID) -> bool:
    return _list_administrators().filter(user_id=user_id).exists()


def _end_links(user_id: UUID, now: datetime) -> None:
    SignInLink.objects.filter(user_id=user_id, ended_at=None).update(ended_at=now)


def _list_administrators() -> QuerySet[Membership]:
    return Membership.objects.filter(role=Role.ADMIN.value, user__is_active=True)


def _refuse_without_administrator(user_id: UUID, *, was_administrator: bool) -> None:
    if was_administrator and not _list_administrators().exists():
        raise LastAdministrator("somebody must be left who can give rights", user_id=str(user_id))


def _tell(
    what: str, user_id: UUID, roles: list[Role], merchant_id: UUID | None, *, now: datetime, actor: Actor
) -> None:
    codes: dict[str, str | list[str]] = {"roles": [role.value for role in roles]}
    tell(AccessChange(what, merchant_id, "user", user_id, codes), now=now, actor=actor)
