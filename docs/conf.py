"""The site of the documentation: `make docs`.

Tutorials are `tutorials/*.py` in jupytext's percent format: plain Python files that are notebooks too. They
run while the site is built, each in the folder it lies in, as Jupyter would; an error in one is an error of
the build. What they told is kept under `_build/notebooks` and taken again as long as neither the notebook nor
cartsim's sources nor the scenarios have changed. Nothing is fetched from the network.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import cartsim
from cartsim.results.manifest import source_hash

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE / "extensions"))


def fingerprint() -> str:
    """Of all that a notebook computes with: where it is another, notebooks run again."""
    digest = hashlib.sha256(source_hash().encode())
    for file in sorted((ROOT / "scenarios").rglob("*.yaml")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


project = "cartsim"
author = "cartsim developers"
copyright = "cartsim developers, MIT licence"
version = release = cartsim.__version__
language = "en-GB"

extensions = ["myst_nb", "sphinx_copybutton", "sphinx_design", "mathml", "repository_links"]
exclude_patterns = ["_build", "*.py", "extensions", "*.txt", "**/*.txt", "**/.ipynb_checkpoints"]
suppress_warnings = ["mystnb.mime_priority"]

# --- pages ---

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 4
myst_update_mathjax = False
html_math_renderer = "mathml"
highlight_language = "text"

# --- notebooks ---

nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / "notebooks" / fingerprint())
nb_execution_timeout = 600  # of a cell; the first may compile, on a machine that has other work, too
nb_execution_raise_on_error = True
nb_execution_in_temp = False
nb_merge_streams = True

# --- looks ---

html_theme = "pydata_sphinx_theme"
html_title = "cartsim"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "cartsim"},
    "show_toc_level": 2,
    "header_links_before_dropdown": 6,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

# --- links (`make linkcheck`, by hand: it needs the network) ---

linkcheck_timeout = 20
linkcheck_workers = 4
linkcheck_anchors = False
