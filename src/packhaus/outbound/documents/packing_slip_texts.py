"""The words of a packing slip."""

from typing import Final

PACKING_SLIP_TEXTS: Final = {
    "title": {"en": "Packing slip", "de": "Lieferschein", "id": "Surat jalan"},
    "order": {"en": "Order", "de": "Bestellung", "id": "Pesanan"},
    "placed": {"en": "Ordered on", "de": "Bestellt am", "id": "Dipesan pada"},
    "packed": {"en": "Packed on", "de": "Gepackt am", "id": "Dikemas pada"},
    "parcel": {"en": "Parcel", "de": "Paket", "id": "Paket"},
    "parcel_of": {
        "en": "{number} of {count}",
        "de": "{number} von {count}",
        "id": "{number} dari {count}",
    },
    "ship_to": {"en": "Ship to", "de": "Lieferadresse", "id": "Alamat pengiriman"},
    "code": {"en": "Item no.", "de": "Artikelnr.", "id": "Kode barang"},
    "name": {"en": "Description", "de": "Bezeichnung", "id": "Nama barang"},
    "ordered": {"en": "Ordered", "de": "Bestellt", "id": "Dipesan"},
    "here": {"en": "In this parcel", "de": "In diesem Paket", "id": "Dalam paket ini"},
    "later": {"en": "To follow", "de": "Folgt", "id": "Menyusul"},
    "units": {"en": "Units", "de": "Stück", "id": "Jumlah unit"},
    "total": {"en": "Total", "de": "Summe", "id": "Jumlah"},
    "cartons": {
        "en": "Parcels of this shipment",
        "de": "Pakete dieser Sendung",
        "id": "Paket dalam kiriman ini",
    },
    "carton": {"en": "Box", "de": "Karton", "id": "Kardus"},
    "weight": {"en": "Weight", "de": "Gewicht", "id": "Berat"},
    "tracking": {"en": "Tracking number", "de": "Sendungsnummer", "id": "Nomor resi"},
    "this": {"en": "this parcel", "de": "dieses Paket", "id": "paket ini"},
    "note": {"en": "Message", "de": "Nachricht", "id": "Pesan"},
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
}
