"""Notes of shoppers and their words."""

from packhaus.care.models.note import ShopperNote, ShopperNoteWords

__all__ = ["ShopperNote", "ShopperNoteWords"]
