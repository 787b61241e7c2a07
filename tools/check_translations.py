"""Fail when a translation is missing, out of step or merely repeats the English; `messages.py check` by another name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.messages import check

if __name__ == "__main__":
    found = check()
    print("\n".join(found) or "complete")
    sys.exit(min(len(found), 1))
