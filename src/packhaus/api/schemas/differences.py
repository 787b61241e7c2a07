"""Differences of deliveries as callers ask for them and answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, PageIn, bounded

DifferenceStatus = Literal["open", "accepted", "disputed", "granted", "upheld"]
Chosen = Annotated[list[UUID], Field(min_length=1, max_length=100)]


class DifferenceListIn(PageIn):
    """What narrows the list; `number` is how numbers of deliveries begin."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    number: Annotated[str, bounded(40)] = ""
    sku: Annotated[str, bounded(40)] = ""
    status: Annotated[list[DifferenceStatus], Field(max_length=5)] = []


class AcceptIn(Input):
    """Differences that are taken as they were booked."""

    differences: Chosen


class DisputeIn(AcceptIn):
    """Differences that are disputed, and why."""

    reason: Literal["sent_all", "not_sent", "not_damaged", "right_item", "not_ours", "count_again", "other"]


class AnswerIn(AcceptIn):
    """Disputes that are granted (found, miscounted, damaged_here, other), or what was booked stands (the others)."""

    outcome: Literal["granted", "upheld"]
    ground: Literal[
        "found", "miscounted", "damaged_here", "counted_again", "photo_shows", "papers_show", "other"
    ]
