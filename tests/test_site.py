"""The site of the documents: it builds without a broken link, loads nothing from elsewhere, and finds Chinese words."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("sphinx") is None:
        pytest.skip("Sphinx is not installed (make docs installs it)")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", "-d", str(out / "kept"), str(DOCS)]
    done = subprocess.run([*command, str(out / "html")], capture_output=True, text=True, check=False, cwd=out)
    assert done.returncode == 0, done.stderr
    return out / "html"


def test_every_page_is_in_the_site_and_loads_nothing_from_elsewhere(site: Path) -> None:
    assert {page.stem for page in DOCS.glob("*.md")} <= {page.stem for page in site.glob("*.html")}
    elsewhere = r"(?:https?:|//)"
    loads = re.compile(rf"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"{elsewhere}|@import|url\([\"']?{elsewhere}")
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert [file.name for file in files if loads.search(file.read_text(encoding="utf-8"))] == []


def test_chinese_is_found_by_pairs_on_both_sides(site: Path) -> None:
    specification = importlib.util.spec_from_file_location("pair_search", DOCS / "site" / "pair_search.py")
    assert specification is not None
    assert specification.loader is not None
    module: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.Pairs({}).split("按四舍五入看 hedui run") == ["按四", "四舍", "舍五", "五入", "入看", "hedui", "run"]
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert f"{json.dumps('四舍')}:" in index
    assert '"hedui":' in index
    assert "var splitQuery" in (site / "_static" / "language_data.js").read_text(encoding="utf-8")


def test_a_picture_of_a_screen_leads_to_itself_in_full_size(site: Path) -> None:
    page = (site / "tutorial.zh-CN.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<img[^>]* src=\"(_images/[^\"]+\.png)\"", page)
    assert len(pictures) > 5
    assert [name for name in pictures if f'href="{name}"' not in page] == []
    assert [name for name in pictures if not (site / name).is_file()] == []
