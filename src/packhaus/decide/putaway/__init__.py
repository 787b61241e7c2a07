"""Where goods at the door go: which bin takes them, why, and what ruled the others out."""
