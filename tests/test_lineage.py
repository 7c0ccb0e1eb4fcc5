"""From a figure to the file, page, box, rule, version, run, finding and decision; and from each of them back to it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import insert

from pipeline.originals import kept_file
from pipeline.reading.version import reader_version
from pipeline.run import run_inbox
from pipeline.source_file import source_file
from pipeline.store import Store, find_fact, find_finding, open_store
from pipeline.store.contract import table_named
from pipeline.store.query import run_query
from rules.check import checks_in_force

UNIT = "青澜市财政局"
FILES = (f"{UNIT}/2024年5月目标进度表.xlsx", f"{UNIT}/2024年6月目标进度表.pdf")


@pytest.fixture(scope="module")
def store(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("lineage")
    (folder / "收件" / UNIT).mkdir(parents=True)
    for name in FILES:
        shutil.copy(project / "data/raw" / name, folder / "收件" / name)
    url = f"sqlite:///{folder}/x.db"
    run_inbox(folder / "收件", url)
    opened = open_store(url)
    (suspect,) = _ask(opened, f"SELECT finding_id FROM findings WHERE suspect_fact_id = ({_SUSPECT})")
    with opened.writing() as connection:
        connection.execute(
            insert(table_named("reviews")),
            {
                "review_id": "r1",
                "finding_id": suspect["finding_id"],
                "decision": "confirmed",
                "reason": "应为万元",
                "reviewer": "复核员",
                "reviewed_at": datetime.now(UTC),
            },
        )
    run_inbox(folder / "收件", url, reprocess=True)
    shutil.rmtree(folder / "收件")  # inboxes get emptied
    yield opened
    opened.close()


_SUSPECT = "SELECT f.fact_id FROM facts f JOIN finding_facts l ON l.fact_id = f.fact_id AND l.suspect = 1 " + (
    "JOIN reports r ON r.report_id = f.report_id WHERE r.source_name LIKE '%6月目标进度表.pdf' AND f.kind = 'amount'"
)


def _ask(store: Store, sql: str) -> list[dict[str, Any]]:
    with run_query(str(store.engine.url), sql) as result:
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _one(store: Store, sql: str) -> dict[str, Any]:
    (row,) = _ask(store, sql)
    return row


@pytest.fixture(scope="module")
def figure(store: Store) -> dict[str, Any]:
    """The figure that the walks begin at and come back to."""
    return _one(store, f"SELECT * FROM facts WHERE fact_id = ({_SUSPECT})")


def test_from_the_figure_to_the_place_in_the_file(store: Store, figure: dict[str, Any]) -> None:
    report = _one(store, f"SELECT * FROM reports WHERE report_id = '{figure['report_id']}'")
    assert report["source_name"] == FILES[1]
    original = source_file(store, report["source_name"], report["sha256"])
    assert original == kept_file(store, report["sha256"]), "the inbox is empty, the archive is not"
    assert hashlib.sha256(original.read_bytes()).hexdigest() == report["sha256"]
    (span,) = json.loads(figure["spans"])
    assert _print_within(original, span).replace(" ", "") == figure["printed"]


def _print_within(file: Path, span: dict[str, Any]) -> str:
    """What a program that is not ours reads within the box, which is in parts of the page from its upper left."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[span["page"] - 1]
        width, height = page.get_size()
        left, top, right, bottom = span["box"]
        text: str = page.get_textpage().get_text_bounded(
            left * width - 1, height - bottom * height - 1, right * width + 1, height - top * height + 1
        )
        return text.strip()


def test_from_every_figure_of_the_workbook_to_its_cell(store: Store) -> None:
    report = _one(store, f"SELECT report_id, source_name, sha256 FROM reports WHERE source_name = '{FILES[0]}'")
    book = openpyxl.load_workbook(source_file(store, report["source_name"], report["sha256"]), data_only=True)
    rows = _ask(store, f"SELECT printed, spans FROM facts WHERE report_id = '{report['report_id']}'")
    assert len(rows) > 30
    for row in rows:
        spans = json.loads(row["spans"])
        assert "".join("".join(span["text"].split()) for span in spans) == row["printed"]
        for span in spans:
            shown = book[span["sheet"]][span["cell"]]
            if shown.data_type == "s":
                assert shown.value[span["start"] : span["end"]] == span["text"]


