"""Equations as MathML, which browsers draw by themselves: no script, no fonts, no network, nothing to ship.

The converter is the one of docutils, which Sphinx brings. `$`...`$`, as GitHub has it, is read like `$...$`.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


def mathml(node: nodes.math | nodes.math_block, as_block: bool) -> str:
    """The element for a formula; one that cannot be read is a warning, and so an error of the build."""
    text = node.astext().strip().strip("`").strip()
    try:
        return str(tex2mathml(text, as_block=as_block))
    except Exception as error:
        LOGGER.warning("formula %r: %s", text, error, location=node, type="math")
        return f"<code>{nodes.Text(text)}</code>"


def inline(writer: Any, node: nodes.math) -> None:
    """A formula in a line."""
    writer.body.append(f'<span class="math notranslate">{mathml(node, False)}</span>')
    raise nodes.SkipNode


def block(writer: Any, node: nodes.math_block) -> None:
    """A formula of its own; a long one scrolls inside its box, which the keyboard can reach."""
    reach = 'tabindex="0" role="group" aria-label="equation"'
    writer.body.append(f'<div class="math notranslate" {reach}>{mathml(node, True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Offers the renderer that `html_math_renderer` chooses."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
