"""Ids follow from what a thing is, are short, and never run into each other."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline import identity


def test_file_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    content = b"\x00\xff" * 800_000
    file = tmp_path / "大 文件.bin"
    file.write_bytes(content)
    assert identity.file_sha256(file) == hashlib.sha256(content).hexdigest()


def test_ids_stay_the_same_for_ever() -> None:
    report = identity.report_id("ab" * 32)
    assert report == "abababababababab"
    assert identity.fact_id(report, "0/current/12", 0) == "7eafff3206cd67e3"
    assert identity.item_id(report, 3) == "867d20c5a0bafdde"


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_parts_give_different_hashes(one: list[str], other: list[str]) -> None:
    assert (identity.full_hash(*one) == identity.full_hash(*other)) == (one == other)


def test_parts_do_not_run_into_each_other() -> None:
    assert identity.short_hash("ab", "c") != identity.short_hash("a", "bc")
    assert identity.fact_id("r", "1", 11) != identity.fact_id("r", "11", 1)
