"""Recalls, what they are of, and which orders got it."""

from packhaus.recalls.models.recall import Recall, RecallOrder, RecallScope

__all__ = ["Recall", "RecallOrder", "RecallScope"]
