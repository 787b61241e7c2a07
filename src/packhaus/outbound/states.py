"""States of waves, batches and tasks."""

from packhaus.kernel.states import Transition

WAVE_STATUSES = ["released", "picking", "done", "cancelled"]
BATCH_STATUSES = ["open", "claimed", "done", "cancelled"]
TASK_STATUSES = ["open", "claimed", "done", "short", "cancelled"]
REPLENISHMENT_STATUSES = ["open", "claimed", "done", "short", "cancelled"]
ROUTINGS = ["shortest", "good", "near", "codes"]
PICK_METHODS = ["discrete", "batch", "cluster", "wall", "zone"]
HOLD_REASONS = ["tote", "items", "stopped", "other"]
LINE_MIXES = ["any", "single_line", "multi_line"]
POLICY_MODES = ["manual", "scheduled", "waveless"]
SORT_STATUSES = ["open", "claimed", "done", "cancelled"]
SHORT_REASONS = ["none_there", "fewer", "damaged", "wrong_item"]

CLAIM_SORTING = Transition("claim", ("open",), "claimed")
FINISH_SORTING = Transition("finish", ("open", "claimed"), "done")
CANCEL_SORTING = Transition("cancel", ("open", "claimed"), "cancelled")
SORT_TRANSITIONS = (CLAIM_SORTING, FINISH_SORTING, CANCEL_SORTING)

CLAIM_BATCH = Transition("claim_batch", ("open",), "claimed")
RETURN_BATCH = Transition("return_batch", ("claimed",), "open")
FINISH_BATCH = Transition("finish_batch", ("open", "claimed"), "done")
FINISH_TASK = Transition("finish_task", ("open", "claimed"), "done")
SHORT_TASK = Transition("short_task", ("open", "claimed"), "short")
CANCEL_TASK = Transition("cancel_task", ("open", "claimed"), "cancelled")

CLAIM_REPLENISHMENT = Transition("claim_replenishment", ("open",), "claimed")
RETURN_REPLENISHMENT = Transition("return_replenishment", ("claimed",), "open")
FINISH_REPLENISHMENT = Transition("finish_replenishment", ("open", "claimed"), "done")
SHORT_REPLENISHMENT = Transition("short_replenishment", ("open", "claimed"), "short")
CANCEL_REPLENISHMENT = Transition("cancel_replenishment", ("open", "claimed"), "cancelled")

BATCH_TRANSITIONS = (CLAIM_BATCH, RETURN_BATCH, FINISH_BATCH)
TASK_TRANSITIONS = (FINISH_TASK, SHORT_TASK, CANCEL_TASK)
REPLENISHMENT_TRANSITIONS = (
    CLAIM_REPLENISHMENT, RETURN_REPLENISHMENT, FINISH_REPLENISHMENT, SHORT_REPLENISHMENT, CANCEL_REPLENISHMENT,
)  # fmt: skip
SLOTTING_OUTCOMES = ["advised", "no_aisles", "no_walks"]
SLOTTING_WHYS = ["golden", "nearer", "together"]
SLOTTING_STATUSES = ["proposed", "accepted", "done", "rejected", "outdated"]
SLOTTING_REFUSALS = ["stays", "season", "effort", "wrong_bin", "other"]
SLOTTING_MOVE_STATUSES = ["proposed", "open", "claimed", "done", "cancelled"]
SLOTTING_PROBLEMS = ["not_there", "full", "blocked", "other"]

ACCEPT_SLOTTING = Transition("accept", ("proposed",), "accepted")
REJECT_SLOTTING = Transition("reject", ("proposed",), "rejected")
OUTDATE_SLOTTING = Transition("outdate", ("proposed", "accepted"), "outdated")
REOPEN_SLOTTING = Transition("reopen", ("accepted", "rejected"), "proposed")
FINISH_SLOTTING = Transition("finish", ("accepted",), "done")
SLOTTING_TRANSITIONS = (ACCEPT_SLOTTING, REJECT_SLOTTING, OUTDATE_SLOTTING, REOPEN_SLOTTING, FINISH_SLOTTING)

OPEN_SLOTTING_MOVE = Transition("open", ("proposed",), "open")
CLAIM_SLOTTING_MOVE = Transition("claim", ("open",), "claimed")
RETURN_SLOTTING_MOVE = Transition("return", ("claimed",), "open")
FINISH_SLOTTING_MOVE = Transition("finish", ("open", "claimed"), "done")
CANCEL_SLOTTING_MOVE = Transition("cancel", ("open", "claimed"), "cancelled")
SLOTTING_MOVE_TRANSITIONS = (
    OPEN_SLOTTING_MOVE, CLAIM_SLOTTING_MOVE, RETURN_SLOTTING_MOVE, FINISH_SLOTTING_MOVE, CANCEL_SLOTTING_MOVE,
)  # fmt: skip
WORK_KINDS = ["assemble", "take_apart"]
PACK_PROBLEMS = ["missing", "damaged", "wrong_item", "does_not_fit", "other"]
VAS_STATUSES = ["claimed", "done"]
WORK_STATUSES = ["open", "claimed", "done", "cancelled"]

SCAN_OPERATIONS = ("pick", "receive", "put_away", "replenish", "count", "move")
SCAN_STARTS = ("place", "item")
SCAN_PROOFS = ("once", "each", "lot")
