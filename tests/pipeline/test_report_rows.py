"""What is understood of a file becomes rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up.reports import read_made_up, report_text

from extractors.report import Hints
from extractors.text import Text
from pipeline.report_rows import ReportRows, display_text, facts_digest, report_rows, whole_fen


def _file(folder: Path, *facts: str) -> Path:
    file = folder / "a.txt"
    file.write_text(report_text(*facts, unit="某局", period="2024-06"), encoding="utf-8", errors="surrogatepass")
    return file


def _rows(folder: Path, *facts: str) -> ReportRows:
    return report_rows(read_made_up(_file(folder, *facts), Hints("a.txt")), "ab" * 32)


@pytest.mark.parametrize(
    ("chars", "shown"),
    [
        ("", None),
        (" \n ", None),
        ("全年完成\n20343万元", "全年完成20343万元"),
        ("绩\n效\n指\n标", "绩效指标"),
        ("3万\n 户以上，\n其中", "3万户以上，其中"),
        ("GDP growth\nrate", "GDP growth rate"),
        ("2018\n12", "2018 12"),
        ("第1条\t第2条", "第1条第2条"),
    ],
)
def test_cells_for_people(chars: str, shown: str | None) -> None:
    assert display_text(Text(chars, (None,) * len(chars))) == shown


@pytest.mark.parametrize(
    ("value", "unit", "fen"),
    [
        ("203.43", "CNY", 20343),
        ("20343000000", "CNY", 2034300000000),
        ("-0.01", "CNY", -1),
        ("0.005", "CNY", None),
        ("5", "USD", None),
        ("5", "家", None),
        ("92233720368547758.07", "CNY", 2**63 - 1),
        ("92233720368547758.08", "CNY", None),
        ("123456789012345678901234567890123", "CNY", None),
    ],
)
def test_whole_fen(value: str, unit: str, fen: int | None) -> None:
    assert whole_fen(Decimal(value), unit) == fen


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_fen_are_exact(fen: int) -> None:
    assert whole_fen(Decimal(fen).scaleb(-2), "CNY") == fen


def test_the_digest_is_of_what_is_said_not_of_where(tmp_path: Path) -> None:
    one = _rows(tmp_path, "教育|current|支出|1", "社保|current|支出|2")
    moved = _rows(tmp_path, "社保|current|支出|2", "", "教育|current|支出|1")
    other = _rows(tmp_path, "教育|current|支出|1", "社保|current|支出|3")
    twice = _rows(tmp_path, "教育|current|支出|1", "教育|current|支出|1", "社保|current|支出|2")
    assert one.report["facts_digest"] == moved.report["facts_digest"]
    assert len({rows.report["facts_digest"] for rows in (one, other, twice)}) == 3
    assert facts_digest(()) == ""


def test_an_ocr_doubt_is_noted(tmp_path: Path) -> None:
    assert _rows(tmp_path, "教育|current|支出|1|ocr_doubtful").report["has_doubtful"] is True
    assert _rows(tmp_path, "教育|current|支出|1").report["has_doubtful"] is False


def test_items_keep_their_cells(tmp_path: Path) -> None:
    (item,) = _rows(tmp_path, "教 育|current|支出|1").items
    assert (item["position"], item["name"], item["category"]) == (0, "教育", None)
    assert item["target_text"] == "教育|current|支出|1"


def test_facts_that_claim_one_place_are_kept_apart_and_named(tmp_path: Path) -> None:
    content = read_made_up(_file(tmp_path, "教育|current|支出|1", "社保|current|支出|2"), Hints("a.txt"))
    first, second = content.facts
    clashing = replace(content, facts=(first, replace(second, locator=first.locator)))
    rows = report_rows(clashing, "ab" * 32)
    assert len({row["fact_id"] for row in rows.facts}) == 2
    assert [row["index_at_locator"] for row in rows.facts] == [0, 1]
    assert "1 个数字的位置标识" in rows.report["warnings"][0]
    assert report_rows(content, "ab" * 32).report["warnings"] == []


def test_characters_that_no_database_takes(tmp_path: Path) -> None:
    content = read_made_up(_file(tmp_path, "教\x00育|current|支\ud800出|1"), Hints("a.txt"))
    rows = report_rows(content, "ab" * 32)
    assert (rows.facts[0]["item"], rows.facts[0]["metric"]) == ("教育", "支?出")
    assert rows.items[0]["name"] == "教育"
