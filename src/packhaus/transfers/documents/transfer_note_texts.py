"""The words of a transfer note."""

from typing import Final

TRANSFER_NOTE_TEXTS: Final = {
    "title": {"en": "Transfer note", "de": "Umlagerungsschein", "id": "Surat pindah barang"},
    "from": {"en": "From", "de": "Von", "id": "Dari"},
    "to": {"en": "To", "de": "Nach", "id": "Ke"},
    "merchant": {"en": "Merchant", "de": "Händler", "id": "Pedagang"},
    "expected": {"en": "Expected on", "de": "Erwartet am", "id": "Diharapkan pada"},
    "sent": {"en": "Sent", "de": "Abgegangen", "id": "Dikirim"},
    "printed": {"en": "Printed", "de": "Gedruckt", "id": "Dicetak"},
    "carrier": {"en": "Carrier", "de": "Frachtführer", "id": "Kurir"},
    "title_passes": {"en": "Title passes", "de": "Eigentum geht über", "id": "Hak milik beralih"},
    "dispatch": {"en": "when it is sent", "de": "beim Abgang", "id": "saat dikirim"},
    "receipt": {"en": "when it arrives", "de": "bei der Ankunft", "id": "saat tiba"},
    "units_of": {"en": "Cartons and pallets", "de": "Kartons und Paletten", "id": "Karton dan palet"},
    "carton": {"en": "Carton", "de": "Karton", "id": "Karton"},
    "pallet": {"en": "Pallet", "de": "Palette", "id": "Palet"},
    "item": {"en": "Item", "de": "Artikel", "id": "Barang"},
    "unit": {"en": "In", "de": "In", "id": "Dalam"},
    "loose": {"en": "loose", "de": "lose", "id": "lepas"},
    "quantity": {"en": "Units", "de": "Stück", "id": "Jumlah unit"},
    "total": {"en": "Total", "de": "Summe", "id": "Jumlah"},
    "lot": {"en": "Lot", "de": "Charge", "id": "Lot"},
    "expires": {"en": "best before", "de": "haltbar bis", "id": "kedaluwarsa"},
    "serial": {"en": "Serial", "de": "Seriennummer", "id": "Nomor seri"},
    "to_be_picked": {
        "en": "Not picked yet: this is what shall go.",
        "de": "Noch nicht kommissioniert: dies soll gehen.",
        "id": "Belum diambil: ini yang akan dikirim.",
    },
    "handed_over": {
        "en": "Handed over and taken over as listed above.",
        "de": "Wie oben aufgeführt übergeben und übernommen.",
        "id": "Diserahkan dan diterima sesuai daftar di atas.",
    },
    "driver": {"en": "Driver's name", "de": "Name des Fahrers", "id": "Nama pengemudi"},
    "plate": {"en": "Vehicle", "de": "Kennzeichen", "id": "Nomor polisi"},
    "leaving": {
        "en": "Signature on leaving",
        "de": "Unterschrift Abgang",
        "id": "Tanda tangan saat berangkat",
    },
    "arriving": {"en": "Signature on arrival", "de": "Unterschrift Ankunft", "id": "Tanda tangan saat tiba"},
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
}
