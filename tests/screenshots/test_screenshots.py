"""The pictures of the documents are true: each is shown by a page, and shows what the product shows today.

What differs is taken anew by `make screenshots ARGS="NAME …"`; look at it, and review it like code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from screenshots.__main__ import NAMES
from screenshots.browsing import CHROMIUM, chromium
from screenshots.desk_views import read_samples, views_taken
from screenshots.kept import FOLDER, keep, opened, shown_on, unlike
from screenshots.papers import PAPERS, Paper, words, written
from screenshots.place import NAME as PLACE
from screenshots.place import drawn
from screenshots.terminal import TERMINALS, TUTORIAL, Terminal
from screenshots.views import VIEWS

PROJECT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")])
FAR: Final = 3.0
"""Shades of 255: other places of columns are 4 to 9 off, another colour of the bar above 3.4, another font 1 to 3.6."""

LINES_SHOWN: Final = 12


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with the sample reports; not to be written to."""
    return read_samples(tmp_path_factory.mktemp("samples") / "samples.db")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pictures."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium (apt-get install chromium)")
    with sync_playwright() as playwright, chromium(playwright) as opened:
        yield opened


def differs(name: str, shown: str, picture: Image.Image | None = None, folder: Path = FOLDER) -> list[str]:
    """What is no longer so of a picture, as lines; none where it is true."""
    file = folder / f"{name}.png"
    kept = shown_on(file)
    if kept != shown:
        lines = difflib.unified_diff(kept.splitlines(), shown.splitlines(), "picture", "today", lineterm="", n=0)
        return [f'make screenshots ARGS="{name}"', *list(lines)[:LINES_SHOWN]]
    if picture is not None and (shades := unlike(file, picture)) > FAR:
        return [f'make screenshots ARGS="{name}"', f"the same words, but {shades:.1f} shades of 255 off"]
    return []


def test_every_picture_is_shown_by_a_page_and_every_one_that_is_shown_is_there() -> None:
    shown = {name for page in PAGES for name in re.findall(r"screenshots/([\w.-]+)\)", page.read_text("utf-8"))}
    assert shown == {file.name for file in FOLDER.iterdir()} == {f"{name}.png" for name in NAMES}


def test_every_step_of_the_tutorial_has_a_picture() -> None:
    steps = re.split(r"^## ", TUTORIAL.read_text("utf-8"), flags=re.MULTILINE)[1:]
    numbered = [step for step in steps if re.match("[一二三四五六七八九十]+、", step)]
    assert len(numbered) == 6
    assert [step.partition("\n")[0] for step in numbered if "](screenshots/tutorial-" not in step] == []


@pytest.mark.parametrize("terminal", TERMINALS, ids=lambda each: each.name)
def test_terminals_show_what_the_tutorial_says(terminal: Terminal) -> None:
    assert differs(terminal.name, terminal.text()) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda each: each.name)
def test_papers_show_what_is_written_today(paper: Paper, samples: Path, tmp_path: Path) -> None:
    assert differs(paper.name, words(written(paper, samples, tmp_path))) == []


@pytest.mark.usefixtures("chinese_fonts")
def test_the_place_is_marked_as_today(samples: Path, tmp_path: Path) -> None:
    picture, shown = drawn(samples, tmp_path / "place.png")
    assert differs(PLACE, shown, picture) == []


def test_pictures_of_the_desk_show_todays_pages(browser: Browser, samples: Path, tmp_path: Path) -> None:
    taken = list(views_taken(browser, samples, tmp_path))
    assert [each.name for each in taken] == [view.name for view in VIEWS]
    wrong = {each.name: differs(each.name, each.shown, opened(each.content)) for each in taken}
    untrue = {name: "\n".join([name, *said[1:]]) for name, said in wrong.items() if said}
    assert not untrue, "\n".join([f'make screenshots ARGS="{" ".join(untrue)}"', *untrue.values()])


def test_a_picture_that_nobody_can_tell_from_the_one_before_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "queue.png"
    keep(Image.new("RGB", (640, 480), (200, 200, 200)), "队列", file)
    before = file.read_bytes()
    keep(Image.new("RGB", (640, 480), (203, 200, 200)), "队列", file)
    assert file.read_bytes() == before
    keep(Image.new("RGB", (640, 480), (100, 200, 200)), "队列", file)
    assert file.read_bytes() != before
    keep(Image.new("RGB", (640, 480), (100, 200, 200)), "单位", file)
    assert shown_on(file) == "单位"


def test_a_picture_that_is_no_longer_true_is_told(tmp_path: Path) -> None:
    page = Image.new("RGB", (640, 480), "white")
    keep(page, "队列\n共 10 个疑点", tmp_path / "queue.png")
    assert differs("queue", "队列\n共 10 个疑点", page, tmp_path) == []
    assert differs("queue", "队列\n共 11 个疑点", page, tmp_path)[-2:] == ["-共 10 个疑点", "+共 11 个疑点"]
    page.paste("navy", (0, 0, 640, 40))
    assert "shades" in differs("queue", "队列\n共 10 个疑点", page, tmp_path)[-1]
    assert differs("queue", "队列\n共 10 个疑点", page.resize((320, 240)), tmp_path) != []
