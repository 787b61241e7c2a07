from pathlib import Path

from packhaus.kernel.postgres import addresses
from packhaus.kernel.postgres.selection import CHECKOUT, get_data_root


def test_an_external_server_is_used_as_named() -> None:
    environment = {
        "DATABASE_URL": "postgresql://app@db/shop",
        "DATABASE_OWNER_URL": "postgresql://owner@db/shop",
    }
    assert addresses(environment) == ("postgresql://app@db/shop", "postgresql://owner@db/shop")


def test_a_process_that_never_migrates_needs_no_owner() -> None:
    assert addresses({"DATABASE_URL": "postgresql://app@db/shop"}).owner_url == "postgresql://app@db/shop"


def test_the_embedded_server_lies_in_var_unless_told_otherwise() -> None:
    assert get_data_root({}) == CHECKOUT / "var" / "postgres"
    assert get_data_root({"PACKHAUS_PG_ROOT": "var/other"}) == CHECKOUT / "var" / "other"
    assert get_data_root({"PACKHAUS_DATA_DIR": "/srv/packhaus"}) == Path("/srv/packhaus/postgres")
    assert get_data_root({"PACKHAUS_PG_ROOT": "/srv/pg"}) == Path("/srv/pg")
