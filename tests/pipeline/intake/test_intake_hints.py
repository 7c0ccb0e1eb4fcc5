"""What manifests and folders say of a file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from extractors.fact import Period
from extractors.report import Hints
from pipeline.intake.hints import ManifestMistake, hints_digest, hints_for, parse_period, read_manifest

JUNE = Period(date(2024, 6, 1), date(2024, 6, 30), "month")
SECOND_QUARTER = Period(date(2024, 4, 1), date(2024, 6, 30), "quarter")
FIRST_HALF = Period(date(2024, 1, 1), date(2024, 6, 30), "half")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024-06", JUNE),
        ("2024_6", JUNE),
        ("2024.06", JUNE),
        ("202406", JUNE),
        ("2024年6月", JUNE),
        ("2024年06月份报送", JUNE),
        ("2024Q2", SECOND_QUARTER),
        ("2024-q2", SECOND_QUARTER),
        ("2024年二季度", SECOND_QUARTER),
        ("2024年第2季度", SECOND_QUARTER),
        ("2024年上半年", FIRST_HALF),
        ("2024年下半年", Period(date(2024, 7, 1), date(2024, 12, 31), "half")),
        ("2024年度", Period(date(2024, 1, 1), date(2024, 12, 31), "year")),
        ("2023-02", Period(date(2023, 2, 1), date(2023, 2, 28), "month")),
        ("2024-02", Period(date(2024, 2, 1), date(2024, 2, 29), "month")),
        ("2024-13", None),
        ("2024-06-15", None),
        ("12024-06", None),
        ("第三批", None),
        ("", None),
    ],
)
def test_periods_in_names(text: str, period: Period | None) -> None:
    found = parse_period(text)
    assert (found[0] if found else None) == period


@pytest.mark.parametrize(
    ("name", "unit", "period"),
    [
        ("青川市财政局/2024-06/进度.pdf", "青川市财政局", JUNE),
        ("2024-06/青川市财政局/进度.pdf", "青川市财政局", JUNE),
        ("青川市/青川市教育局/进度.pdf", "青川市教育局", None),
        ("青川市财政局2024年6月/进度.pdf", "青川市财政局", JUNE),
        ("青川市妇联/2024年6月/进度.pdf", "青川市妇联", JUNE),
        ("青川城投/青川市人社所/进度.pdf", "青川市人社所", None),
        ("总体布局/进度.pdf", None, None),
        ("2024年/6月/进度.pdf", None, JUNE),
        ("2024/二季度/进度.pdf", None, SECOND_QUARTER),
        ("2024年/进度.pdf", None, Period(date(2024, 1, 1), date(2024, 12, 31), "year")),
        ("报送材料/docs/进度.pdf", None, None),
        ("进度2024-06.pdf", None, None),
    ],
)
def test_folders(name: str, unit: str | None, period: Period | None) -> None:
    given_by = "folder" if unit or period else None
    assert hints_for(name, {}) == Hints(name, unit, period, None, given_by)


def test_manifest_in_yaml_comes_before_the_folder(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(
        "- file: 财政局/一.pdf\n  unit: 云溪县审计局\n  period: 2024Q2\n  kind: narrative\n- file: 二.pdf\n",
        encoding="utf-8",
    )
    manifest = read_manifest(tmp_path)
    assert hints_for("财政局/一.pdf", manifest) == Hints(
        "财政局/一.pdf", "云溪县审计局", SECOND_QUARTER, "narrative", "manifest"
    )
    assert hints_for("二.pdf", manifest) == Hints("二.pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("head", ["file,unit,period,kind", "文件,单位,期间,种类", "文件名,报送单位,所属期,Kind"])
def test_manifest_in_csv(tmp_path: Path, encoding: str, head: str) -> None:
    content = f"{head}\n子目录\\一.pdf,云溪县审计局,2024年6月,\n"
    (tmp_path / "manifest.csv").write_bytes(content.encode(encoding))
    assert hints_for("子目录/一.pdf", read_manifest(tmp_path)) == Hints(
        "子目录/一.pdf", "云溪县审计局", JUNE, None, "manifest"
    )


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("manifest.yaml", "- file: a\n- file: b\n  perod: 2024-06\n", 3),
        ("manifest.yaml", "- file: a\n  period: 六月\n", 1),
        ("manifest.yaml", "- file: a\n- file: a\n", 2),
        ("manifest.yaml", "- file: a\n  kind: poem\n", 2),
        ("manifest.yaml", "- file: [\n", None),
        ("manifest.csv", "name,unit\na,b\n", 1),
        ("manifest.csv", "file,unit\na,b,c\n", 2),
        ("manifest.csv", "file,kind\na,poem\n", 2),
        ("manifest.csv", "file,period\na,上月\n", 2),
        ("manifest.csv", "file,unit\n,某局\n", 2),
    ],
)
def test_mistakes_in_a_manifest_name_file_and_line(tmp_path: Path, name: str, content: str, line: int | None) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ManifestMistake) as caught:
        read_manifest(tmp_path)
    assert name in caught.value.message
    assert line is None or f"第 {line} 行" in caught.value.message
    assert caught.value.exit_code == 9


@pytest.mark.parametrize(
    ("written", "kind"),
    [("进度表", "progress_sheet"), ("progress_sheet", "progress_sheet"), ("规划", "plan"), ("", None)],
)
def test_a_kind_is_written_by_its_word_or_its_code(tmp_path: Path, written: str, kind: str | None) -> None:
    (tmp_path / "manifest.csv").write_text(f"文件,单位,种类\n一.pdf,某局,{written}\n", encoding="utf-8")
    assert read_manifest(tmp_path)["一.pdf"].kind == kind


def test_a_mistake_is_told_in_the_words_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("文件,种类\n一.pdf,月报\n", encoding="utf-8")
    with pytest.raises(ManifestMistake) as caught:
        read_manifest(tmp_path)
    said = str(caught.value)
    assert "种类：没有“月报”这种报告，只能写 进度表、文字材料、规划、政策文件、统计资料、其他 之一" in said
    assert not re.search("[a-z]{3}", said.replace(str(tmp_path), "").replace("manifest.csv", ""))


def test_digest_changes_with_every_hint() -> None:
    digests = {
        hints_digest(hints)
        for hints in (
            Hints("a"),
            Hints("b"),
            Hints("a", unit="某局"),
            Hints("a", period=JUNE),
            Hints("a", kind="plan"),
            Hints("a", given_by="folder"),
        )
    }
    assert len(digests) == 6
