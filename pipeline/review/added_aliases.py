"""Other names of catalogued metrics, added at the desk: data of the store, checked as the rules' own, and as YAML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from pipeline.reconcile.metric_names import canonical
from pipeline.review.accounts import Person, entitled
from pipeline.review.mending_records import ROLE, Overtaken, local, make_record, not_entitled, plain_reason
from pipeline.review.outcomes import Refused
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from rules.metrics import catalogue

_LONGEST: Final = 40
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Added:
    """The record of a name that was added, and the name as reconciliation joins it."""

    record_id: str
    alias: str


def add_alias(
    store: Store, by: Person, name: str, metric_code: str, reason: str, now: datetime
) -> Added | Refused | Overtaken:
    """Keep that `name` means the catalogued metric. It is checked as the catalogue checks its own; scopes and function
    words around it (全市, 累计) are left out, as where metrics are joined. Raises HeduiError as `Store.writing`."""
    why = plain_reason(reason)
    if isinstance(why, Refused):
        return why
    alias = checked_alias(name, metric_code)
    if isinstance(alias, Refused):
        return alias
    aliases = table_named("added_aliases")
    with store.writing() as connection:
        if not entitled(connection, by, ROLE["added_aliases"]):
            return not_entitled(ROLE["added_aliases"])
        standing = select(aliases).where(aliases.c.alias == alias, aliases.c.ended_at.is_(None))
        before = connection.execute(standing).mappings().first()
        if before is not None:
            of = catalogue().by_code.get(before["metric_code"])
            named = of.name if of is not None else before["metric_code"]
            who = f"{before['made_by']} 已于 {local(before['made_at'])} 把“{alias}”加为“{named}”的叫法"
            return Overtaken(f"{who}（{before['reason']}）。要改，先撤销那一条。")
        values: Row = {"alias": alias, "metric_code": metric_code}
        return Added(make_record(connection, "added_aliases", values, by, why, now), alias)


def checked_alias(name: str, metric_code: str) -> str | Refused:
    """The name as it is joined, or why it can be no other name of the metric, in Chinese."""
    metric = catalogue().by_code.get(metric_code)
    if metric is None:
        return Refused("请从目录里选一个指标。")
    plain = "".join(name.replace("\x00", "").split())
    if not plain:
        return Refused("请填写叫法。")
    if len(plain) > _LONGEST or any(char in plain for char in "<>{}[]#:"):
        return Refused(f"“{plain[:20]}”不像指标的叫法（最多 {_LONGEST} 个字，不含括号外的符号）。")
    alias = canonical(plain)
    if len(alias) < _SHORTEST:
        return Refused(f"叫法“{alias}”太短：至少写两个字，一个字会认到别的词里去。")
    other = catalogue().named(alias)
    if other is not None:
        return Refused(f"“{plain}”已是“{other.name}”的叫法，一个叫法只能属于一个指标。")
    return alias


def standing_aliases(connection: Connection) -> list[Row]:
    """The names that stand, by metric and name; `learnt` tells whether the rules know them by now."""
    aliases = table_named("added_aliases")
    statement = select(aliases).where(aliases.c.ended_at.is_(None)).order_by(aliases.c.metric_code, aliases.c.alias)
    return [
        {**row, "learnt": catalogue().named(row["alias"]) is not None}
        for row in connection.execute(statement).mappings()
    ]


def aliases_as_yaml(rows: list[Row]) -> str:
    """The added names as lines for rules/vocabulary/metrics.yaml: each metric whole, as it is to stand there."""
    by_code: dict[str, list[str]] = {}
    for row in rows:
        if not row["learnt"] and row["metric_code"] in catalogue().by_code:
            by_code.setdefault(row["metric_code"], []).append(row["alias"])
    lines = [
        "# 审核台上加的叫法。用下面各行替换 rules/vocabulary/metrics.yaml 中代码相同的行，再运行 hedui rules check。",
    ]
    for code, names in sorted(by_code.items()):
        metric = catalogue().by_code[code]
        of = f", of: {metric.of}" if metric.of else ""
        said = ", ".join(_quoted(name) for name in (*metric.aliases, *names))
        lines.append(
            f"- {{code: {code}, name: {_quoted(metric.name)}, nature: {metric.nature}{of}, aliases: [{said}]}}"
        )
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    """The name as YAML takes it within a list: plain where nothing in it means something else there."""
    if all(char.isalnum() or char in "（）、“”《》·—" for char in name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
