"""The words of a pick list."""

from typing import Final

PICK_LIST_TEXTS: Final = {
    "title": {"en": "Pick list", "de": "Pickliste", "id": "Daftar pengambilan"},
    "site": {"en": "Site", "de": "Standort", "id": "Lokasi gudang"},
    "printed": {"en": "Printed", "de": "Gedruckt", "id": "Dicetak"},
    "picker": {"en": "Picker", "de": "Kommissionierer", "id": "Petugas"},
    "stops": {"en": "Stops", "de": "Stopps", "id": "Perhentian"},
    "units": {"en": "Units", "de": "Stück", "id": "Jumlah unit"},
    "totes": {"en": "Totes on the cart", "de": "Behälter auf dem Wagen", "id": "Boks di troli"},
    "location": {"en": "Location", "de": "Lagerplatz", "id": "Lokasi"},
    "item": {"en": "Item", "de": "Artikel", "id": "Barang"},
    "quantity": {"en": "Take", "de": "Menge", "id": "Ambil"},
    "slot": {"en": "Into tote", "de": "In Behälter", "id": "Ke boks"},
    "lot": {"en": "Lot", "de": "Charge", "id": "Lot"},
    "expires": {"en": "best before", "de": "haltbar bis", "id": "kedaluwarsa"},
    "done": {"en": "Done", "de": "Erledigt", "id": "Selesai"},
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
}
