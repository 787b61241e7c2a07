"""Fail on a text that is missing, fuzzy, no longer used, or English outside the list (`tools/messages.py check`)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.messages import check

if __name__ == "__main__":
    found = check()
    print("\n".join(found) or "complete")
    sys.exit(min(len(found), 1))
