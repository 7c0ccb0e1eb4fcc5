"""LibreOffice kept in bounds: a program that hangs is ended, nothing is fetched, nothing is left behind."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from printing.word_report import Convert, report, saved, words

from extractors import libreoffice
from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for the program is a shell script")
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "alive"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(while :; do date > {mark}; sleep 0.1; done) &\nsleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: program)
    monkeypatch.setattr(libreoffice, "MAX_SECONDS", 3)
    path = tmp_path / "报告.rtf"
    path.write_bytes(b"{\\rtf1 5}")
    began = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "too_slow"
    assert time.monotonic() - began < 40
    assert mark.exists()
    assert _is_left_alone(mark)


@pytest.mark.skipif(os.name != "posix", reason="no process groups")
def test_a_program_that_hangs_ends_with_the_process_that_reads(tmp_path: Path) -> None:
    """Killed processes clean up nothing: what they started has to see that they are gone."""
    mark = tmp_path / "alive"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(while :; do date > {mark}; sleep 0.1; done) &\nsleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "报告.rtf").write_bytes(b"{\\rtf1 5}")
    reading = (
        "import sys, pathlib; from extractors import libreoffice\n"
        "from extractors.readers.every_kind import read_document\n"
        "libreoffice.program = lambda: pathlib.Path(sys.argv[1])\n"
        "read_document(pathlib.Path(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", reading, str(program), str(tmp_path / "报告.rtf")]
    with subprocess.Popen(command, cwd=Path(__file__).parents[4]) as process:
        for _ in range(600):
            if mark.exists():
                break
            time.sleep(0.1)
        process.kill()
    assert mark.exists()
    assert _is_left_alone(mark)


def _is_left_alone(mark: Path) -> bool:
    """Whether nobody writes the file any more; what is killed may take a moment to be gone."""
    for _ in range(40):
        mark.unlink(missing_ok=True)
        time.sleep(0.5)
        if not mark.exists():
            return True
    return False


def linked(address: str) -> bytes:
    """A text that shows a picture and a section from elsewhere."""
    names = {
        "office": "office:1.0", "text": "text:1.0", "draw": "drawing:1.0", "svg": "svg-compatible:1.0",
    }  # fmt: skip
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}"' for name, space in names.items())
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        "<office:body><office:text><text:p>安排5亿元"
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        '</draw:frame></text:p><text:section text:name="s">'
        f'<text:section-source xlink:href="{address}/b.odt" xlink:type="simple"/><text:p>其他</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return out.getvalue()


@pytest.mark.usefixtures("convert")
def test_nothing_outside_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        path = tmp_path / "报告.odt"
        path.write_bytes(linked(f"http://127.0.0.1:{server.getsockname()[1]}"))
        assert ("安排5亿元", False) in words(read_document(path))
        # Whoever had asked would still wait in line for an answer.
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_is_left_behind(convert: Convert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = convert(saved(report("+"), tmp_path), "doc")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    read_document(source)
    assert list(scratch.iterdir()) == []
