"""Sites as the plan of promises takes them."""

from datetime import datetime, timedelta

from packhaus.decide import promising
from packhaus.network.queries.sourcing import SourcingSite


def as_plan_site(*, site: SourcingSite, now: datetime) -> promising.Site:
    """Return a site for the plan; one whose feed is too old promises nothing."""
    is_stale = site.stock_policy == "feed" and (
        site.feed_seen_at is None or now - site.feed_seen_at > timedelta(minutes=site.feed_max_age_minutes)
    )
    return promising.Site(
        site.key,
        (site.latitude, site.longitude),
        site.priority,
        promising.SiteKind(site.stock_policy),
        promising.Rule.FEED_TOO_OLD if is_stale else None,
    )
