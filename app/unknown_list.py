"""The list of metrics that the catalogue lacks, and how to add one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.wording.fact_words import item_words, place_words
from pipeline.wording.labels import FACT_KIND, UNIT, label
from rules.metrics import METRICS_FILE

if TYPE_CHECKING:
    from pipeline.unknown_metrics import UnknownMetric

UNKNOWN_FIELDS: Final = (
    "metric", "facts", "reports", "kinds", "units", "nature", "resembles",
    "example_printed", "example_source_name", "example_place", "example_evidence", "example_fact_id",
)  # fmt: skip
"""Names of the fields for programs; kinds and units are the codes of the data contract."""
UNKNOWN_COLUMNS: Final = ("指标", "次数", "报告", "种类", "单位", "相近的指标", "例子", "在哪里")
"""Heads of the columns for people."""


def unknown_row(unknown: UnknownMetric, *, coded: bool) -> tuple[Any, ...]:
    """A metric as a row: as `UNKNOWN_FIELDS` if it is `coded`, else in Chinese as `UNKNOWN_COLUMNS`."""
    example = unknown.example
    place = "，".join(part for part in (item_words(example), *place_words(example["spans"])) if part)
    counts = (unknown.metric, unknown.facts, unknown.reports)
    if coded:
        where = (example["printed"], example["source_name"], place, example["evidence"], example["fact_id"])
        return (*counts, list(unknown.kinds), list(unknown.units), unknown.nature, unknown.resembles, *where)
    kinds = "、".join(label(FACT_KIND, kind) for kind in unknown.kinds)
    units = "、".join(label(UNIT, unit) for unit in unknown.units)
    file_name = example["source_name"].rpartition("/")[2]
    return (*counts, kinds, units, unknown.resembles or "", example["printed"], f"{file_name}，{place}")


def remedy_lines(first: UnknownMetric) -> list[str]:
    """What to do about them, with the `first` of them as the example."""
    name = first.metric
    return [
        "",
        f"收进指标目录：改 {METRICS_FILE}",
        f"  是目录里某个指标的另一种叫法：在那一行的 aliases 里加上，如 aliases: [{_quoted(name)}]",
        f"  是新的指标：加一行 - {{code: 代码, name: {_quoted(name)}, nature: {first.nature}, aliases: []}}",
        "    code 自取，用英文小写字母和下划线；nature 写 flow（按期间累计）或 stock（某一时点的数）；"
        "是某指标的一部分的，加 of: 上级的代码",
        "  然后运行 hedui rules check；下次 hedui run 会按新目录把读过的报告重读一遍。",
        "太笼统的（资金、项目）和不值得逐年跟踪的，不必收。",
    ]


def _quoted(name: str) -> str:
    """The name as YAML in a flow sequence reads it back."""
    plain = not set(name) & set(",:[]{}#&*!|>'\"%@` ") and not name[:1].isdigit() and name[:1] not in "-?"
    return name if plain else f'"{name}"'
