"""The kept dictionary is jieba's own, whatever lies where it is kept."""

from __future__ import annotations

import marshal
import os
import tempfile
from pathlib import Path

import jieba
import pytest

from extractors.attribution.word_frequencies import Frequencies, word_frequencies

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owner to be told by")


@pytest.fixture(scope="module")
def stock() -> Frequencies:
    tokenizer = jieba.Tokenizer()
    frequencies: Frequencies = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return frequencies


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / f"hedui-{os.getuid()}"


def test_it_is_the_stock_dictionary_the_first_time_and_later(folder: Path, stock: Frequencies) -> None:
    assert word_frequencies() == stock
    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0
    assert word_frequencies() == stock


@pytest.mark.usefixtures("folder")
def test_what_is_kept_is_taken(monkeypatch: pytest.MonkeyPatch, stock: Frequencies) -> None:
    word_frequencies()
    monkeypatch.setattr(jieba.Tokenizer, "gen_pfdict", None)
    assert word_frequencies() == stock


@pytest.mark.parametrize("content", [b"", b"no marshal", marshal.dumps(({"只有": 1}, 1)), bytes(99)])
def test_a_broken_file_is_made_anew(folder: Path, content: bytes, stock: Frequencies) -> None:
    word_frequencies()
    (file,) = folder.iterdir()
    file.write_bytes(content)
    assert word_frequencies() == stock
    assert file.stat().st_size > 1_000_000


@pytest.mark.parametrize("what", ["writable by others", "a file", "a link"])
def test_a_folder_that_may_be_of_others_is_not_used(
    folder: Path, tmp_path: Path, what: str, stock: Frequencies
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if what == "a file":
        folder.write_bytes(b"")
    elif what == "a link":
        folder.symlink_to(elsewhere)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    assert word_frequencies() == stock
    assert folder.is_file() or not list(folder.iterdir())


def test_no_room_to_keep_it_is_no_harm(folder: Path, monkeypatch: pytest.MonkeyPatch, stock: Frequencies) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert word_frequencies() == stock
    assert not list(folder.iterdir())
