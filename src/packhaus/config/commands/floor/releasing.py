"""From orders that wait to walks: preview, release, take back."""

import argparse
from datetime import datetime

from django.utils import timezone

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.types import SYSTEM
from packhaus.config.arguments import read_count, read_moment
from packhaus.config.commands.floor.steps import OPERATOR, Steps, add_step, find_site, say
from packhaus.outbound.queries.list_waves import get_wave
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.outbound.types import LineMix, ReleaseRule, WaveOutcome

DEFAULT_TOTES = 8


def configure(steps: Steps) -> None:
    for name, summary, take in (
        ("preview", "Say what a wave would take and what would be short; nothing is changed", _preview),
        ("release", "Release a wave and make its walks", _release),
    ):
        parser = add_step(steps, name, summary, take)
        _add_rule(parser)
        if name == "release":
            parser.add_argument(
                "--totes", type=read_count, default=DEFAULT_TOTES, help="a walk's at most; 8 by default"
            )
    add_step(steps, "take-back", "Take a wave back that nobody has begun to pick", _take_back).add_argument(
        "wave", help="its number"
    )


def _add_rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", help="its code")
    parser.add_argument(
        "--carrier", action="append", default=[], help="its code; may be given more than once"
    )
    parser.add_argument(
        "--merchant", action="append", default=[], help="its code; may be given more than once"
    )
    parser.add_argument("--country", action="append", default=[], help="where to, as GB")
    parser.add_argument(
        "--cut-off", type=read_moment, help="only what is due until then: 2026-11-22T17:00+00:00"
    )
    parser.add_argument("--lines", choices=[mix.value for mix in LineMix], default=LineMix.ANY.value)
    parser.add_argument("--max-orders", type=read_count, default=10_000)


def _preview(arguments: argparse.Namespace) -> int:
    preview = preview_release(
        scope=OPERATOR, site_id=find_site(arguments.site), rule=_read_rule(arguments), now=timezone.now()
    )
    totals = preview.totals
    lines = [f"{totals.order_count} orders, {totals.line_count} lines, {totals.unit_count} units"]
    lines += [f"short: {one.sku_code} {one.missing} of {one.wanted} ({one.reason})" for one in preview.shorts]
    return say(arguments, preview, lines)


def _release(arguments: argparse.Namespace) -> int:
    now = timezone.now()
    wave = release_wave(site_id=find_site(arguments.site), rule=_read_rule(arguments), now=now, actor=SYSTEM)
    walks = build_batches(wave_id=wave.id, max_totes=arguments.totes, now=now, actor=SYSTEM)
    return say(arguments, {"wave": wave, "batches": walks}, _describe(wave, len(walks)))


def _describe(wave: WaveOutcome, walks: int) -> list[str]:
    counts = f"{wave.order_count} orders, {wave.line_count} lines, {wave.unit_count} units, {walks} walks"
    return [
        f"wave {wave.number}: {counts}",
        *(f"short: order {one.order_number}, {one.missing} units ({one.blocker})" for one in wave.shorts),
    ]


def _take_back(arguments: argparse.Namespace) -> int:
    wave = get_wave(scope=OPERATOR, number=arguments.wave)
    taken = unrelease_wave(wave_id=wave.id, now=timezone.now(), actor=SYSTEM)
    return say(arguments, {"fulfillments": taken}, [f"{taken} orders are back from wave {wave.number}"])


def _read_rule(arguments: argparse.Namespace) -> ReleaseRule:
    cut_off: datetime | None = arguments.cut_off
    return ReleaseRule(
        cut_off=cut_off,
        carrier_codes=tuple(arguments.carrier),
        line_mix=LineMix(arguments.lines),
        merchant_ids=tuple(get_merchant_by_code(scope=OPERATOR, code=code).id for code in arguments.merchant),
        countries=tuple(code.upper() for code in arguments.country),
        max_orders=min(arguments.max_orders, 10_000),
    )
