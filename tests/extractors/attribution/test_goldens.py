"""Sentences in the style of real reports and the facts that they state, as lines reviewed by hand.

`HEDUI_UPDATE_GOLDENS=1` writes the files anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors.attribution.setting import Memory
from extractors.fact import Column
from tests.told import facts_of, told

GOLDENS = Path(__file__).parent / "goldens"
COLUMNS: dict[str, Column | None] = {
    "running": None, "plan": None, "target": "target", "current": "current", "cumulative": "cumulative",
}  # fmt: skip


@pytest.mark.parametrize("file", sorted(GOLDENS.glob("*.txt")), ids=lambda file: file.stem)
def test_sentences_state_these_facts(file: Path) -> None:
    kind = file.stem.split("_")[0]
    sentences = [line[3:] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    lines: list[str] = []
    for sentence in sentences:
        lines.append(f"## {sentence}")
        column = COLUMNS[kind]
        facts = facts_of(
            sentence, column=column, item="某项工作" if column else None, memory=Memory(), target=kind == "plan"
        )
        lines += [told(fact) for fact in facts] or ["none"]
    found = "\n".join(lines) + "\n"
    if os.environ.get("HEDUI_UPDATE_GOLDENS") == "1":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
