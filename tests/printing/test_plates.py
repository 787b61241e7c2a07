"""Numbers for cartons and pallets, and their labels on paper and in dots."""

from datetime import date, datetime
from uuid import UUID

import pytest
from django.test import override_settings

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.decide.identifiers import is_sscc
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.printing.documents.plates import PlateGoods, PlateLabel, render_plate_pictures, render_plates
from packhaus.printing.errors import PlateNotFound, StationNotFound
from packhaus.printing.queries.plates import list_plates
from packhaus.printing.services.claim import claim_jobs
from packhaus.printing.services.end import end_claim
from packhaus.printing.services.plates import make_plates
from packhaus.printing.services.render import render_paper, render_zpl
from packhaus.printing.services.send import send_paper
from packhaus.printing.types import Document, Paper
from tests.documents.reading import count_pages, read_text, scan, squeeze
from tests.harness.cast import Place
from tests.printing.conftest import BENCH
from tests.printing.reading import read_labels


def make(place: Place, count: int, now: datetime) -> list[str]:
    return make_plates(scope=Scope.operator(), site_id=place.id, count=count, now=now, actor=SYSTEM)


def test_numbers_are_the_sites_own_and_given_out_once(
    leeds: Place, berlin: Place, acme: Merchant, operator: Scope, acme_scope: Scope, now: datetime
) -> None:
    with transaction(operator):
        kinds = {"LEEDS-L000003": "carton"}
        ensure_units(merchant_id=acme.id, location_id=leeds.locations["RECEIVING"], kinds=kinds)
    assert make(leeds, 2, now) == ["LEEDS-L000001", "LEEDS-L000002"]
    assert make(leeds, 2, now) == ["LEEDS-L000004", "LEEDS-L000005"]  # somebody wrote the third by hand
    assert make(berlin, 1, now) == ["BERLIN-L000001"]
    with pytest.raises(Invalid):
        make(leeds, 201, now)
    with pytest.raises(StationNotFound):
        make_plates(scope=acme_scope, site_id=leeds.id, count=1, now=now, actor=SYSTEM)


@override_settings(HAS_GS1_COMPANY_PREFIX=True, GS1_COMPANY_PREFIX="4012345")
def test_with_a_company_prefix_they_are_ssccs_that_no_two_sites_share(
    leeds: Place, berlin: Place, operator: Scope, now: datetime
) -> None:
    codes = [*make(leeds, 2, now), *make(berlin, 1, now)]
    assert codes[0] == "140123450000000013"
    assert all(is_sscc(code) for code in codes)
    assert len(set(codes)) == 3
    zpl = render_zpl(scope=operator, paper=Paper(Document.PLATES, tuple(codes), "de"), dots_per_mm=8, now=now)
    assert scan(read_labels(zpl)) == {("Code128", f"(00){code}") for code in codes}


def test_a_label_is_read_back_in_every_density_and_counted(
    leeds: Place, bench: UUID, operator: Scope, now: datetime
) -> None:
    (code,) = make(leeds, 1, now)
    paper = Paper(Document.PLATES, (code,), "id")
    for density in (8, 12, 24):
        zpl = render_zpl(scope=operator, paper=paper, dots_per_mm=density, now=now)
        assert scan(read_labels(zpl)) == {("Code128", code)}, density
    pdf = render_paper(scope=operator, paper=paper, now=now)
    assert (count_pages(pdf), code in read_text(pdf), "Cetakan" in read_text(pdf)) == (1, True, False)
    for _ in range(2):
        send_paper(scope=operator, station_id=bench, paper=paper, title=code, now=now, actor=SYSTEM)
        work = claim_jobs(
            scope=operator, site="LEEDS", station=BENCH, agent="pc", states={}, claims=[], now=now
        )
        (job,) = work.jobs
        end_claim(scope=operator, job_id=job.id, claim=job.claim, now=now, actor=SYSTEM)
    (row,) = list_plates(scope=operator, codes=[code], page=PageOf()).rows
    assert (row.prints, row.unit_is_open) == (2, False)
    assert "Cetakanke-3" in read_text(render_paper(scope=operator, paper=paper, now=now))
    with pytest.raises(PlateNotFound):
        render_paper(scope=operator, paper=Paper(Document.PLATES, ("NEVER",)), now=now)


def test_every_code_that_fits_is_read_back() -> None:
    long = PlateLabel("WAREHOUSENO-L1234567", "WAREHOUSE-NO-16X", "Warehouse of a very long name indeed", 12)
    pages = render_plate_pictures(plates=[long], language="de", dots_per_inch=152.4)  # the coarsest printer
    assert scan(pages) == {("Code128", long.code)}


def test_a_label_says_what_it_is_on() -> None:
    held = PlateGoods(1_248, 1, "ACME", "MUG", "Mug, blue", ("L-7",), date(2027, 3, 31))
    several = PlateGoods(12, 1, "ACME", "LAMP", "Lamp", ("L-7", "L-8"))
    goods = [held, several, PlateGoods(48, 3)]
    plates = [PlateLabel("LEEDS-L000001", "LEEDS", "Leeds", 1, one) for one in goods]
    words = read_text(render_plates(plates=plates, language="de"))
    for said in ("1.248 ×", "ACME · MUG", "Mug, blue", "Charge L-7 · Haltbar bis", "Mehrere Chargen", "48 ×",
                 "Gemischt: 3 Artikel"):  # fmt: skip
        assert squeeze(said) in words
    pages = render_plate_pictures(plates=plates[:1], language="de", dots_per_inch=152.4)
    assert scan(pages) == {("Code128", "LEEDS-L000001")}
