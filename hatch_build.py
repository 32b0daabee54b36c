"""Puts the shipped scenarios into the wheel; an editable install finds them beside the package."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedScenarios(BuildHookInterface):
    """`scenarios/` of the checkout is the only source: the wheel holds a copy."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each build; `version` is "standard" or "editable"."""
        if version == "standard":
            build_data["force_include"]["scenarios"] = "cartsim/scenarios_shipped"
