"""Files in ZIP archives of an inbox are files of the inbox."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractors.errors import Unreadable
from extractors.report import Hints
from pipeline import identity
from pipeline.intake.archives import is_archive, members, unpack
from pipeline.intake.hints import hints_for
from pipeline.intake.inbox import list_inbox
from pipeline.intake.unpacking import unpacked
from pipeline.reading.task import Named, ReadTask
from pipeline.reading.worker import still_there
from pipeline.run import run_inbox
from pipeline.store import existing_store
from pipeline.store.contract import contract_rows

TEXT = "2024年6月全市财政收支情况\n1-6月，全市一般公共预算收入完成120.5亿元，同比增长6.2%。\n"


class _NamedInBytes(zipfile.ZipInfo):
    """A member whose name is written as the given bytes, without saying in which encoding: as Windows packs it."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.raw, self.flag_bits


def packed(path: Path | io.BytesIO, files: Mapping[str, bytes], encoding: str | None = None) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if encoding is None:
                archive.writestr(name, content)
                continue
            info = _NamedInBytes(name.encode(encoding).decode("latin-1"))
            info.raw = name.encode(encoding)
            archive.writestr(info, content)


def _names(inbox: Path) -> list[str]:
    return [file.source_name for file in list_inbox(inbox).files]


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030"])
def test_members_by_their_names(inbox: Path, encoding: str | None) -> None:
    # 表 ends in GBK with a byte that some programs take for a vertical bar, 尀 with a backslash.
    files = {
        "临汐区财政局/2024年6月表.txt": b"1",
        "尀山街道/二季度.txt": b"2",
        "__MACOSX/._x.txt": b"3",
        "~$a.docx": b"4",
    }
    packed(inbox / "报送.zip", files, encoding)
    assert _names(inbox) == ["报送.zip/临汐区财政局/2024年6月表.txt", "报送.zip/尀山街道/二季度.txt"]


def test_steps_out_of_the_archive_are_left_out(inbox: Path) -> None:
    packed(inbox / "x.zip", {"../../etc/a.txt": b"1", "/b.txt": b"2", "C:\\d\\c.txt": b"3", "d/./e.txt": b"4"})
    assert _names(inbox) == ["x.zip/b.txt", "x.zip/d/c.txt", "x.zip/d/e.txt", "x.zip/etc/a.txt"]


def test_the_same_name_twice(inbox: Path) -> None:
    with zipfile.ZipFile(inbox / "x.zip", "w") as archive:
        archive.writestr("a/表.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a/表.txt", b"2")
    files = list_inbox(inbox).files
    assert [file.source_name for file in files] == ["x.zip/a/表 (2).txt", "x.zip/a/表.txt"]
    assert len({file.sha256 for file in files}) == 2


