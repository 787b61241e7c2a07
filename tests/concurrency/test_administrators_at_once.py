"""Administrators who give up their rights at the same moment: somebody is left who can give them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.errors import LastAdministrator
from packhaus.access.models import User
from packhaus.access.queries.users import UserFilter, list_users_page
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.users import create_user, set_rights, set_user_active
from packhaus.access.types import SYSTEM, Role
from packhaus.kernel.keyset import PageOf
from tests.concurrency.threads import start_behind

OPERATOR = Scope.operator()


def shut_out(user_id: UUID, now: datetime) -> None:
    set_user_active(scope=OPERATOR, user_id=user_id, is_active=False, now=now, actor=SYSTEM)


def step_down(user_id: UUID, now: datetime) -> None:
    set_rights(scope=OPERATOR, user_id=user_id, roles=[Role.LEAD], merchant_ids=[], now=now, actor=SYSTEM)


@pytest.mark.parametrize("second", [shut_out, step_down])
@pytest.mark.parametrize("first", [shut_out, step_down])
def test_of_two_administrators_who_go_at_once_one_stays(
    admin: User, now: datetime, first: Callable[..., None], second: Callable[..., None]
) -> None:
    other = create_user(
        scope=OPERATOR,
        email="other@operator.example",
        name="Other",
        roles=[Role.ADMIN],
        now=now,
        actor=SYSTEM,
    )
    with transaction(OPERATOR):
        first(admin.id, now)
        finish = start_behind(lambda: second(other, now))
    assert isinstance(finish(), LastAdministrator)
    wanted = UserFilter(roles=("admin",), is_active=True)
    assert [row.id for row in list_users_page(OPERATOR, wanted=wanted, page=PageOf()).rows] == [other]
