"""Walks: one person, one cart, up to so many totes."""

from packhaus.outbound.services.batches.build import build_batches
from packhaus.outbound.services.batches.cart import assign_tote, drop_totes
from packhaus.outbound.services.batches.claim import claim_batch, return_batch

__all__ = ["assign_tote", "build_batches", "claim_batch", "drop_totes", "return_batch"]
