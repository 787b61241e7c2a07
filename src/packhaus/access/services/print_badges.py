"""Print badges: made and rendered in one go, since their codes are on this paper and nowhere else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.documents.badges import render_badges
from packhaus.access.scope import Scope
from packhaus.access.services.badges import make_badges
from packhaus.access.types import Actor


def print_badges(
    *, scope: Scope, user_ids: Sequence[UUID], language: str, now: datetime, actor: Actor
) -> bytes:
    """Make new badges and return their sheet as a PDF; the ones before end. Raises: NotFound, as `make_badges`."""
    made = make_badges(scope=scope, user_ids=user_ids, now=now, actor=actor)
    return render_badges(badges=made, language=language)