def test_archives_within_archives(inbox: Path, tmp_path: Path) -> None:
    inner = io.BytesIO()
    packed(inner, {"深处.txt": TEXT.encode()})
    packed(inbox / "外.zip", {"内.zip": inner.getvalue(), "旁.txt": b"1"})
    (deep, _) = list_inbox(inbox).files
    assert deep.source_name == "外.zip/内.zip/深处.txt"
    unpack(deep.path, deep.packed, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == TEXT
    assert identity.file_sha256(tmp_path / "out.txt") == deep.sha256


def test_archives_within_archives_without_end(inbox: Path) -> None:
    content = b"x"
    for _ in range(6):
        layer = io.BytesIO()
        packed(layer, {"x.zip": content})
        content = layer.getvalue()
    (inbox / "x.zip").write_bytes(content)
    (file,) = list_inbox(inbox).files
    assert file.refused is not None
    assert (file.sha256, file.refused.reason) == (None, "too_large")


def test_documents_that_are_zip_containers_are_no_archives(tmp_path: Path) -> None:
    packed(tmp_path / "a.zip", {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})
    packed(tmp_path / "b.docx", {"a.txt": b"1"})
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 and nothing more")
    packed(tmp_path / "d.zip", {"a.txt": b"1"})
    assert [is_archive(path) for path in sorted(tmp_path.iterdir())] == [False, False, False, True]


def test_a_member_with_a_password_or_damage_is_refused_alone(inbox: Path) -> None:
    packed(inbox / "x.zip", {"a.txt": b"a" * 100, "b.txt": b"b" * 100, "c.txt": b"c" * 100})
    raw = bytearray((inbox / "x.zip").read_bytes())
    first_entry = raw.index(b"PK\x01\x02")
    raw[first_entry + 8] |= 1  # the flag of the first entry in the table of contents
    second = raw.index(b"b.txt") + len(b"b.txt")
    raw[second] ^= 0xFF  # its packed bytes
    (inbox / "x.zip").write_bytes(raw)
    told = {file.source_name: file.refused.reason if file.refused else None for file in list_inbox(inbox).files}
    assert told == {"x.zip/a.txt": "encrypted", "x.zip/b.txt": "damaged", "x.zip/c.txt": None}


def test_a_bomb_is_not_unpacked(inbox: Path) -> None:
    packed(inbox / "x.zip", {f"{n}.txt": bytes(1 << 20) for n in range(3)})
    raw = bytearray((inbox / "x.zip").read_bytes())
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        raw[at + 24 : at + 28] = (0xF0000000).to_bytes(4, "little")  # the size that it claims
        at += 4
    (inbox / "x.zip").write_bytes(raw)
    (file,) = list_inbox(inbox).files
    assert file.refused is not None
    assert (file.source_name, file.refused.reason) == ("x.zip", "too_large")


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_whatever_is_damaged_in_an_archive_is_told_and_stops_nothing(inbox: Path, packing: int) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", packing) as archive:
        archive.writestr("内.txt", "z" * 40)
    with zipfile.ZipFile(inbox / "x.zip", "w", packing) as archive:
        archive.writestr("表.txt", "x" * 300)
        archive.writestr("内.zip", inner.getvalue())
    whole = (inbox / "x.zip").read_bytes()
    for place in range(len(whole)):
        raw = bytearray(whole)
        raw[place] ^= 0xFF
        (inbox / "x.zip").write_bytes(raw)
        listing = list_inbox(inbox)
        assert listing.files, place
        assert listing.warnings == (), place


def test_an_ending_longer_than_a_file_name_may_be(inbox: Path, tmp_path: Path) -> None:
    packed(inbox / "x.zip", {"六月." + "a" * 300: TEXT.encode()})
    (inbox / ("七月." + "b" * 240)).write_text(TEXT.replace("6", "7"), encoding="utf-8")
    assert run_inbox(inbox, f"sqlite:///{tmp_path}/x.db", workers=0).new_reports == 2


def test_an_archive_that_changes_after_it_was_listed_is_left_to_the_next_run(inbox: Path) -> None:
    packed(inbox / "x.zip", {"a.txt": b"1", "b.txt": b"2"})
    tasks = [
        ReadTask(file.path, Hints(file.source_name), Named(file.sha256 or "", (file.source_name,), ""), file.packed)
        for file in list_inbox(inbox).files
    ]
    packed(inbox / "x.zip", {"a.txt": b"other", "b.txt": b"2"})
    with unpacked(tasks) as ready:
        there = {task.hints.source_name: task.path.read_bytes() for task in ready if still_there(task)}
        assert (len(ready), there) == (2, {"x.zip/b.txt": b"2"})


@pytest.mark.parametrize(("bound", "most"), [("MAX_MEMBERS", 8), ("MAX_UNPACKED_BYTES", 30_000)])
def test_a_bomb_in_many_archives_is_not_unpacked(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    inner = io.BytesIO()
    packed(inner, {f"{n}.txt": bytes(5_000) for n in range(2)})
    packed(inbox / "x.zip", {f"{n}.zip": inner.getvalue() for n in range(4)})
    monkeypatch.setattr(f"pipeline.intake.archives.{bound}", most)
    told = {file.source_name: file.refused.reason if file.refused else None for file in list_inbox(inbox).files}
    assert told == {
        "x.zip/0.zip/0.txt": None,
        "x.zip/0.zip/1.txt": None,
        "x.zip/1.zip/0.txt": None,
        "x.zip/1.zip/1.txt": None,
        "x.zip/2.zip": "too_large",
        "x.zip/3.zip": "too_large",
    }


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_that_the_library_would_unpack_at_once_takes_no_memory(inbox: Path, packing: int) -> None:
    """Listing is done by the program itself, not by a process within bounds."""
    for name in ("a.txt", "mimetype"):
        archive = inbox / f"{name}.zip"
        with zipfile.ZipFile(archive, "w", packing) as written:
            written.writestr(name, bytes(64 << 20))
        archive.write_bytes(stating(archive.read_bytes(), 100))
        assert archive.stat().st_size < 20_000
    tracemalloc.start()
    files = list_inbox(inbox).files
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [file.refused.reason for file in files if file.refused] == ["format_unsupported"] * 2
    assert most < 16 << 20


def stating(archive: bytes, size: int) -> bytes:
    """The archive of one member, saying that it unpacks to so many bytes."""
    entry = archive.index(b"PK\x01\x02") + 24
    return archive[:entry] + size.to_bytes(4, "little") + archive[entry + 4 :]


def test_a_table_of_contents_without_end_takes_no_memory(inbox: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    contents = entry * 400_000
    (inbox / "x.zip").write_bytes(
        b"PK\x03\x04"
        + bytes(26)
        + contents
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(contents), 30, 0)
    )
    tracemalloc.start()
    list_inbox(inbox)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64 << 20
    with pytest.raises(Unreadable, match="目录太大"):
        members(inbox / "x.zip")


def test_an_archive_is_a_folder_to_the_hints() -> None:
    hints = hints_for("临汐区财政局2024年6月.zip/进度表.txt", {})
    assert (hints.unit, hints.period and hints.period.end.isoformat()) == ("临汐区财政局", "2024-06-30")
    assert hints_for("2024年.zip/6月/表.txt", {}).period == hints_for("2024年/6月/表.txt", {}).period
    assert hints_for("x.zip", {}) == Hints("x.zip")


def test_members_and_plain_files_give_the_same_rows(tmp_path: Path) -> None:
    rows = []
    for form in ("plain", "packed"):
        inbox = tmp_path / form / "inbox"
        inbox.mkdir(parents=True)
        if form == "plain":
            (inbox / "六月.txt").write_text(TEXT)
        else:
            packed(inbox / "报送.zip", {"六月.txt": TEXT.encode(), "坏.docx": b"PK\x03\x04"}, "gb18030")
        url = f"sqlite:///{tmp_path / form}/x.db"
        summary = run_inbox(inbox, url, workers=0)
        assert summary.new_reports == 1
        store = existing_store(url)
        with store.reading() as connection:
            facts = [dict(row) for row in contract_rows(connection, "facts")]
            refused = [row["source_name"] for row in contract_rows(connection, "quarantine")]
        assert refused == ([] if form == "plain" else ["报送.zip/坏.docx"])
        again = run_inbox(inbox, url, workers=0)
        assert (again.new_reports, again.unchanged) == (0, 1 + len(refused))
        rows.append([{key: value for key, value in fact.items() if key != "source_name"} for fact in facts])
    assert rows[0] == rows[1] != []


def test_the_original_of_a_member_is_kept(inbox: Path, tmp_path: Path) -> None:
    packed(inbox / "报送.zip", {"六月.txt": TEXT.encode()})
    url = f"sqlite:///{tmp_path}/x.db"
    run_inbox(inbox, url, workers=0)
    (member,) = members(inbox / "报送.zip")
    (kept,) = (tmp_path / "originals").rglob("*.txt")
    assert kept.read_text() == TEXT
    assert kept.stem == member.sha256
