"""What the terminal shows while the days run and when they are done."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from packhaus.demo.figures import PeriodFigures
from packhaus.demo.people import SignIn
from packhaus.demo.source.types import DemoDay

if TYPE_CHECKING:
    from packhaus.demo.run import Plan

# As wide as the narrowest terminal that people use.
_COLUMNS = (
    ("day", 10), ("orders", 7), ("lines", 6), ("promised", 9), ("owed", 6), ("waves", 6), ("picks", 6), ("shorts", 7),
    ("boxes", 6), ("moves", 6), ("mails", 6), ("s", 5),
)  # fmt: skip


class DayTable:
    """A line per day under a progress bar."""

    def __init__(self, console: Console, plan: "Plan") -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("setting up", total=len(plan.days))

    def __enter__(self) -> Self:
        self._progress.start()
        self._progress.console.print("".join(name.rjust(width) for name, width in _COLUMNS), style="bold")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def add_day(self, day: DemoDay, figures: PeriodFigures, seconds: float) -> None:
        """Print a day's figures."""
        cells = (
            day.on, figures.orders, figures.lines, figures.promised, figures.backordered, figures.waves,
            figures.picks, figures.shorts, figures.cartons, figures.movements, figures.messages, f"{seconds:.1f}",
        )  # fmt: skip
        line = "".join(str(cell).rjust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
        self._progress.console.print(line, highlight=False, soft_wrap=True)
        self._progress.update(self._task, advance=1, description=f"{day.on}")


def describe_result(
    console: Console, figures: Mapping[str, Any], sign_ins: Sequence[SignIn], differences: Sequence[str]
) -> None:
    """Print the sums, the check and who may sign in."""
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in figures["stages"].items())
    console.print(
        f"\n{figures['deliveries']} deliveries with {figures['received_units']} units, "
        f"{figures['wrong_lines']} lines of them over, short or damaged, put away in {figures['put_away']} places.\n"
        f"{figures['orders']} orders with {figures['lines']} lines: {figures['dispatched']} lines dispatched in "
        f"{figures['cartons']} cartons (filled to {figures['carton_fill_percent']}% in the mean), "
        f"{figures['movements']} movements, {figures['messages']} messages.\n"
        f"{figures['walks']} walks of {figures['metres_per_line']} m a line, order by order along an S "
        f"{figures['metres_per_line_s_shape']} m: {figures['walking_saved_percent']}% less.\n"
        f"Postage of {figures['cost_shipments']} shipments with a choice: {figures['cost']:.2f} "
        f"{figures['cost_currency']}; by the next-best contract {figures['cost_next_best']:.2f}.\n"
        f"Batching: {figures['batched_in_a_day']} orders in {figures['batching_seconds']} s for a day, the fullest.\n"
        f"Cancelled lines matched {figures['cancel_matched']}, unmatched {figures['cancel_unmatched']}.\n"
        f"Partners were asked {figures['partner_requests']} times: {figures['partner_accepted']} accepted, "
        f"{figures['partner_rejected']} rejected in whole or in part, {figures['partner_sent']} sent.\n"
        f"{figures['on_time_percent']}% left by their cut-off; {figures['promised_day_percent']}% of the orders "
        f"were told when they arrive, by transit times that are made up.\n"
        f"Seconds: {stages}; all {figures['seconds']}.",
        highlight=False,
    )
    if differences:
        console.print("[red]The check found:[/]", *differences[:20], sep="\n  ")
    else:
        console.print("[green]The check is clean.[/] Everything adds up.")
    console.print(f"\n[bold]Sign in[/] with the password [bold]{sign_ins[0].password}[/] as")
    for sign_in in sign_ins:
        console.print(f"  {sign_in.email:<42} {sign_in.purpose}", highlight=False, soft_wrap=True)
