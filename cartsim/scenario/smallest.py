"""A scenario that calls everything and costs nothing: what compiles the equations."""

from __future__ import annotations

SMALLEST = """
schema: cartsim.scenario/1
title: Warm-up
question: Is everything compiled?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: only, dose: 1e8 cells, route: intravenous}]
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
run: {patients: 1, horizon: 67 days}
"""
"""The least that calls every compiled function."""
