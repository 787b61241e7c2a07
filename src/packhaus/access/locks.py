"""Every row lock of access."""

from uuid import UUID

from packhaus.access.models import ApiKey


def lock_live_key(key_id: UUID) -> ApiKey | None:
    """Lock a key that is not revoked until commit, or return None; of two who rotate it, one finds it gone."""
    return ApiKey.objects.select_for_update(no_key=True).filter(id=key_id, revoked_at__isnull=True).first()
