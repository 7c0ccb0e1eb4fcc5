"""Texts that nobody wrote: torn and pumped reports, sentences of a grammar without sense; what comes out is in order.

An extractor that tries every way to part a text gives itself away by the processor's time for a kilobyte.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from extractors.errors import Unreadable
from extractors.report import Hints
from fuzzing import of_text
from fuzzing.checked_reading import read_checked
from fuzzing.reading import Failure, Tried
from fuzzing.seeds import RAW

SECONDS: Final = 2.0
SECONDS_A_KILOBYTE: Final = 0.2
"""Processor's time that a text may take; ordinary reports take a twentieth of it."""
_TRIES: Final = 2
_MOST_CHARS: Final = 12_000
_WRITTEN: Final = Path(__file__).resolve().parents[1] / "work_reports" / "written"

_WHEN: Final = (
    "1-6月，", "截至6月底，", "2024年", "上半年", "今年以来，", "前三季度", "“十四五”期间", "去年同期",
    "13-15月，", "6月30日前", "每年", "二季度",
)  # fmt: skip
_WHERE: Final = ("全市", "市本级", "全省", "各县（区）", "清河县", "我局", "高新区、经开区", "全国", "其中：", "")
_WHAT: Final = (
    "一般公共预算收入", "民生支出", "税收收入", "政府性基金", "城镇新增就业", "“三公”经费", "GDP", "隐性债务",
    "新增学位", "园区“标准地”", "专项债券", "",
)  # fmt: skip
_HOW: Final = (
    "完成", "增长", "同比下降", "增幅", "占比", "为预算的", "较上年提高", "不低于", "力争达到", "压减",
    "比全省高", "居全省第", "分别为", "分别增长", "由", "均", "约",
    "超额完成", "增收", "翻一番，达", "还差",
)  # fmt: skip
_UNIT: Final = (
    "亿元",
    "万元",
    "%",
    "个百分点",
    "户",
    "家",
    "人次",
    "万人",
    "公里",
    "倍",
    "‰",
    "元/人",
    "成",
    "位",
    "",
    "万",
    "吨标准煤",
    "个和",
)
_STOP: Final = ("，", "。", "；", "、", "：", "（", "）", "\n", "，其中", "和", "\t", " ", "，比", "“", "”", "\n\n")


@cache
def _reports() -> tuple[str, ...]:
    written = [
        "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith((">", "#")))
        for file in sorted(_WRITTEN.glob("*.txt"))
    ]
    return (*written, *(file.read_text(encoding="utf-8") for file in sorted(RAW.rglob("*.txt"))))


def _figure(random: Random) -> str:
    number = random.choice(
        (f"{random.randrange(3000) / 10:g}", f"{random.randrange(10**9):,}", random.choice(of_text.NUMBERS))
    )
    return number + random.choice(_UNIT)


def _clause(random: Random) -> str:
    parts = [random.choice(_WHEN), random.choice(_WHERE), random.choice(_WHAT), random.choice(_HOW), _figure(random)]
    if random.random() < 0.2:
        parts.append("、".join(_figure(random) for _ in range(random.choice((1, 3, 30)))))
    if random.random() < 0.2:
        random.shuffle(parts)
    return "".join(parts) + random.choice(_STOP)


def _sense_less(random: Random) -> str:
    clauses = [_clause(random) for _ in range(random.choice((1, 4, 20)))]
    return "".join(clauses) * random.choice((1, 1, 1, 20))


def text(random: Random) -> str:
    """One input."""
    begun = random.choice(_reports()) if random.random() < 0.6 else _sense_less(random)
    whole = of_text.mutated(begun, random, _MOST_CHARS) if random.random() < 0.85 else begun
    return whole[:_MOST_CHARS]


def try_texts(count: int, seed: int, first: int = 0) -> Iterator[Tried]:
    """Read so many inputs in this process; the same `seed` and `first` make the same ones."""
    with TemporaryDirectory(prefix="hedui-fuzzing-") as folder:
        for number in range(first, first + count):
            content = text(Random(f"{seed} {number} text")).encode("utf-8", "replace")
            yield _tried(Path(folder, f"{number}.text.txt"), content)


def _tried(file: Path, content: bytes) -> Tried:
    file.write_bytes(content)
    end, said = _read(file)
    may_take = SECONDS + SECONDS_A_KILOBYTE * len(content) / 1024
    seconds = min(_seconds(file) for _ in range(_TRIES)) if end == "slow?" else 0.0
    file.unlink()
    if seconds > may_take:
        end, said = "too_slow", f"{seconds:.1f} s of the processor for {len(content)} bytes"
    failed = end in {"failed", "too_slow"}
    return Tried("text", end, Failure(file.name, content, said) if failed else None)


def _read(file: Path) -> tuple[str, str]:
    began = time.process_time()
    try:
        read_checked(file, Hints(f"清河市财政局/{file.name}"))
        end, said = "read", ""
    except Unreadable as error:
        end, said = error.reason, "".join(traceback.format_exception(error))
        end = "failed" if end == "reader_failed" else end
    except Exception:
        return "failed", traceback.format_exc()
    slow = time.process_time() - began > SECONDS + SECONDS_A_KILOBYTE * file.stat().st_size / 1024
    return ("slow?" if slow and end != "failed" else end), said


def _seconds(file: Path) -> float:
    began = time.process_time()
    _read(file)
    return time.process_time() - began
