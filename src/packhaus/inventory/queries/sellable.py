"""What counts as sellable, once for every query that says how much there is to sell.

A query names a row of site stock `s`, joins the site by SITE, and binds `now`. Units held by the merchant itself count:
what somebody else owns there is not promised at intake either. An inactive site is asked by nobody. A feed that is
too old promises nothing, and an unlimited partner has no figure.
"""

SITE = "network_site AS n ON n.id = s.site_id AND n.is_active AND s.owner_id = s.merchant_id"

FREE = """
CASE WHEN s.policy = 'own'
       OR (s.policy = 'feed' AND n.feed_seen_at >= %(now)s - make_interval(mins => n.feed_max_age_minutes))
     THEN greatest(s.on_hand - s.promised - s.held - s.safety, 0) ELSE 0 END
"""
