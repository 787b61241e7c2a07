"""The words of a dispatch list."""

from typing import Final

DISPATCH_LIST_TEXTS: Final = {
    "title": {"en": "Dispatch list", "de": "Ladeliste", "id": "Daftar serah terima"},
    "carrier": {"en": "Carrier", "de": "Frachtführer", "id": "Kurir"},
    "site": {"en": "Handed over at", "de": "Übergabeort", "id": "Diserahkan di"},
    "closed": {"en": "Closed", "de": "Abgeschlossen", "id": "Ditutup"},
    "seal": {"en": "Seal", "de": "Plombe", "id": "Segel"},
    "tracking": {"en": "Tracking number", "de": "Sendungsnummer", "id": "Nomor resi"},
    "order": {"en": "Order", "de": "Bestellung", "id": "Pesanan"},
    "service": {"en": "Service", "de": "Versandart", "id": "Layanan"},
    "destination": {"en": "Destination", "de": "Zielort", "id": "Tujuan"},
    "weight": {"en": "Weight", "de": "Gewicht", "id": "Berat"},
    "collect": {"en": "To collect", "de": "Einzuziehen", "id": "Tagihan COD"},
    "parcels": {"en": "Parcels", "de": "Pakete", "id": "Jumlah paket"},
    "received": {
        "en": "The carrier has received the parcels listed above in good outer condition.",
        "de": "Der Frachtführer hat die oben genannten Pakete in äußerlich einwandfreiem Zustand übernommen.",
        "id": "Kurir telah menerima paket yang tercantum di atas dalam kondisi luar yang baik.",
    },
    "driver": {"en": "Driver's name", "de": "Name des Fahrers", "id": "Nama pengemudi"},
    "plate": {"en": "Vehicle", "de": "Kennzeichen", "id": "Nomor polisi"},
    "moment": {"en": "Date and time", "de": "Datum und Uhrzeit", "id": "Tanggal dan jam"},
    "signature": {"en": "Signature", "de": "Unterschrift", "id": "Tanda tangan"},
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
}
