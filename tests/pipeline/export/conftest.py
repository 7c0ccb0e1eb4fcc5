"""A store with texts that look like formulas, exact figures and a file that was refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from pipeline.run import run_stages
from pipeline.store import Store, open_store


@pytest.fixture
def filled(inbox: Path, store_url: str) -> Store:
    for number in range(3):
        text = report_text(
            f"=HYPERLINK(1)|current|支出|{number}00.505", "@社保|target|+增支|-7", unit="青川市财政局", period="2024-06"
        )
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    (inbox / '坏,"的".txt').write_text("broken", encoding="utf-8")
    run_stages(inbox, store_url, read_made_up, judge_cap, workers=0)
    return open_store(store_url)
