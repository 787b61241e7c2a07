from datetime import datetime
from pathlib import Path

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services.import_registrations import import_registrations
from packhaus.channels.services.import_transfers import import_transfers
from packhaus.terms.models import Registration
from packhaus.transfers.models import TransferLine
from tests.harness.cast import Place

TRANSFERS = """transfer,from_site,to_site,expected_on,sku,quantity
T-1,LEEDS,BERLIN,2026-12-01,MUG,6
T-1,LEEDS,BERLIN,2026-12-01,NONE,6
T-1,LEEDS,LEEDS,2026-12-01,LAMP,1
T-2,LEEDS,LEEDS,2026-12-01,MUG,1
T-3,LEEDS,MOON,2026-12-01,MUG,1
"""
MORE = """transfer,from_site,to_site,expected_on,sku,quantity
T-1,LEEDS,BERLIN,2026-12-01,MUG,6
T-1,LEEDS,BERLIN,2026-12-01,LAMP,2
"""
OTHER = """transfer,from_site,to_site,expected_on,sku,quantity
T-1,LEEDS,BERLIN,2026-12-01,MUG,7
"""


def test_transfers_of_a_file_are_drafted_and_extended_once(
    operator: Scope,
    acme: Merchant,
    leeds: Place,
    berlin: Place,
    mug: Sku,
    lamp: Sku,
    now: datetime,
    tmp_path: Path,
) -> None:
    def run(text: str) -> int:
        path = tmp_path / "transfers.csv"
        path.write_text(text)
        done = import_transfers(scope=operator, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)
        return done.rejected

    def list_lines() -> list[tuple[str, str, int]]:
        with transaction(operator):
            found = TransferLine.objects.order_by("transfer__number", "position")
            return list(found.values_list("transfer__number", "sku__code", "ordered"))

    assert run(TRANSFERS) == 4
    assert list_lines() == [("T-1", "MUG", 6)]
    assert run(MORE) == 0
    assert run(MORE + "\n") == 0
    assert list_lines() == [("T-1", "MUG", 6), ("T-1", "LAMP", 2)]
    assert run(OTHER) == 1
    assert list_lines() == [("T-1", "MUG", 6), ("T-1", "LAMP", 2)]


def test_registrations_of_a_file_are_written_once(
    operator: Scope, acme: Merchant, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "registrations.csv"
    path.write_text(
        "country,scheme,number,valid_from,valid_to,brand,device_class\n"
        "de,packaging_register,DE1,2026-01-01,,,\n"
        "DE,weee,DE2,2026-01-01,2027-01-01,,\n"
        "DE,weee,DE2,2026-01-01,2027-01-01,Acme,5\n"
    )
    done = import_registrations(scope=operator, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)
    assert done.rejected == 2 - 1
    with transaction(operator):
        assert set(Registration.objects.values_list("number", "brand")) == {("DE1", ""), ("DE2", "Acme")}
