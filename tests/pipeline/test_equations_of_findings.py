"""The equations behind a finding, put together again from its evidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.review.equations import equations_of
from pipeline.run import run_inbox
from pipeline.store import Store, list_findings, open_store

SHEET = """<h1>清河市财政局2024年6月目标进度表</h1>
<table><tr><th>目标名称</th><th>考核指标</th><th>6月份进度</th><th>累计进度</th><th>累计完成工作量</th></tr>
<tr><td>一般公共预算支出</td><td>一般公共预算支出20亿元</td><td>6月一般公共预算支出1.5亿元</td>
<td>1-6月一般公共预算支出9亿元；其中民生支出6亿元，占比76.7%。</td><td>45%</td></tr></table>"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("equations")
    (folder / "清河市财政局").mkdir()
    (folder / "清河市财政局" / "2024年6月.html").write_text(SHEET, encoding="utf-8")
    run_inbox(str(folder / "清河市财政局"), f"sqlite:///{folder / 'hedui.db'}")
    return open_store(f"sqlite:///{folder / 'hedui.db'}")


def test_the_equation_of_the_sentence_comes_with_its_figures_and_intervals(store: Store) -> None:
    (finding,) = (each for each in list_findings(store) if each["family"] == "share")
    first, *_ = equations_of(store, finding)
    assert first.check.id == finding["rule"]
    bounds = {figure.label: (figure.low, figure.high) for figure in first.figures.values()}
    assert bounds[first.figures[first.check.reported].label] == (Decimal("76.65"), Decimal("76.75"))
    assert {figure.fact_id for figure in first.figures.values()} == set(finding["fact_ids"])
    assert (first.low, first.high, first.gap) == (finding["expected_low"], finding["expected_high"], finding["gap"])


def test_a_finding_whose_figures_no_longer_say_so_has_none(store: Store) -> None:
    (finding,) = (each for each in list_findings(store) if each["family"] == "share")
    assert equations_of(store, finding | {"gap": Decimal(1)}) == ()
    assert equations_of(store, finding | {"fact_ids": ["gone"]}) == ()
    assert equations_of(store, finding | {"rule": "no_such_rule"}) == ()
    assert equations_of(store, finding | {"fact_ids": []}) == ()
