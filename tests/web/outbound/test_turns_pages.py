"""A lead moves waves and adds people, from the wave's page and in bulk; gifts are taken back by Undo."""

import re
from datetime import datetime
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.outbound.queries.list_batches import BatchRow, get_batch, list_offered_batches
from packhaus.outbound.services.batches import build_batches, claim_batch, return_batch
from packhaus.outbound.types import WaveOutcome


@pytest.fixture
def walks(wave: WaveOutcome, now: datetime) -> list[BatchRow]:
    """Three walks of one order each, of one wave."""
    build_batches(wave_id=wave.id, max_totes=1, now=now, actor=SYSTEM)
    return list_offered()


def list_offered() -> list[BatchRow]:
    return list_offered_batches(scope=Scope.operator(), site_id=None, limit=20)


def read_walk(number: str) -> BatchRow:
    return get_batch(scope=Scope.operator(), number=number)


def undo(client: Client, page: str) -> str:
    [url] = re.findall(r'action="(/undo/[^"]+)"', page)
    return client.post(unescape(url), {"next": "/batches/"}, follow=True).content.decode()


def test_people_are_added_from_the_waves_page(
    as_lead: Client, lead: User, associate: User, wave: WaveOutcome, walks: list[BatchRow]
) -> None:
    page = as_lead.get(f"/waves/{wave.number}/").content.decode()
    assert "3 walks are open. Each person gets the next one." in page
    told = as_lead.post(
        f"/waves/{wave.number}/pickers/", {"pickers": [str(lead.id), str(associate.id)]}, follow=True
    )
    assert "2 pickers added." in told.content.decode()
    assert {read_walk(walk.number).picker_id for walk in walks} == {lead.id, associate.id, None}


def test_nobody_chosen_is_said_and_a_wave_without_open_walks_refuses(
    as_lead: Client, lead: User, wave: WaveOutcome, walks: list[BatchRow], now: datetime
) -> None:
    url = f"/waves/{wave.number}/pickers/"
    assert "Nobody is chosen." in as_lead.post(url, {"pickers": "x"}, follow=True).content.decode()
    for walk in walks:
        claim_batch(batch_id=walk.id, picker_id=lead.id, now=now, actor=SYSTEM)
    refused = as_lead.post(url, {"pickers": str(lead.id)})
    assert refused.status_code == 409
    assert "Every walk of the wave has its person" in refused.content.decode()


def test_a_wave_is_moved_from_its_page_and_the_floor_is_offered_it_first(
    as_lead: Client, associate: User, wave: WaveOutcome, walks: list[BatchRow]
) -> None:
    told = as_lead.post(f"/waves/{wave.number}/turn/", {"turn": "last"}, follow=True).content.decode()
    assert "1 wave is picked last." in told
    assert as_lead.post(f"/waves/{wave.number}/turn/", {"turn": "sideways"}).status_code == 404
    as_lead.force_login(associate)
    assert as_lead.post(f"/waves/{wave.number}/turn/", {"turn": "first"}).status_code == 404


def test_waves_are_moved_and_given_people_from_the_list(
    as_lead: Client, lead: User, associate: User, wave: WaveOutcome, walks: list[BatchRow]
) -> None:
    assert "Each gets the next open walk" in as_lead.get("/waves/").content.decode()
    chosen = {"selected": str(wave.id)}
    told = as_lead.post("/waves/", chosen | {"do": "first"}, follow=True).content.decode()
    assert "1 wave is picked first." in told
    people = {"do": "pickers", "pickers": [str(lead.id), str(associate.id)]}
    told = as_lead.post("/waves/", chosen | people, follow=True).content.decode()
    assert "1 wave has more people." in told
    assert len(list_offered()) == 1
    told = as_lead.post("/waves/", chosen | {"do": "pickers"}, follow=True).content.decode()
    assert "Nobody is left to give a walk to." in told


def test_walks_are_assigned_in_bulk_and_undo_takes_back_what_is_still_theirs(
    as_lead: Client, lead: User, associate: User, walks: list[BatchRow], now: datetime
) -> None:
    chosen = {"selected": [str(walk.id) for walk in walks[:2]], "do": "assign", "picker": str(associate.id)}
    page = as_lead.post("/batches/", chosen, follow=True).content.decode()
    assert "2 batches are assigned." in page
    first, second = walks[0], walks[1]
    return_batch(batch_id=second.id, now=now, actor=SYSTEM)
    claim_batch(batch_id=second.id, picker_id=lead.id, now=now, actor=SYSTEM)
    assert "Undone." in undo(as_lead, page)
    assert read_walk(first.number).picker_id is None
    assert read_walk(second.number).picker_id == lead.id


def test_one_assignment_is_undone_unless_somebody_else_has_it_by_then(
    as_lead: Client, lead: User, associate: User, walks: list[BatchRow], now: datetime
) -> None:
    url = f"/batches/{walks[0].number}/assign/"
    page = as_lead.post(url, {"picker": str(associate.id)}, follow=True).content.decode()
    assert "Undone." in undo(as_lead, page)
    assert read_walk(walks[0].number).status == "open"
    page = as_lead.post(url, {"picker": str(associate.id)}, follow=True).content.decode()
    return_batch(batch_id=walks[0].id, now=now, actor=SYSTEM)
    claim_batch(batch_id=walks[0].id, picker_id=lead.id, now=now, actor=SYSTEM)
    assert "This cannot be taken back any more." in undo(as_lead, page)
    assert read_walk(walks[0].number).picker_id == lead.id


def test_the_floor_is_sorted_from_the_tower(as_lead: Client, walks: list[BatchRow]) -> None:
    assert "Sort the floor by slack" not in as_lead.get("/").content.decode()
    assert "Sort the floor by slack" in as_lead.get("/?sort=slack").content.decode()
    told = as_lead.post("/tower/sort/", follow=True).content.decode()
    assert "3 walks are offered by slack." in told


def test_a_picker_who_is_not_one_changes_nothing(as_lead: Client, walks: list[BatchRow]) -> None:
    chosen = {"selected": str(walks[0].id), "do": "assign", "picker": str(UUID(int=1))}
    assert "Nobody is chosen." in as_lead.post("/batches/", chosen, follow=True).content.decode()
    assert read_walk(walks[0].number).status == "open"
