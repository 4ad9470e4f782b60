"""The sample plan and roster for `demo`: the text of a real plan with its slips, people by their roles alone."""

from pathlib import Path

PLAN = Path(__file__).parent / "ke-hoach.txt"
ROSTER = Path(__file__).parent / "danh-ba.csv"
