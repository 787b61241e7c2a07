"""An expired link is renewed by mail to whoever ordered, and the page tells nobody anything."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.scope import Scope, transaction
from packhaus.insight.services.renew_tracking import make_renewed_path, send_new_link
from packhaus.kernel import rows
from packhaus.messaging.models import Message, MessageBody
from packhaus.orders.models import Order
from tests.web.track.conftest import Ship, Tracked


@pytest.fixture
def expired(tracked: Tracked, ship: Ship, operator: Scope) -> Tracked:
    ship(1)
    with transaction(operator):
        long_ago = timezone.now() - timedelta(days=200)
        Order.objects.filter(pk=tracked.order.id).update(shipped_at=long_ago)
    return tracked


def read_answer(client: Client, path: str) -> tuple[int, str]:
    answer = client.post(path)
    own = re.compile(r"\b[A-Za-z0-9]{64}\b|/t/[^\"]+")
    return answer.status_code, own.sub("", answer.content.decode())


def list_links(operator: Scope) -> list[str]:
    with transaction(operator):
        texts = list(MessageBody.objects.order_by("message_id").values_list("text", flat=True))
    return [found for text in texts for found in re.findall(r"/t/\S+", text)]


def test_the_expired_page_offers_a_new_link_that_works(
    client: Client, expired: Tracked, operator: Scope
) -> None:
    page = client.get(expired.path)
    assert page.status_code == 410
    assert f'action="{expired.path}/new-link"' in page.content.decode()
    assert client.post(f"{expired.path}/new-link").status_code == 200
    [link] = list_links(operator)
    assert link.startswith(f"{expired.path}/")
    assert client.get(link).status_code == 200
    assert client.get(expired.path).status_code == 410


def test_one_a_day_is_mailed_and_every_answer_is_the_same(
    client: Client, expired: Tracked, operator: Scope
) -> None:
    answers = {read_answer(client, f"{path}/new-link") for path in (expired.path, expired.path, "/t/unknown")}
    assert len(answers) == 1
    assert len(list_links(operator)) == 1
    send_new_link(token=expired.order.tracking_token, now=timezone.now() + timedelta(days=1))
    assert len(list_links(operator)) == 2


def test_who_was_forgotten_is_mailed_nothing(client: Client, expired: Tracked, operator: Scope) -> None:
    with transaction(operator):
        rows.execute("UPDATE parties_contact SET email = '', forgotten_at = now()", {})
    assert client.post(f"{expired.path}/new-link").status_code == 200
    assert not Message.objects.filter(kind="tracking_link").exists()


def test_a_link_that_still_works_is_not_mailed_again(
    client: Client, tracked: Tracked, ship: Ship, operator: Scope
) -> None:
    client.post(f"{tracked.path}/new-link")
    assert list_links(operator) == []


def test_a_forged_or_old_stamp_opens_nothing(client: Client, expired: Tracked) -> None:
    good = make_renewed_path(expired.order.tracking_token)
    assert client.get(good).status_code == 200
    assert client.get(good[:-2]).status_code == 410
    assert client.get(f"{expired.path}/1abc:nonsense").status_code == 410
    other = make_renewed_path("another-token").rpartition("/")[2]
    assert client.get(f"{expired.path}/{other}").status_code == 410


def test_the_root_of_links_says_what_is_missing(client: Client) -> None:
    answer = client.get("/t/")
    assert answer.status_code == 404
    assert "We cannot find this order" in answer.content.decode()
