"""Print the card of commands for a packing station."""

from packhaus.outbound.documents.command_card import BenchCommand, render_command_card

__all__ = ["BenchCommand", "print_command_card"]


def print_command_card(*, language: str) -> bytes:
    """Render the card as a PDF of one page; it is the same for every station. Queries: 0."""
    return render_command_card(language=language)