def test_from_the_figure_to_rule_version_run_finding_and_decision(store: Store, figure: dict[str, Any]) -> None:
    assert figure["rule"] == "money.amount"
    run = _one(
        store,
        f"SELECT u.* FROM runs u JOIN reports r ON r.run_id = u.run_id WHERE r.report_id = '{figure['report_id']}'",
    )
    assert run["reader_version"] == reader_version()
    assert run["finished_at"] is not None
    last = _one(store, "SELECT run_id FROM runs ORDER BY arrival DESC LIMIT 1")
    assert run["run_id"] == last["run_id"], "the run that last read it"
    detail = find_fact(store, figure["fact_id"])
    assert detail is not None
    assert any(found["suspect_fact_id"] == figure["fact_id"] for found in detail.findings)
    found = _one(store, f"SELECT * FROM findings WHERE suspect_fact_id = '{figure['fact_id']}'")
    assert found["rule"] in {check.id for check in checks_in_force()}
    known = find_finding(store, found["finding_id"])
    assert known is not None
    assert [(each["decision"], each["reviewer"]) for each in known.reviews] == [("confirmed", "复核员")]
    assert {change["run_id"] for change in known.history} <= {
        row["run_id"] for row in _ask(store, "SELECT * FROM runs")
    }


@pytest.mark.parametrize(
    ("start", "way"),
    [
        (
            "decision",
            "SELECT l.fact_id FROM reviews v JOIN finding_facts l ON l.finding_id = v.finding_id AND l.suspect = 1 "
            "WHERE v.review_id = 'r1'",
        ),
        (
            "rule of the check",
            "SELECT n.suspect_fact_id AS fact_id FROM findings n "
            "WHERE n.rule = (SELECT rule FROM findings WHERE suspect_fact_id = '{fact_id}')",
        ),
        ("rule of the reading", "SELECT fact_id FROM facts WHERE rule = '{rule}'"),
        (
            "version and run",
            "SELECT f.fact_id FROM runs u JOIN reports r ON r.run_id = u.run_id "
            "JOIN facts f ON f.report_id = r.report_id WHERE u.reader_version = '{version}'",
        ),
        (
            "bytes of the file",
            "SELECT f.fact_id FROM originals o JOIN reports r ON r.sha256 = o.sha256 "
            "JOIN facts f ON f.report_id = r.report_id WHERE o.source_name LIKE '%6月目标进度表.pdf'",
        ),
        ("place in the report", "SELECT fact_id FROM facts WHERE report_id = '{report_id}' AND locator = '{locator}'"),
        (
            "row of the sheet",
            "SELECT f.fact_id FROM items i JOIN facts f ON f.report_id = i.report_id AND f.item_position = i.position "
            "WHERE i.report_id = '{report_id}' AND i.name = '{item}'",
        ),
    ],
)
def test_and_back_from_each_of_them(store: Store, figure: dict[str, Any], start: str, way: str) -> None:
    found = _ask(store, way.format(**figure, version=reader_version()))
    assert figure["fact_id"] in {row["fact_id"] for row in found}, start
    if start == "place in the report":
        assert len(found) == 1


def test_and_back_from_a_point_on_the_page(store: Store, figure: dict[str, Any]) -> None:
    (span,) = json.loads(figure["spans"])
    x, y = (span["box"][0] + span["box"][2]) / 2, (span["box"][1] + span["box"][3]) / 2
    at_the_point = {
        row["fact_id"]
        for row in _ask(store, f"SELECT fact_id, spans FROM facts WHERE report_id = '{figure['report_id']}'")
        for part in json.loads(row["spans"])
        if part["page"] == span["page"]
        and part["box"][0] <= x <= part["box"][2]
        and part["box"][1] <= y <= part["box"][3]
    }
    assert at_the_point == {figure["fact_id"]}
