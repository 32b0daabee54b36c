"""A short campaign of absurd patients; the long one is `python -m tests.campaigns.torture`."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.campaigns.torture import campaign

LAST = Path(__file__).parents[1] / "campaigns" / "torture.csv"


def test_absurd_patients_end_with_a_status():
    rows = campaign(400)
    assert sum(row["patients"] for row in rows) == 400
    assert {row["status"] for row in rows} >= {"ok", "not_finite", "step_underflow"}


def test_the_last_campaign_lost_nobody():
    rows = list(csv.DictReader(LAST.open()))
    assert sum(int(row["patients"]) for row in rows) == 20_000
    assert max(float(row["longest_block_s"]) for row in rows) < 30.0
