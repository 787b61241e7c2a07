"""Labels that carriers sell: bought, looked up and given back by jobs, outside any transaction."""

from packhaus.outbound.services.labels.step import take_due_steps, take_step

__all__ = ["take_due_steps", "take_step"]
