"""A packing slip, a pick list and a dispatch list in three languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhaus.kernel.money import Money
from packhaus.outbound.documents.dispatch_list import DispatchList, DispatchListParcel
from packhaus.outbound.documents.packing_slip import PackingSlip, PackingSlipLine, PackingSlipParcel
from packhaus.outbound.documents.pick_list import PickList, PickListStop, PickListTote, TotePut

NAMES = (
    "WHITE HANGING HEART T-LIGHT HOLDER",
    "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhänger, handbemalt",
    "Knitted Union Flag Hot Water Bottle",
    "Lampu gantung anyaman rotan ukuran besar",
    "Set 7 Babushka Nesting Boxes",
)

SLIP = PackingSlip(
    language="de",
    merchant_name="Weiß & Söhne Geschenkartikel",
    merchant_lines=("Speicherstraße 12", "20457 Hamburg", "hallo@weiss-soehne.example"),
    order_number="SO-100234",
    placed_on=date(2010, 12, 1),
    packed_on=date(2010, 12, 3),
    ship_to_lines=("Jörg Müller-Lüdenscheidt", "Straße des 17. Juni 135", "10623 Berlin", "DEUTSCHLAND"),
    lines=tuple(
        PackingSlipLine(
            code=f"{84_000 + place}{'ABC'[place % 3]}",
            name=NAMES[place % len(NAMES)],
            ordered_quantity=12 + place * 37,
            parcel_quantity=12 + place * 37 - place % 4,
            later_quantity=place % 4,
        )
        for place in range(40)
    ),
    parcels=(
        PackingSlipParcel(1, "K-4", 480, 12_480, "00340434161094042557"),
        PackingSlipParcel(2, "K-2", 96, 3_150, "00340434161094042564"),
        PackingSlipParcel(3, "K-1", 4, 640, ""),
    ),
    parcel_number=1,
    note="Alles Gute zum Geburtstag, liebe Anneliese!",
)

PICKS = PickList(
    language="en",
    batch_number="PB-004711",
    site_name="Hebden Bridge Mill",
    printed_at=datetime(2010, 12, 3, 7, 42, tzinfo=ZoneInfo("Europe/London")),
    picker_name="Dewi",
    totes=tuple(PickListTote("ABCDEF"[place], f"TOTE-{place:04d}", f"SO-10023{place}") for place in range(6)),
    stops=tuple(
        PickListStop(
            location_code=f"A-{place // 8 + 1:02d}-{place % 8 + 1:02d}-{place % 4 + 1}-B",
            sku_code=f"{84_000 + place}A",
            sku_name=NAMES[place % len(NAMES)],
            puts=tuple(
                TotePut("ABCDEF"[(place + step) % 6], 6 + place * step) for step in range(1 + place % 3)
            ),
            lot="L-2010-11" if place % 5 == 0 else "",
            expires_on=date(2011, 6, 30) if place % 5 == 0 else None,
        )
        for place in range(30)
    ),
)

DISPATCH = DispatchList(
    language="id",
    manifest_number="MF-20101203-JNE",
    carrier_name="JNE Express",
    site_name="Gudang Kemang",
    site_lines=("Jl. Kemang Raya 8", "Jakarta Selatan 12730"),
    closed_at=datetime(2010, 12, 3, 17, 5, tzinfo=ZoneInfo("Asia/Jakarta")),
    parcels=tuple(
        DispatchListParcel(
            tracking_number=f"JNE{place:013d}",
            order_number=f"SO-{100_200 + place}",
            service_name=("Reguler", "YES (Yakin Esok Sampai)")[place % 2],
            destination=f"ID {12_000 + place * 17}",
            weight_grams=850 + place * 333,
            cash_on_delivery=Money(2_500_000 * (place + 1), "IDR") if place % 3 == 0 else None,
        )
        for place in range(45)
    ),
    seal_number="P-77120",
)
