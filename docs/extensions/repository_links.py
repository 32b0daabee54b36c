"""Links of the pages that leave docs/: right in a browser of the repository, made right on the site.

A file is given as a download; a folder, which a site does not have, keeps its name and path; the pages that
lie beside docs/ are pages of the site under another name.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

PAGES = {"README": "index", "CONTRIBUTING": "contributing", "CHANGELOG": "changes"}
"""Files of the repository's root, without suffix, and the pages that stand for them."""


def mend(app: Sphinx, doctree: nodes.document) -> None:
    """Replaces every link that Sphinx could not follow out of docs/."""
    root = Path(app.srcdir).parent
    for link in list(doctree.findall(addnodes.pending_xref)):
        if link.get("reftype") != "myst":
            continue
        if link.get("refdomain") == "doc":
            outside = Path(app.srcdir, f"{link['reftarget']}")
            if outside.is_relative_to(root) and not outside.is_relative_to(app.srcdir):
                _to_page_or_file(link, outside, root)
        else:
            here = Path(app.env.doc2path(link["refdoc"])).parent
            folder = (here / link["reftarget"]).resolve()
            if folder.is_dir() and folder.is_relative_to(root):
                path = str(folder.relative_to(root))
                told = link.astext() if path.endswith(link.astext()) else f"{link.astext()} ({path}/)"
                link.replace_self(nodes.literal(told, told, classes=["folder"]))


def _to_page_or_file(link: addnodes.pending_xref, outside: Path, root: Path) -> None:
    page = PAGES.get(str(outside.relative_to(root)))
    if page:
        link["reftarget"] = page
        return
    (file,) = (path for path in outside.parent.glob(f"{outside.name}.*") if path.suffix in (".py", ".md"))
    download = addnodes.download_reference("", "", *link.children, refdoc=link["refdoc"], refdomain=None)
    download["reftarget"] = f"/../{file.relative_to(root)}"
    link.replace_self(download)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", mend, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
