"""Programs of the operator set up a site's floor: its rules, its walls, and what it releases again and again."""

import pytest

from tests.api.conftest import Caller
from tests.harness.cast import Place

POLICIES = "/sites/LEEDS/release-policies"


def test_floor_rules_are_set_and_read(operation: Caller, leeds: Place) -> None:
    assert operation.get("/sites/LEEDS/floor-rules").body["rules"]["pick_method"] == "cluster"
    answer = operation.put("/sites/LEEDS/floor-rules", {"pick_method": "wall", "max_open_lines": 90})
    assert answer.status == 200
    rules = operation.get("/sites/LEEDS/floor-rules").body["rules"]
    assert (rules["pick_method"], rules["max_open_lines"], rules["cart_totes"]) == ("wall", 90, 8)
    assert operation.put("/sites/LEEDS/floor-rules", {"cart_totes": 0}).status == 422


def test_a_wall_is_put_up_once(operation: Caller, leeds: Place) -> None:
    assert operation.post("/sites/LEEDS/walls", {"code": "W1", "slots": 6}).body["slots"] == 6
    assert operation.post("/sites/LEEDS/walls", {"code": "W1", "slots": 6}).status == 422
    assert [wall["code"] for wall in operation.get("/sites/LEEDS/walls").body] == ["W1"]


def test_a_policy_is_made_changed_run_and_dropped(operation: Caller, leeds: Place) -> None:
    wanted = {"name": "Night", "mode": "waveless", "every_minutes": 5, "until_at": "06:00"}
    made = operation.post(POLICIES, wanted)
    assert (made.status, made.body["policy"]["name"]) == (201, "Night")
    assert made.body["next_run_at"]
    path = f"/release-policies/{made.body['policy']['id']}"
    assert operation.post(POLICIES, wanted).paths == ["name"]
    assert operation.put(path, {"name": "Night", "mode": "scheduled"}).paths == ["times"]
    for wrong in ("25:00", "07:00Z"):
        assert operation.put(path, {"name": "Night", "mode": "scheduled", "times": [wrong]}).status == 422
    changed = operation.put(path, {"name": "Night", "mode": "scheduled", "times": ["09:00", "07:00"]})
    assert changed.body["policy"]["times"] == ["07:00:00", "09:00:00"]
    assert operation.get(f"{path}/preview").body["totals"]["order_count"] == 0
    run = operation.post(f"{path}/run")
    assert (run.body["orders"], run.body["left"]) == (0, {})
    assert [one["policy"]["ran_at"] is None for one in operation.get(POLICIES).body] == [False]
    assert operation.delete(path).status == 204
    assert operation.get(path).code == "policy_not_found"


def test_zones_get_their_turns_and_shelves(operation: Caller, leeds: Place) -> None:
    path = "/sites/LEEDS/pick-zones"
    assert operation.put(path, {"zones": [{"code": "", "position": 2, "shelf": "NOWHERE"}]}).status == 422
    zones = [{"code": "", "position": 2, "shelf": "TOTES"}]
    [zone] = operation.put(path, {"zones": zones}).body
    assert (zone["code"], zone["position"], zone["shelf"], zone["waiting"]) == ("", 2, "TOTES", 0)


@pytest.mark.parametrize("path", [POLICIES, "/sites/LEEDS/walls", "/sites/LEEDS/floor-rules"])
def test_a_merchant_has_no_floor(shop: Caller, leeds: Place, path: str) -> None:
    assert shop.get(path).status in {403, 404}
