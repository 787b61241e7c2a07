"""Slotting as programs decide on it and report moves."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, PageIn, Serial, bounded

ProposalStatus = Literal["proposed", "accepted", "done", "rejected", "outdated"]
SlottingWhy = Literal["golden", "nearer", "together"]
Proposals = Annotated[list[UUID], Field(min_length=1, max_length=200)]


class ProposalListIn(PageIn):
    """What narrows the list of proposals."""

    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    status: Annotated[list[ProposalStatus], Field(max_length=5)] = []
    why: Annotated[list[SlottingWhy], Field(max_length=3)] = []


class ProposalsIn(Input):
    """Proposals that are meant."""

    proposals: Proposals


class RejectProposalsIn(Input):
    """Proposals that are left, and why; with `wrong_bin` another bin is proposed for the item."""

    proposals: Proposals
    refusal: Literal["stays", "season", "effort", "wrong_bin", "other"]


class SlottingRulesIn(Input):
    """How a site is advised: weeks looked back, weeks to pay back, minutes a move takes, levels at hand height."""

    weeks: Annotated[int, Field(ge=1, le=26)] = 4
    payback_weeks: Annotated[int, Field(ge=1, le=104)] = 8
    minutes_a_move: Annotated[int, Field(ge=0, le=120)] = 5
    golden_levels: Annotated[str, bounded(80)] = ""
    keeps_zones: bool = True


class ConfirmMoveIn(Input):
    """A move that was done; `client_id` takes effect once."""

    move: Serial
    device: Annotated[str, bounded(40, 1)]
    client_id: Annotated[str, bounded(40, 1)]


class GiveMoveUpIn(Input):
    """A move that cannot be done, and why."""

    move: Serial
    problem: Literal["not_there", "full", "blocked", "other"]
