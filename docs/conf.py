"""How `make docs` makes a site of this folder: Sphinx, MyST for Markdown, and the Furo theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from binom_desktop import __version__

CONTRACT = Path(__file__).parents[1] / "binom_desktop" / "sandbox" / "account-api.yaml"

project = "Binom Desktop"
author = "The Binom Desktop contributors"
project_copyright = f"2026, {author}"
release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
# So that a link may lead to a heading.
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Binom Desktop {release}"
# A page has nothing of another place in it, and the sources are in the repository.
html_show_sphinx = False
html_copy_source = False


class AccountApi(SphinxDirective):
    """``{account-api}``: the conventions of the contract and a table of its calls, from the contract itself."""

    def run(self) -> list[nodes.Node]:
        """The nodes that stand in its place."""
        self.env.note_dependency(str(CONTRACT))
        contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
        table = ["| Call | What it does |", "| --- | --- |", *_operations(contract["paths"])]
        return self.parse_text_to_nodes("\n".join([contract["info"]["description"], "", *table]))


def _operations(paths: dict[str, dict[str, Any]]) -> Iterator[str]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            if isinstance(operation, dict):
                said = operation.get("summary") or operation.get("description") or ""
                yield f"| `{method.upper()} {path}` | {' '.join(said.split()).replace('|', chr(92) + '|')} |"


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_directive("account-api", AccountApi)
    # A diagram is shown as its text, which is readable, instead of by a script from elsewhere.
    app.add_lexer("mermaid", TextLexer)
