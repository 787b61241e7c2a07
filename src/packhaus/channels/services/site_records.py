"""Records of a file whose rows say which site they are about."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.channels.services.import_records import Record, save_sound
from packhaus.channels.types import Reject
from packhaus.network.queries.site_ids import get_site_ids

Draft = TypeVar("Draft")


class AtSite(NamedTuple, Generic[Draft]):
    """What a row asks for, and the code of the site at which."""

    site: str
    draft: Draft


def save_by_site(
    records: Sequence[Record[AtSite[Draft]]],
    *,
    scope: Scope,
    columns: Mapping[str, str],
    save: Callable[[UUID, Sequence[Draft]], object],
) -> list[Reject]:
    """Save the records of each site as one list, as `save_sound` does; a site that nobody knows is refused by its row.

    Queries: 1 and those of `save` per site.
    """
    site_ids = get_site_ids(codes=[record.draft.site for record in records])
    rejects = [
        Reject(line, "site", "unknown_site", f"there is no site {asked.site}")
        for line, asked in records
        if asked.site not in site_ids
    ]
    for code, site_id in site_ids.items():
        there = [Record(line, asked.draft) for line, asked in records if asked.site == code]
        rejects += save_sound(there, scope=scope, columns=columns, save=partial(save, site_id))
    return rejects
