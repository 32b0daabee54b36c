"""An interactive view of single cells in three dimensions: one HTML page that needs nothing else."""

from cartsim.report.view.page import build_view, write_view

__all__ = ["build_view", "write_view"]
