"""An inbox with its store, and what one does with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from made_up.judge import judge_cap, judge_nothing
from made_up.monthly_sheets import read_sheet
from made_up.reports import read_made_up
from pipeline.export import export_tables
from pipeline.run import run_stages
from pipeline.store import Store, open_store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_rows
from pipeline.summary import RunSummary

JUNE = {"unit": "青川市财政局", "period": "2024-06"}


class Desk:
    """An inbox with its store, and what one does with them."""

    def __init__(self, inbox: Path, store_url: str) -> None:
        self.inbox = inbox
        self.store_url = store_url
        self.store: Store = open_store(store_url)

    def put(self, name: str, text: str) -> Path:
        file = self.inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, **options: Any) -> RunSummary:
        """A run that reads in this process, which spares the start of another; `workers` starts some."""
        read, judge = options.pop("read", read_made_up), options.pop("judge", judge_cap)
        return run_stages(self.inbox, self.store_url, read, judge, **{"workers": 0, **options})

    def run_sheets(self, **options: Any) -> RunSummary:
        """A run over inboxes of `sheet_text`, in which nothing is found wrong."""
        return self.run(read=read_sheet, judge=judge_nothing, **options)

    def rows(self, table: str) -> list[Row]:
        with self.store.reading() as connection:
            return list(contract_rows(connection, table))

    def by_name(self, table: str) -> dict[str, Row]:
        return {row["source_name"]: row for row in self.rows(table)}

    def export(self, out: Path, ignore: tuple[str, ...] = ("run_id", "ingested_at")) -> dict[str, list[Row]]:
        """The exported tables, without what two equal states may differ in."""
        export_tables(self.store, out)
        return {
            table: [
                {name: value for name, value in json.loads(line).items() if name not in ignore}
                for line in (out / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
            ]
            for table in EXPORTED_TABLES
        }
