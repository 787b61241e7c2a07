"""Confirm stops: the one service of scanner, page and demo."""

from packhaus.outbound.services.picks.confirm import confirm_picks

__all__ = ["confirm_picks"]
