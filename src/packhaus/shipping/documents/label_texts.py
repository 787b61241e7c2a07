"""The words of a parcel label."""

from typing import Final

LABEL_TEXTS: Final = {
    "from": {"en": "From", "de": "Von", "id": "Dari"},
    "to": {"en": "To", "de": "An", "id": "Kepada"},
    "parcel": {"en": "Parcel", "de": "Paket", "id": "Paket"},
    "parcel_of": {
        "en": "{number} of {count}",
        "de": "{number} von {count}",
        "id": "{number} dari {count}",
    },
    "weight": {"en": "Weight", "de": "Gewicht", "id": "Berat"},
    "date": {"en": "Date", "de": "Datum", "id": "Tanggal"},
    "reference": {"en": "Order", "de": "Bestellung", "id": "Pesanan"},
    "tracking": {"en": "Tracking number", "de": "Sendungsnummer", "id": "Nomor resi"},
    "phone": {"en": "Phone", "de": "Telefon", "id": "Telepon"},
    "collect": {"en": "Cash on delivery", "de": "Nachnahme", "id": "Bayar di tempat (COD)"},
    "pallet": {"en": "Pallet", "de": "Palette", "id": "Palet"},
}
