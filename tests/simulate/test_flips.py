"""Endpoints do not hang on the solver's tolerance: a short form of the campaign, and its last result."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.campaigns.flips import campaign

LAST = Path(__file__).parents[1] / "campaigns" / "flips.csv"


@pytest.mark.slow
def test_no_endpoint_of_sixty_patients_flips_between_tolerances(record_property):
    rows, compared = campaign(60)
    record_property("flips", f"{len(rows)} of {sum(compared.values())} endpoints")
    assert rows == []


def test_the_last_campaign_found_no_flip():
    with LAST.open(newline="") as file:
        assert list(csv.DictReader(file)) == []
