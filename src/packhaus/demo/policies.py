"""The operation's release policies: what each carrier takes at its cut-off is released some time before it."""

from datetime import datetime, timedelta

from packhaus.access.types import SYSTEM
from packhaus.demo.source.facilities import list_cut_offs, list_sites
from packhaus.demo.timeline import LEADS, Step
from packhaus.demo.world import OPERATOR, World
from packhaus.outbound.services.policies import PolicyDraft, save_policy

TOTES = 20


def save_policies(*, world: World, now: datetime) -> None:
    """Save a policy for every cut-off of the sites that we run; `packhaus serve` runs them by itself."""
    own = {site.code for site in list_sites() if site.run_by == "own"}
    before = LEADS[Step.RELEASE] // timedelta(minutes=1)
    for cut_off in list_cut_offs():
        if cut_off.site in own:
            draft = PolicyDraft(
                name=f"{cut_off.carrier}, before its truck",
                mode="scheduled",
                carrier_codes=(cut_off.carrier,),
                before_cut_off_minutes=before,
                cart_totes=TOTES,
            )
            world.policies[cut_off.site, cut_off.carrier] = save_policy(
                scope=OPERATOR, site_id=world.sites[cut_off.site], draft=draft, now=now, actor=SYSTEM
            )
