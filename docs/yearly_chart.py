"""Draws a year of one metric as SVG: a bar for each month's amount, a line for the cumulative one.

    .venv/bin/python docs/yearly_chart.py UNIT METRIC YEAR OUT.svg [STORE]

METRIC is a code or a name of the catalogue. An example of reading the curated tables with pandas.
"""

from __future__ import annotations

import math
import sys
from html import escape
from pathlib import Path

import pandas as pd

from pipeline import monthly, open_store

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 360, 70, 50, 40
FONT = 'xml:lang="zh-CN" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif"'
FEN_IN_YI = 10**10
"""Fen in 亿元, the unit of the axis."""
LEVELS = 4


def round_step(least: float) -> float:
    """The smallest round number that is no less: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(round(part * power, 6) for part in (1, 2, 2.5, 5, 10) if part * power >= least)


def chart(series: pd.DataFrame, title: str) -> str:
    """The SVG of a frame with `month`, `month_fen` and `cumulative_fen`, one row a month; missing months stay empty."""
    by_month = series.set_index("month").reindex(range(1, 13))
    of_month = (by_month["month_fen"] / FEN_IN_YI).astype("Float64")
    to_date = (by_month["cumulative_fen"] / FEN_IN_YI).astype("Float64")
    level_step = round_step(max(float(pd.concat([of_month, to_date]).max(skipna=True) or 0), 0.01) / LEVELS)
    top = level_step * LEVELS
    step = (WIDTH - LEFT) / 12

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" {FONT}>',
        f'<text x="{LEFT}" y="24" font-size="16">{escape(title)}（亿元；柱为当月，线为累计）</text>',
    ]
    for part in range(LEVELS + 1):
        level = level_step * part
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y(level):.1f}" y2="{y(level):.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(level) + 4:.1f}" font-size="11" text-anchor="end">{level:g}</text>')
    points = []
    for month in range(1, 13):
        x = LEFT + step * (month - 0.5)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 16}" font-size="12" text-anchor="middle">{month}月</text>')
        if not pd.isna(bar := of_month[month]):
            height = y(0) - y(float(bar))
            parts.append(
                f'<rect x="{x - step * 0.3:.1f}" y="{y(float(bar)):.1f}" width="{step * 0.6:.1f}" '
                f'height="{height:.1f}" fill="#7aa6c2"><title>{month}月当月 {float(bar):.2f}亿元</title></rect>'
            )
        if not pd.isna(level := to_date[month]):
            points.append(f"{x:.1f},{y(float(level)):.1f}")
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="#b5482f" stroke-width="2"/>')
    parts += [f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3" fill="#b5482f"/>' for p in points]
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Draw what the command line asks for."""
    unit, metric, year, out, *store = sys.argv[1:]
    series = monthly(open_store(*store), unit=unit, metric=metric, year=int(year))
    if series.empty:
        sys.exit(f"{unit} {year} 年没有 {metric} 的数字。")
    # A metric may be reported for several scopes; the one with the most months is drawn.
    scope = series["scope"].fillna("").mode()[0]
    series = series[series["scope"].fillna("") == scope].drop_duplicates("month")
    title = f"{unit} {year}年 {series['metric'].iloc[0]} {scope}"
    Path(out).write_text(chart(series, title), encoding="utf-8")


if __name__ == "__main__":
    main()
