"""The sites that a merchant's orders may be promised from, as its terms say."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.network.queries.list_sites import list_sites
from packhaus.terms.queries.get_terms import get_terms

_NOWHERE = (UUID(int=0),)


def list_shipping_sites(scope: Scope, *, merchant_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the ids of a merchant's sites, none when every site will do, one that no site has when none is known.

    Queries: 0 while fresh, else 2.
    """
    codes = get_terms(scope, merchant_id=merchant_id, at=at).ship_from
    if not codes:
        return ()
    return tuple(site.id for site in list_sites() if site.code in codes) or _NOWHERE
