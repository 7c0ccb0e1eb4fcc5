"""The bureau's own template of a notice: taken as it is, and where it is wrong nothing is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from made_up.noticed import DUE, NOW, rows_in, statuses_in, words_in

from pipeline.notices import NoticeRefused, drafts, send, write_template_to
from pipeline.store import Store


def test_the_bureaus_own_template(opened: Store, tmp_path: Path) -> None:
    template = write_template_to(tmp_path)
    with pytest.raises(NoticeRefused, match="已经有了"):
        write_template_to(tmp_path)
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "某某局办公室 {{ unit }}"
    document.save(str(template))
    sent = send(opened, drafts(opened), tmp_path / "out", DUE, "张三", template, now=NOW)
    assert "某某局办公室 临汐市财政局" in words_in(sent[0].file)


def _mistyped(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ untt }}"
    document.save(str(template))


def _reaching_out(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ unit.__class__.__mro__ }}"
    document.save(str(template))


def _no_word_file(template: Path) -> None:
    template.write_bytes(b"this is no Word file")


def _adding_what_cannot_be_added(template: Path) -> None:
    document = Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ count + unit }}"
    document.save(str(template))


def _half_copied(template: Path) -> None:
    template.write_bytes(template.read_bytes()[:-2000])


def _damaged_inside(template: Path) -> None:
    content = template.read_bytes()
    template.write_bytes(b"")
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(template, "w") as spoilt:
        for info in whole.infolist():
            spoilt.writestr(info, whole.read(info)[: -10 if info.filename == "word/document.xml" else None])


def _a_folder(template: Path) -> None:
    template.unlink()
    template.mkdir()


@pytest.mark.parametrize(
    "spoilt",
    [
        _mistyped, _reaching_out, _no_word_file, _adding_what_cannot_be_added, _half_copied, _damaged_inside, _a_folder,
        Path.unlink,
    ],
)  # fmt: skip
def test_a_template_that_is_wrong_sends_nothing(opened: Store, tmp_path: Path, spoilt: Callable[[Path], None]) -> None:
    template = write_template_to(tmp_path)
    spoilt(template)
    with pytest.raises(NoticeRefused) as caught:
        send(opened, drafts(opened), tmp_path / "out", DUE, "张三", template, now=NOW)
    assert caught.value.exit_code == 26
    assert list((tmp_path / "out").iterdir()) == []
    assert statuses_in(opened) == ["new", "new"]
    assert rows_in(opened, "notices") == []
