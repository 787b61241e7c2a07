"""The paper that the document tests print: plain, awkward and hostile."""

from datetime import date

from packhaus.kernel.money import Money
from packhaus.shipping.documents.label import Label

HOSTILE = '#read("/etc/passwd") $x^2$ *bold* _it_ <tag> @ref [box] `raw` \\ // = Head'

GERMAN = Label(
    language="de",
    sender_lines=("Packhaus Nord GmbH", "Speicherstraße 12", "20457 Hamburg", "Deutschland"),
    recipient_lines=("Jörg Müller-Lüdenscheidt", "Straße des 17. Juni 135", "10623 Berlin", "DEUTSCHLAND"),
    recipient_phone="+49 30 1234567",
    country_code="DE",
    country_name="Deutschland",
    routing="10623",
    carrier_name="DHL",
    service_name="Paket",
    tracking_number="00340434161094042557",
    reference="SO-100234",
    parcel_number=1,
    parcel_count=3,
    weight_grams=12_480,
    shipped_on=date(2010, 12, 3),
)
INDONESIAN = Label(
    language="id-ID",
    sender_lines=("Toko Melati", "Jl. Kemang Raya 8, Jakarta Selatan 12730"),
    recipient_lines=(
        "Dewi Kusumawardhani Prasetyaningrum",
        "Jalan Raya Pasar Minggu No. 12 RT 03/RW 07",
        "Kelurahan Ragunan, Kecamatan Pasar Minggu",
        "Kota Jakarta Selatan, DKI Jakarta 12550",
        "INDONESIA",
    ),
    recipient_phone="+62 812 3456 7890",
    country_code="ID",
    country_name="Indonesia",
    routing="12550",
    carrier_name="JNE",
    service_name="Reguler",
    tracking_number="JNE0012345678901",
    reference="SO-100235",
    parcel_number=1,
    parcel_count=1,
    weight_grams=850,
    shipped_on=date(2010, 12, 3),
    cash_on_delivery=Money(25_000_000, "IDR"),
)
PALLET = Label(
    language="en",
    sender_lines=("Packhaus UK Ltd", "Unit 4, Wharf Road", "London N1 7RJ"),
    recipient_lines=(
        "Thistle & Pine Gifts Ltd",
        "18 Market Street",
        "Hebden Bridge",
        "HX7 6EU",
        "UNITED KINGDOM",
    ),
    recipient_phone="",
    country_code="GB",
    country_name="United Kingdom",
    routing="HX7 6EU",
    carrier_name="Palletline",
    service_name="Economy 48h",
    tracking_number="PH000000000123",
    reference="SO-100236",
    parcel_number=2,
    parcel_count=2,
    weight_grams=412_000,
    shipped_on=date(2010, 12, 3),
    sscc="340123450000000017",
)
OVERLONG = Label(
    language="de",
    sender_lines=("Donaudampfschifffahrtsgesellschaftskapitänsmützenversand GmbH & Co. KG", "Weg 1", "1 Ort"),
    recipient_lines=(
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsverein e. V.",
        "Abteilung für außergewöhnliche Sonderangelegenheiten und Beschwerdemanagement",
        "c/o Frau Oberstudienrätin Dr. Anneliese Schmidt-Großenhainichen",
        "Bischöflich-Geistlicher-Rat-Josef-Zinnbauer-Straße 117 a",
        "84130 Dingolfing",
        "DEUTSCHLAND",
    ),
    recipient_phone="+49 8731 1234567",
    country_code="DE",
    country_name="Bundesrepublik Deutschland",
    routing="84130",
    carrier_name="Österreichische Bundespaketdienst Gesellschaft",
    service_name="Expresszustellung vor 10:00 Uhr Samstag",
    tracking_number="JJD000390007882345678901234567",
    reference="MERCHANT-2010-000000123456789",
    parcel_number=11,
    parcel_count=12,
    weight_grams=31_500,
    shipped_on=date(2010, 12, 3),
    cash_on_delivery=Money(123_456, "EUR"),
)
