"""Every row that a whole run exports, held against the data contract: what the outside world may rely on."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from contract.every_fact import (
    Row,
    interval_unlike_the_print,
    period_unlike_its_kind,
    spans_unlike_the_print,
    unit_unfit_for_kind,
    words_not_cleaned,
    words_outside_their_lists,
)

from pipeline.export import export_tables
from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.store.query import run_query

SEVERITIES = frozenset(("error", "warning", "notice"))
STATUSES = frozenset(
    {
        *("new", "assigned", "confirmed", "corrected", "accepted_exception", "false_positive", "deferred"),
        *("notified", "fixed", "regressed"),
    }
)
# The metric with what follows from it, the scope and the item; a metric less sure makes the fact less sure.
MAY_DIFFER = ("fact_id", "metric", "metric_name", "metric_code", "parent_metric", "confidence", "scope", "item")
MAY_DIFFER_IN_PERIOD = ("period_start", "period_end", "period_kind", "period_source")


@dataclass(frozen=True)
class Exported:
    """What a run over a folder exported, by table, with the folder itself."""

    inbox: Path
    store_url: str
    files: Path
    tables: dict[str, list[Row]]

    def by_id(self, table: str, field: str) -> dict[str, Row]:
        return {row[field]: row for row in self.tables[table]}


def exported(inbox: Path, folder: Path) -> Exported:
    url = f"sqlite:///{folder / 'hedui.db'}"
    run_inbox(inbox, url)
    files = export_tables(open_store(url), folder / "out")
    tables = {
        path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in files
        if path.suffix == ".jsonl"
    }
    return Exported(inbox, url, folder / "out", tables)


@pytest.fixture(scope="module")
def samples(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported(project / "data" / "raw", tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def documents(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    inbox = tmp_path_factory.mktemp("documents") / "inbox"
    inbox.mkdir()
    for file in sorted((corpus / "docs").iterdir()):
        if "scan" not in file.stem:  # recognising scans takes a minute; their facts have tests of their own
            shutil.copy(file, inbox)
    return exported(inbox, inbox.parent)


@pytest.fixture(scope="module")
def bulletins(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported(corpus / "real", tmp_path_factory.mktemp("bulletins"))


@pytest.fixture(params=["samples", "documents", "bulletins"])
def tables(request: pytest.FixtureRequest) -> Exported:
    found: Exported = request.getfixturevalue(request.param)
    assert found.tables["facts"], "a run without facts proves nothing"
    return found


def _assert_none(broken: Iterator[tuple[Row, str]]) -> None:
    told = [f"{row.get('source_name')} {row.get('printed') or row.get('message') or ''}: {why}" for row, why in broken]
    assert not told, "\n".join(told[:40])


def _facts_broken(tables: Exported, rule: Callable[[Row], str | None]) -> Iterator[tuple[Row, str]]:
    for fact in tables.tables["facts"]:
        if why := rule(fact):
            yield fact, why


@pytest.mark.parametrize(
    "rule",
    [
        words_outside_their_lists,
        unit_unfit_for_kind,
        period_unlike_its_kind,
        interval_unlike_the_print,
        spans_unlike_the_print,
        words_not_cleaned,
    ],
)
def test_every_fact(tables: Exported, rule: Callable[[Row], str | None]) -> None:
    _assert_none(_facts_broken(tables, rule))


def test_facts_of_one_place_differ_only_where_a_text_distributes(tables: Exported) -> None:
    places = defaultdict(list)
    for fact in tables.tables["facts"]:
        places[fact["report_id"], fact["locator"]].append(fact)

    def broken() -> Iterator[tuple[Row, str]]:
        for facts in places.values():
            for one, other in pairwise(facts):
                free = (*MAY_DIFFER, *MAY_DIFFER_IN_PERIOD)
                if differing := [field for field in one if field not in free and one[field] != other[field]]:
                    yield other, f"differs from {one['fact_id']} in {differing}"
            meanings = {tuple(fact[field] for field in free if field != "fact_id") for fact in facts if len(facts) > 1}
            if len(facts) > 1 and len(meanings) < len(facts):
                yield facts[0], f"{len(facts)} facts of one place say the same"
        quantities = defaultdict(set)
        for (report, locator), facts in places.items():
            quantities[report, json.dumps(facts[0]["spans"], sort_keys=True)].add(locator)
        for (report, _), locators in quantities.items():
            if len(locators) > 1:
                yield places[report, min(locators)][0], f"one printed quantity under {sorted(locators)}"

    _assert_none(broken())


def test_ids_are_unique_in_order_and_lead_somewhere(tables: Exported) -> None:
    identifiers = {"reports": "report_id", "items": "item_id", "facts": "fact_id", "findings": "finding_id"}
    for table, field in identifiers.items():
        ids = [row[field] for row in tables.tables[table]]
        assert ids == sorted(set(ids)), f"{table} are not unique and in the order of their ids"
    reports, items, facts = (
        tables.by_id("reports", "report_id"),
        tables.by_id("items", "item_id"),
        tables.by_id("facts", "fact_id"),
    )
    names = {(item["report_id"], item["name"]) for item in items.values()}
    for row in (*items.values(), *facts.values()):
        assert row["source_name"] == reports[row["report_id"]]["source_name"]
    in_rows = [fact for fact in facts.values() if fact["column"] in ("target", "completion")]
    assert {(fact["report_id"], fact["item"]) for fact in in_rows} <= names
    assert all(fact["item"] for fact in facts.values() if fact["column"])
    for finding in tables.tables["findings"]:
        cited = [facts[fact_id] for fact_id in finding["fact_ids"]]
        assert {fact["report_id"] for fact in cited} <= set(finding["report_ids"]) <= set(reports)
        assert set(finding["source_names"]) == {reports[report]["source_name"] for report in finding["report_ids"]}
        assert set(finding["item_ids"]) <= set(items)
        assert finding["suspect_fact_id"] in {None, *finding["fact_ids"]}
        assert {step["fact_id"] for step in finding["suggestion"] or ()} <= set(finding["fact_ids"])


def test_every_finding_says_what_is_wrong(tables: Exported) -> None:
    for finding in tables.tables["findings"]:
        message = finding["message"]
        assert finding["severity"] in SEVERITIES
        assert finding["status"] in STATUSES
        assert re.fullmatch(r"[^。{}\s]*[\u4e00-\u9fff][^。{}\s]*\d[^。{}\s]*。", message), message
        assert not re.search(r"None|nan|NaN|null", message), message
        for step in finding["suggestion"] or ():
            assert set(step) == {"fact_id", "kind", "value", "printed", "odds"}, step
        odds = [Decimal(str(step["odds"])) for step in finding["suggestion"] or ()]
        assert odds == sorted(odds, reverse=True), "repairs stand best first"
        if finding["expected_low"] is not None and finding["reported"] is not None:
            low, high = Decimal(finding["expected_low"]), Decimal(finding["expected_high"])
            assert low <= high
            assert Decimal(finding["gap"]) > 0
            assert not low <= Decimal(finding["reported"]) <= high, f"{message} is no contradiction"


def test_every_report_is_a_file_of_the_inbox(tables: Exported) -> None:
    reports = tables.by_id("reports", "report_id")
    for report in reports.values():
        for name in (report["source_name"], *report["other_names"]):
            assert hashlib.sha256((tables.inbox / name).read_bytes()).hexdigest() == report["sha256"], name
        assert report["other_names"] == sorted(report["other_names"])
        assert set(report["metadata_source"].values()) <= {"printed", "manifest", "folder", "file_name", "derived"}
        dates = [date.fromisoformat(report[field]) for field in ("period_start", "period_end") if report[field]]
        assert dates == sorted(dates)
        for field in ("supersedes", "superseded_by", "same_as"):
            assert report[field] is None or report[field] in reports
        if report["superseded_by"]:
            assert reports[report["superseded_by"]]["supersedes"] is not None
        if report["same_as"]:
            assert reports[report["same_as"]]["same_as"] is None, "copies name the one that stands for them"
    known = {name for report in reports.values() for name in (report["source_name"], *report["other_names"])}
    quarantined = {row["source_name"] for row in tables.tables["quarantine"]}
    assert not known & quarantined, "a file is loaded or quarantined, not both"
    for row in tables.tables["quarantine"]:
        assert re.fullmatch(r"[a-z_]+", row["reason"]), row
        assert "。" in row["message"], "what to do, in a sentence"


def test_a_second_run_and_export_change_no_byte(samples: Exported, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in sorted(samples.files.iterdir())}
    run_inbox(samples.inbox, samples.store_url)
    after = {path.name: path.read_bytes() for path in export_tables(open_store(samples.store_url), tmp_path)}
    assert after == before


PER_RUN = re.compile(rb'"(run_id|ingested_at)":"[^"]*"')


def test_postgresql_gets_the_same_bytes(
    samples: Exported, tmp_path: Path, postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEDUI_ORIGINALS", str(tmp_path / "originals"))
    url = postgresql()
    run_inbox(samples.inbox, url)
    server = open_store(url)
    for path in export_tables(server, tmp_path / "out"):
        if path.suffix == ".jsonl":
            there = (samples.files / path.name).read_bytes()
            assert PER_RUN.sub(b"", path.read_bytes()) == PER_RUN.sub(b"", there), path.name
    sums = "SELECT kind, role, count(amount_fen), sum(amount_fen) FROM facts GROUP BY kind, role ORDER BY kind, role"
    both = [[tuple(map(str, row)) for row in answers(each, sums)] for each in (samples.store_url, url)]
    assert both[0] == both[1], "to the last fen"
    yuan = sum(
        Decimal(fact["value"])
        for fact in samples.tables["facts"]
        if fact["unit"] == "CNY" and Decimal(fact["value"]) * 100 % 1 == 0
    )
    (total,) = answers(url, "SELECT sum(amount_fen) FROM facts")
    assert yuan > 0
    assert Decimal(total[0]) == yuan * 100
    server.close()


def answers(url: str, sql: str) -> list[tuple[Any, ...]]:
    with run_query(url, sql) as result:
        return list(result.rows)


def test_a_fresh_store_gets_the_same_rows(samples: Exported, tmp_path: Path) -> None:
    again = exported(samples.inbox, tmp_path)
    per_run = ("run_id", "ingested_at")
    for table, rows in samples.tables.items():
        kept = [{field: value for field, value in row.items() if field not in per_run} for row in again.tables[table]]
        assert kept == [{field: value for field, value in row.items() if field not in per_run} for row in rows], table
