"""Some of a night's inputs (see `make fuzz`), always the same: none crashes, hangs or grows beyond its limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from lxml import html
from printing.sheet_picture import require_fonts

from extractors.report import Hints
from fuzzing.checked_reading import READ_PRINTED, read_checked
from fuzzing.hostile_desk import ATTRIBUTE, SCRIPT, hostile_desk
from fuzzing.order import OutOfOrder, require_order
from fuzzing.reading import kinds_in_turn, try_files
from fuzzing.requests import try_requests, wrong_in
from fuzzing.seeds import KINDS, mutated_file
from fuzzing.texts import try_texts

FILES = 280
TEXTS = 120
REQUESTS = 110
SEED = 20241


def test_mutated_files_are_read_or_refused() -> None:
    require_fonts()
    ends = Counter()
    for tried in try_files(kinds_in_turn(FILES, quick=True), SEED, workers=1, read=READ_PRINTED):
        assert tried.failure is None, f"{tried.failure.name}: {tried.failure.said}"
        ends[tried.kind, tried.end == "read"] += 1
    assert ends.total() == FILES
    for kind in ("pdf", "docx", "xlsx", "ofd", "html", "txt", "xls", "zip"):
        assert ends[kind, True], f"nothing of {kind} is read: what is tried is nothing but refused"
    for kind in ("pdf", "docx", "xlsx", "ofd", "xls"):
        assert ends[kind, False], f"everything of {kind} is read: nothing is wrong with what is tried"


def test_texts_without_sense_give_facts_in_order() -> None:
    ends = Counter()
    for tried in try_texts(TEXTS, SEED):
        assert tried.failure is None, f"{tried.failure.content.decode()}\n{tried.failure.said}"
        ends[tried.end] += 1
    assert ends["read"] > TEXTS // 2


def test_requests_that_no_page_sends_are_answered(tmp_path: Path) -> None:
    ends = Counter()
    with hostile_desk(tmp_path) as (desk, file):
        for tried in try_requests(desk, file, REQUESTS, SEED):
            assert tried.failure is None, f"{tried.failure.content.decode()}\n{tried.failure.said}"
            ends[tried.end] += 1
    assert ends["GET 200"] > REQUESTS // 5
    assert sum(count for end, count in ends.items() if end.startswith("POST")) > REQUESTS // 20


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("<p>{}</p>", True),
        ("<p>{}</p>".replace("{}", "&lt;script&gt;hedui-mark&lt;/script&gt;"), False),
        ("<a href='javascript:x'>x</a>", True),
        ("<a title='onclick=x' href='/queue'>x</a><input value='javascript:x'>", False),
    ],
)
def test_a_text_that_becomes_part_of_a_page_is_noticed(page: str, wrong: bool) -> None:
    for hostile in (SCRIPT, ATTRIBUTE):
        assert bool(wrong_in(html.fromstring(f"<html><body>{page.format(hostile)}</body></html>"))) is wrong


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.ending)
def test_an_input_is_made_the_same_again(kind) -> None:  # type: ignore[no-untyped-def]
    require_fonts()
    made = [mutated_file(kind, Random(f"{SEED} 5 {kind.ending}")) for _ in range(2)]
    assert made[0] == made[1]


def test_what_is_out_of_order_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "6月.txt"
    file.write_text("清河市财政局2024年6月情况\n\n1-6月全市民生支出12.36亿元，增长5%。\n", encoding="utf-8")
    content = read_checked(file, Hints(file.name))
    first = content.facts[0]
    for wrong in (
        replace(first, printed="12.37亿元"),
        replace(first, value=first.value * 10, low=first.low, high=first.high * 10),
    ):
        with pytest.raises(OutOfOrder):
            require_order(replace(content, facts=(wrong,)))
