"""The floor's day: waves are released, walked, packed, labelled and handed over, through the scanner's services."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import transaction
from packhaus.access.types import SYSTEM
from packhaus.demo.crew import Crew, Hands
from packhaus.demo.printing import LabelPrinter
from packhaus.demo.queries import (
    OpenTask,
    list_at_the_dock,
    list_due_manifests,
    list_open_tasks,
    list_picked,
)
from packhaus.demo.source.draws import draw_number, draw_one
from packhaus.demo.stopwatch import Stopwatch
from packhaus.demo.timeline import Event
from packhaus.demo.world import OPERATOR, World
from packhaus.outbound.queries.vas_work import list_vas_lines
from packhaus.outbound.services.batches import claim_batch
from packhaus.outbound.services.dispatch import close_manifest, dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.policies import cut_release, note_release, release_by_policy
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.services.vas import do_vas
from packhaus.outbound.types import Pack, PackedFulfillment, PickScan, ShortReason

# So many rounds of the search for short walks, not seconds: every run of the demo comes out alike.
ROUNDS = 2
# One stop in so many finds fewer units than the record says.
SHORT_ONE_IN = 400
DEVICE = "demo-scanner"


class _Walk(NamedTuple):
    """What became of a batch: how many stops were scanned, and whether something is missing at others."""

    batch_id: UUID
    scanned: int
    is_waiting: bool


def _pack(fulfillment_ids: Sequence[UUID], now: datetime) -> list[PackedFulfillment]:
    return pack_fulfillments(packs=[Pack(id_) for id_ in fulfillment_ids], now=now, actor=SYSTEM)


class Floor:
    """Waves of every site and carrier on their way, and what became of them. Sites work beside each other."""

    def __init__(
        self, world: World, watch: Stopwatch, printer: LabelPrinter, *, sites: Hands, crew: Crew
    ) -> None:
        self._world, self._watch, self._printer = world, watch, printer
        self._sites, self._crew = sites, crew
        self.day = 0
        self._batches: defaultdict[tuple[str, str], list[UUID]] = defaultdict(list)
        self._packed: list[Sequence[UUID]] = []
        self.counts: Counter[str] = Counter()

    def release(self, events: Sequence[Event]) -> None:
        """Let the policies run that release, in walks, what the carriers take from their sites at the cut-off."""
        with self._watch.measure("release"):
            self._sites.share(self._release, events)

    def _release(self, event: Event) -> None:
        policy_id = self._world.policies[event.site, event.carrier]
        released = release_by_policy(policy_id=policy_id, now=event.at, actor=SYSTEM)
        with self._watch.measure("batch"):
            walks = cut_release(released=released, rounds=ROUNDS, now=event.at, actor=SYSTEM)
        note_release(released=released, walks=walks, now=event.at, actor=SYSTEM)
        self._batches[event.site, event.carrier] += walks

    def pick(self, events: Sequence[Event]) -> None:
        """Walk the batches of each site, several at a time.

        The stops of a site where something is missing come last, one after the other. What a short adds to a walk is
        picked on the same walk. Stops without one change nothing that another walk sees, so every run of the demo comes
        out alike.
        """
        with self._watch.measure("pick"):
            self.counts["scans"] += sum(self._sites.share(self._pick, events))

    def _pick(self, event: Event) -> int:
        batches = self._batches.pop((event.site, event.carrier), [])
        walks = self._crew.share(lambda picker, batch: self._walk(batch, picker, event.at), batches)
        waiting = [walk.batch_id for walk in walks if walk.is_waiting]
        scanned = sum(walk.scanned for walk in walks)
        return scanned + sum(self._walk_with_shorts(batch_id, event.at) for batch_id in waiting)

    def _walk(self, batch_id: UUID, picker_id: UUID, now: datetime) -> _Walk:
        """Confirm the stops of a batch where everything is."""
        claim_batch(batch_id=batch_id, picker_id=picker_id, now=now, actor=SYSTEM)
        scans = [self._scan(task) for task in list_open_tasks(batch_id=batch_id)]
        whole = [scan for scan in scans if scan.short_reason is None]
        if whole:
            confirm_picks(scans=whole, now=now, actor=SYSTEM)
        return _Walk(batch_id, len(whole), is_waiting=len(whole) < len(scans))

    def _walk_with_shorts(self, batch_id: UUID, now: datetime) -> int:
        scanned, has_new_stops = 0, True
        while has_new_stops and (tasks := list_open_tasks(batch_id=batch_id)):
            outcomes = confirm_picks(scans=[self._scan(task) for task in tasks], now=now, actor=SYSTEM)
            has_new_stops = any(outcome.short for outcome in outcomes)
            scanned += len(tasks)
        return scanned

    def _scan(self, task: OpenTask) -> PickScan:
        short = self._find_short(task)
        return PickScan(
            task_id=task.id,
            quantity=0 if short is ShortReason.NONE_THERE else task.quantity - (short is not None),
            device=DEVICE,
            client_id=f"{task.id}",
            short_reason=short,
        )

    def _find_short(self, task: OpenTask) -> ShortReason | None:
        """Say what is wrong at a stop: by article, bin and day, so that every run has the same shorts."""
        key = f"{task.sku}|{task.location}|{task.quantity}|{self.day}"
        if draw_number(of=key, topic="short", below=SHORT_ONE_IN):
            return None
        if task.quantity == 1:
            return ShortReason.NONE_THERE
        return draw_one(of=key, topic="reason", among=(ShortReason.FEWER, ShortReason.DAMAGED))

    def pack(self, events: Sequence[Event]) -> None:
        """Pack what was picked, as the cartons were planned."""
        with self._watch.measure("pack"):
            for packed in self._sites.share(self._pack, events):
                self._packed += packed

    def _pack(self, event: Event) -> list[Sequence[UUID]]:
        waiting = list_picked(site_id=self._world.sites[event.site], carrier=event.carrier)
        self._do_services(waiting, event.at)
        benches = [waiting[at :: self._crew.size] for at in range(self._crew.size)]
        packed = self._crew.share(lambda _, ids: _pack(ids, event.at), filter(None, benches))
        return [one.parcel_ids for bench in packed for one in bench]

    def _do_services(self, fulfillment_ids: Sequence[UUID], now: datetime) -> None:
        """Wrap, engrave and put in what orders ask for, before they are packed."""
        with transaction(OPERATOR):
            lines = list_vas_lines(fulfillment_ids=fulfillment_ids)
        for line in lines:
            if not line.is_done:
                do_vas(
                    scope=OPERATOR, fulfillment_id=line.fulfillment_id, option=line.option, line_id=line.line_id,
                    now=now, actor=SYSTEM,
                )  # fmt: skip

    def dispatch(self, events: Sequence[Event]) -> None:
        """Hand over what stands at the docks for the carriers, and close their manifests."""
        with self._watch.measure("dispatch"):
            self._sites.share(self._dispatch, events)

    def _dispatch(self, event: Event) -> None:
        site_id = self._world.sites[event.site]
        shipments = list_at_the_dock(site_id=site_id, carrier=event.carrier)
        if shipments:
            dispatch_shipments(shipment_ids=shipments, now=event.at, actor=SYSTEM)
        for manifest_id in list_due_manifests(site_id=site_id, carrier=event.carrier, now=event.at):
            close_manifest(manifest_id=manifest_id, now=event.at, actor=SYSTEM)

    def answer_cancel_requests(self, now: datetime) -> None:
        """Stop what shoppers do not want any more, as far as it is not in a carton."""
        with self._watch.measure("cancel"):
            for answer in answer_cancel_requests(now=now, actor=SYSTEM):
                self.counts["stopped"] += answer.stopped
                self.counts["not_stopped"] += answer.refused

    def print_labels(self, now: datetime) -> None:
        """Have the labels printed of what was packed since the last time."""
        self._printer.print_later(self._packed, now=now)
        self._packed = []
