"""How names sort and are found: without accents, without case."""

import unicodedata


def make_name_key(name: str) -> str:
    """Return the stored sort key of a name: ä sorts as a, ß as ss, É as e.

    Source: Unicode Standard Annex 15 (NFKD), chapter 3.13 (case folding).
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).strip()
