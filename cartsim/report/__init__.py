"""The report of a run: one self-contained page with its figures and tables."""

from cartsim.report.page import build_page, write_report
from cartsim.report.tables import EndpointRow, endpoint_header, endpoint_rows

__all__ = ["EndpointRow", "build_page", "endpoint_header", "endpoint_rows", "write_report"]
