"""Two runs compared: which inputs changed, and which endpoints moved beyond Monte Carlo error."""

from cartsim.report.two_runs.facts import facts_of
from cartsim.report.two_runs.page import build_page, write_comparison
from cartsim.report.two_runs.pair import Pair, pair_of
from cartsim.report.two_runs.rows import Compared, compare

__all__ = ["Compared", "Pair", "build_page", "compare", "facts_of", "pair_of", "write_comparison"]
