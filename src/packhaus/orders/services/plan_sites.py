"""Sites as the plan of promises takes them."""

from datetime import datetime, timedelta

from packhaus.decide import promising
from packhaus.network.queries.sourcing import SourcingSite
from packhaus.orders.queries.site_load import get_room


def as_plan_site(*, site: SourcingSite, now: datetime) -> promising.Site:
    """Return a site for the plan; one whose feed is too old promises nothing."""
    return promising.Site(
        site.key,
        (site.latitude, site.longitude),
        site.priority,
        promising.SiteKind(site.stock_policy),
        promising.Rule.FEED_TOO_OLD if is_stale(site=site, now=now) else None,
        get_room(site),
        site.orders_a_day or None,
    )


def is_stale(*, site: SourcingSite, now: datetime) -> bool:
    """Tell whether nothing may be promised from what a site last said it has."""
    return site.stock_policy == "feed" and (
        site.feed_seen_at is None or now - site.feed_seen_at > timedelta(minutes=site.feed_max_age_minutes)
    )
