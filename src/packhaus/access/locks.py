"""Every row lock of access."""

from uuid import UUID

from packhaus.access.models import ApiKey, FloorPerson, Membership, SecondFactor, SignInLink
from packhaus.access.types import Role


def lock_live_key(key_id: UUID) -> ApiKey | None:
    """Lock a key that is not revoked until commit, or return None; of two who rotate it, one finds it gone."""
    return ApiKey.objects.select_for_update(no_key=True).filter(id=key_id, revoked_at__isnull=True).first()


def lock_administrators() -> None:
    """Lock who can give rights until commit: of two who go at once, the second sees that the first has gone."""
    held = Membership.objects.select_for_update(no_key=True).filter(role=Role.ADMIN.value)
    list(held.order_by("id").values_list("id"))


def lock_second_factor(user_id: UUID) -> SecondFactor | None:
    """Lock a person's second factor until commit, or return None: of two who send one code, one finds it used."""
    return SecondFactor.objects.select_for_update(no_key=True).filter(user_id=user_id).first()


def lock_sign_in_link(link_id: UUID) -> SignInLink | None:
    """Lock a link until commit, or return None: of two who take it, one finds it used."""
    return SignInLink.objects.select_for_update(no_key=True, of=("self",)).filter(id=link_id).first()


def lock_floor_person(user_id: UUID) -> FloorPerson | None:
    """Lock how a person signs in on the floor until commit, or return None: each wrong PIN is counted."""
    return FloorPerson.objects.select_for_update(no_key=True).filter(user_id=user_id).first()
