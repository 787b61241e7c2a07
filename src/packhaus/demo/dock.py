"""The dock: deliveries are announced some days ahead, unloaded in the morning, put away and closed.

A door is kept for each truck; what the houses opened with came before there were doors to keep.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import transaction
from packhaus.access.types import SYSTEM
from packhaus.demo.crew import Hands
from packhaus.demo.queries import list_put_aways
from packhaus.demo.source.deliveries import OPENING, Delivery, DeliveryLine
from packhaus.demo.timeline import HOME
from packhaus.demo.timeline import OPENING as OPENS_AT
from packhaus.demo.world import OPERATOR, World
from packhaus.inbound.queries.receivable import ReceivableLine, list_receivable
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.docks.book import Wish, book_slot
from packhaus.inbound.services.docks.steps import take_step
from packhaus.inbound.services.put_away.confirm import confirm_put_away
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry, PutAwayEntry

# Suppliers say so many trading days ahead what they bring.
DAYS_AHEAD = 3
DEVICE = "demo-truck"
# A truck is unloaded first. Then four people put away, each a task a minute; a site has one delivery in hand at a time.
UNLOADING = timedelta(minutes=15)
# The truck is gone when its papers are signed.
SIGNING = timedelta(minutes=5)
UNITS_ON_A_PALLET = 1_500
PER_TASK = timedelta(seconds=15)


class Dock:
    """Trucks on their way, and what they bring."""

    def __init__(
        self, world: World, sites: Hands, deliveries: Sequence[Delivery], days: Sequence[date]
    ) -> None:
        self._world, self._sites, self._days = world, sites, days
        self._silent = list(deliveries)
        self._coming: list[tuple[Delivery, UUID]] = []

    def announce(self, *, day: int, now: datetime) -> None:
        """Announce what comes until some days after a day and is not announced yet."""
        due = [delivery for delivery in self._silent if delivery.day <= day + DAYS_AHEAD]
        self._silent = self._silent[len(due) :]
        for merchant in {delivery.merchant_code: None for delivery in due}:
            mine = [delivery for delivery in due if delivery.merchant_code == merchant]
            announced = announce_asns(
                scope=OPERATOR, merchant_id=self._world.merchants[merchant],
                drafts=[self._draft(delivery) for delivery in mine], now=now, actor=SYSTEM,
            )  # fmt: skip
            coming = [(delivery, asn.id) for delivery, asn in zip(mine, announced, strict=True)]
            self._coming += coming
            for delivery, asn_id in coming:
                self._keep_door(delivery, asn_id, now)

    def receive(self, *, day: int, now: datetime) -> int:
        """Unload, put away and close what comes on a day, and return its units.

        Put-away is booked at the minute at which it ends: on a trading day that is before anything else is done.
        """
        here = [coming for coming in self._coming if coming[0].day == day]
        self._coming = [coming for coming in self._coming if coming not in here]
        by_site: dict[str, list[tuple[Delivery, UUID]]] = {}
        for coming in here:
            by_site.setdefault(coming[0].site, []).append(coming)
        self._sites.share(lambda deliveries: self._receive(deliveries, now), by_site.values())
        return sum(line.whole + line.broken for delivery, _ in here for line in delivery.lines)

    def _receive(self, here: Iterable[tuple[Delivery, UUID]], now: datetime) -> None:
        """Receive a site's deliveries, one after the other."""
        done_at = now + UNLOADING
        for delivery, asn_id in here:
            with transaction(OPERATOR):
                lines = list_receivable(asn_id=asn_id)
            self._unload(delivery, asn_id, now)
            entries = list(self._count(delivery, lines))
            receive_against(scope=OPERATOR, asn_id=asn_id, entries=entries, now=now, actor=SYSTEM)
            done_at = self._put_away(asn_id, done_at)
            reasons = dict(_explain(delivery, lines))
            close_asn(scope=OPERATOR, asn_id=asn_id, reasons=reasons, is_lead=True, now=done_at, actor=SYSTEM)

    def _keep_door(self, delivery: Delivery, asn_id: UUID, now: datetime) -> None:
        if delivery.day == OPENING:
            return
        units = sum(line.announced for line in delivery.lines)
        starts_at = datetime.combine(self._find_date(delivery), OPENS_AT, HOME).astimezone(UTC)
        wish = Wish(starts_at, pallets=-(-units // UNITS_ON_A_PALLET))
        book_slot(scope=OPERATOR, asn_id=asn_id, wish=wish, now=now, actor=SYSTEM)

    def _unload(self, delivery: Delivery, asn_id: UUID, now: datetime) -> None:
        """Let the truck come to its door, be unloaded and leave."""
        if delivery.day == OPENING:
            return
        unloaded_at = now + UNLOADING
        for step, at in (("begin", now), ("end", unloaded_at), ("depart", unloaded_at + SIGNING)):
            take_step(scope=OPERATOR, asn_id=asn_id, step=step, now=at, actor=SYSTEM)

    def _put_away(self, asn_id: UUID, begun_at: datetime) -> datetime:
        """Take everything that has a place where it belongs, and return when that is done."""
        entries = [PutAwayEntry(task_id, task_id.hex) for task_id in list_put_aways(asn_id=asn_id)]
        done_at = begun_at + len(entries) * PER_TASK
        if entries:
            confirm_put_away(scope=OPERATOR, entries=entries, device=DEVICE, now=done_at, actor=SYSTEM)
        return done_at

    def _draft(self, delivery: Delivery) -> AsnDraft:
        on = self._find_date(delivery)
        return AsnDraft(
            number=delivery.number,
            site_id=self._world.sites[delivery.site],
            expected_on=on,
            lines=tuple(
                AsnLineDraft(line.code, line.announced, line.lot, _find_expiry(line, on))
                for line in delivery.lines
            ),
        )

    def _find_date(self, delivery: Delivery) -> date:
        """Return the day's date; the opening is on the day before the first, later days follow the last."""
        last = len(self._days) - 1
        if delivery.day > last:
            return self._days[last] + timedelta(days=delivery.day - last)
        return self._days[delivery.day] if delivery.day >= 0 else self._days[0] - timedelta(days=1)

    def _count(self, delivery: Delivery, lines: Sequence[ReceivableLine]) -> Iterator[Entry]:
        """Yield what is counted at the door, lines in the order that they were announced in."""
        for line, stored in zip(delivery.lines, lines, strict=True):
            client_id = f"{delivery.number}-{stored.position}"
            yield Entry(client_id, line.whole, line_id=stored.id, sku_code=line.code)
            if line.broken:
                yield Entry(
                    f"{client_id}-b",
                    line.broken,
                    line_id=stored.id,
                    sku_code=line.code,
                    damage_reason="broken",
                )


def _find_expiry(line: DeliveryLine, on: date) -> date | None:
    return None if line.expires_in_days is None else on + timedelta(days=line.expires_in_days)


def _explain(delivery: Delivery, lines: Sequence[ReceivableLine]) -> Iterator[tuple[int, str]]:
    for line, stored in zip(delivery.lines, lines, strict=True):
        came = line.whole + line.broken
        if came != line.announced:
            yield stored.id, "sent_more" if came > line.announced else "not_sent"
