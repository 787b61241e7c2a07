"""Who takes the last units of a bin is asked whether it is empty, where the site wants it; nothing is asked twice."""

from datetime import datetime

from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inventory.models import Balance, Count
from packhaus.inventory.queries.count_programme import ProgrammeRow
from packhaus.inventory.services.counts.programme import save_programme
from packhaus.inventory.services.move import move_stock
from packhaus.outbound.models import PickTask
from packhaus.outbound.queries.bins_to_check import list_bins_to_check
from tests.harness.cast import Place
from tests.web.floor.test_pick_page import HTMX, list_tasks, read_step


def test_the_last_units_of_a_bin_ask_whether_it_is_empty(
    as_associate: Client, number: str, leeds: Place, operator: Scope, now: datetime, colleague: User
) -> None:
    programme = ProgrammeRow(checks_empty=True)
    save_programme(scope=operator, site_id=leeds.id, programme=programme, now=now, actor=SYSTEM)
    with transaction(operator):
        shelf = Balance.objects.get(location_id=leeds.locations["A-01-01"])
    move_stock(
        scope=operator, balance_id=shelf.id, quantity=5, to_location_id=leeds.locations["R-01-01"], now=now,
        actor=SYSTEM,
    )  # fmt: skip
    url = f"/floor/batches/{number}/"
    page = as_associate.post(f"{url}start/", follow=True).content.decode()
    assert "&quot;empties&quot;: [&quot;A-01-01&quot;]" in page, "a device without a network asks as well"
    asked = ""
    for place, task in enumerate(list_tasks()):
        for code in (task.location, task.sku, task.tote)[0 if place != 1 else 1 :]:
            sent = {"scan": code, "step_id": read_step(page)}
            answer = as_associate.post(f"{url}scan/", sent, headers=HTMX)
            page, asked = answer.content.decode(), answer.headers.get("HX-Redirect", "")
        if place == 1:
            break
    assert asked.startswith(f"{url}empty/")
    with transaction(operator):
        ids = list(PickTask.objects.filter(status="done").values_list("id", flat=True))
    assert list(list_bins_to_check(scope=operator, task_ids=ids).values()) == ["A-01-01", "A-01-01"]
    assert "Look: is the bin empty?" in as_associate.get(asked).content.decode()
    assert as_associate.post(asked, {"do": "left", "quantity": "some"}).status_code == 422
    after = as_associate.post(asked, {"do": "empty"}).content.decode()
    assert "A-01-01 is counted." in after
    assert "A-01-02" in after
    with transaction(operator):
        count = Count.objects.get()
    assert (count.trigger, count.status) == ("zero_check", "approved")
    kept = {"do": "left", "quantity": "2", "client_id": "k-1"}
    for _again in range(2):
        told = as_associate.post(asked, kept, headers={"X-Kept": "1"}).json()
        assert told["outcome"] == "booked"
    with transaction(operator):
        assert Count.objects.count() == 2
    stranger = Client()
    stranger.force_login(colleague)
    assert stranger.get(asked).status_code == 404
