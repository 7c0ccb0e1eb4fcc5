"""The settings of the site that `make docs` builds from these pages: Sphinx, with nothing loaded from anywhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent / "site"))

project = "核对 hedui"
author = "hedui"
language = "zh_CN"
html_search_language = "zh"
extensions: Final = ["myst_parser", "chinese_lines", "large_pictures", "outside_links", "pair_search"]
exclude_patterns: Final = ["_build", "site"]
nitpicky = True

myst_heading_anchors = 3
myst_enable_extensions: Final = ["attrs_inline"]
suppress_warnings: Final = ["misc.highlighting_failure"]
"""Printed lines and forms that are typed are no source code."""

html_theme = "furo"
html_title = "核对 hedui"
html_static_path: Final = ["site/static"]
html_css_files: Final = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_theme_options: Final = {"top_of_page_buttons": []}
