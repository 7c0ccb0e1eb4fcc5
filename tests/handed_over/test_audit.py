"""Holes that are known fail the audit, and so does every kind of silence; what stands in for OSV is on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from packaging.version import Version

from delivery.audit import CANARIES, CLEAN, KNOWN, NO_ANSWER, Affected, main

FROM_1_TO_2 = [{"introduced": "1.0"}, {"fixed": "2.0"}]
FRESH = datetime.now(UTC).isoformat()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return written(tmp_path / "requirements.txt", "brook==1.5", "cairn==2.0 ; sys_platform == 'never'")


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes, int], str]]:
    """A server on this machine that answers everything with the same, and how it is addressed."""
    monkeypatch.setenv("no_proxy", "*")
    servers: list[ThreadingHTTPServer] = []

    def start(content: bytes, status: int = 200) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Answer))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/PyPI/all.zip"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def written(lock: Path, *pins: str) -> Path:
    lock.write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
    return lock


def hole(name: str, events: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    """An advisory as OSV writes them."""
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    affected = [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}]
    told = {"id": f"MADE-{name}", "modified": FRESH, "summary": f"{name} lets strangers in", "affected": affected}
    return told | {"schema_version": "1.6.0", "aliases": [f"ALIAS-{name}"], "severity": []} | more


def advisories(folder: Path, *told: dict[str, Any], canaries: bool = True, modified: str = FRESH) -> Path:
    """The archive that is offered for download."""
    old = [hole(name, [{"introduced": "0"}], modified=modified, versions=[]) for name, _ in CANARIES if canaries]
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, each in enumerate([*old, *told]):
            archive.writestr(f"MADE-{number}.json", json.dumps(each))
    return folder / "all.zip"


def test_a_version_with_a_known_hole_fails_whatever_machine_it_is_pinned_for(
    tmp_path: Path, lock: Path, answering: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    archive = advisories(tmp_path, hole("Brook", FROM_1_TO_2), hole("cairn", [{"introduced": "0"}]))
    assert main([answering(archive.read_bytes()), "--lock", str(lock)]) == KNOWN
    said = capsys.readouterr().out
    assert "brook 1.5\n  MADE-Brook、ALIAS-Brook：Brook lets strangers in（2.0 已修好）" in said
    assert "cairn 2.0\n" in said
    assert "还没有修好的版本" in said
    assert "2 个版本有已知的漏洞" in said


def test_a_good_answer_passes_and_is_kept_to_be_carried_along(
    tmp_path: Path, lock: Path, answering: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    archive = advisories(tmp_path, hole("brook", [{"introduced": "0"}, {"fixed": "1.5"}]), hole("dell", FROM_1_TO_2))
    kept = tmp_path / "dist" / "carried.zip"
    assert main([answering(archive.read_bytes()), "--lock", str(lock), "--keep", str(kept)]) == CLEAN
    assert (
        f"没有已知的漏洞。核对了 2 个版本；资料 {len(CANARIES) + 2} 条，最新一条 {FRESH[:10]}"
        in capsys.readouterr().out
    )
    assert main([str(kept), "--lock", str(lock)]) == CLEAN
    written(lock, "hedui==0.1.0 --hash=sha256:00", "dell==1.9.9 --hash=sha256:00")
    assert main([str(kept), "--lock", str(lock)]) == KNOWN


@pytest.mark.parametrize(
    ("content", "status", "cause"),
    [
        (b"", 200, "不完整"),
        (b"<html>sign in to the network</html>", 200, "不完整"),
        (b"", 503, "没有答复"),
        (b"", 404, "没有答复"),
    ],
)
def test_an_answer_that_is_none_is_not_taken_for_a_good_one(
    content: bytes, status: int, cause: str, tmp_path: Path, lock: Path, answering: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    kept = tmp_path / "kept.zip"
    kept.write_bytes(b"of last month")
    assert main([answering(content, status), "--lock", str(lock), "--keep", str(kept)]) == NO_ANSWER
    printed, said = capsys.readouterr()
    assert printed == ""
    assert said.startswith("没有得到答复，这不等于没有漏洞：")
    assert cause in said
    assert "\n处理办法：" in said
    assert kept.read_bytes() == b"of last month"


def test_nobody_there_is_said_by_make_and_ends_it(lock: Path, project: Path) -> None:
    made = ["make", "-o", ".venv/.runs", f"BIN={Path(sys.executable).parent}", "audit"]
    asked = "http://127.0.0.1:9/PyPI/all.zip"  # the port of old that throws away what it is sent
    done = subprocess.run(
        [*made, f"ADVISORIES={asked}", f"ARGS=--lock {lock}"],
        cwd=project, env=os.environ | {"no_proxy": "*"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"{asked} 没有答复" in done.stderr
    assert "换一台能上网的机器" in done.stderr
    assert "Traceback" not in done.stderr


def _torn(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-30])


def _changed(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[60] ^= 0xFF
    archive.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "cause"), [(_torn, "不完整"), (_changed, "不完整"), (Path.unlink, "没有"), (Path.touch, "")]
)
def test_a_file_that_is_not_whole_gives_no_answer(
    spoil: Callable[[Path], None], cause: str, tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(archive := advisories(tmp_path))
    assert main([str(archive), "--lock", str(lock)]) == (NO_ANSWER if cause else CLEAN)
    assert cause in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ({"schema_version": "2.0.0"}, "schema 2.0.0"),
        ({"affected": [{"package": "brook"}]}, "不完整"),
        ({"affected": [{"package": {"ecosystem": "PyPI", "name": "brook"}}]}, "brook 1.5（MADE-brook）"),
    ],
)
def test_what_is_not_understood_is_no_good_answer(
    told: dict[str, Any], cause: str, tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = advisories(tmp_path, hole("brook", FROM_1_TO_2, **told))
    assert main([str(archive), "--lock", str(lock)]) == NO_ANSWER
    assert cause in capsys.readouterr().err


def test_a_list_without_what_all_know_or_without_anything_new_is_none(
    tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = advisories(tmp_path, hole("dell", FROM_1_TO_2), canaries=False)
    assert main([str(archive), "--lock", str(lock)]) == NO_ANSWER
    assert "jinja2 2.10" in capsys.readouterr().err
    old = (datetime.now(UTC) - timedelta(days=45)).isoformat()
    assert main([str(advisories(tmp_path, modified=old)), "--lock", str(lock)]) == NO_ANSWER
    assert f"最新一条是 {date.fromisoformat(old[:10])}，已经 45 天" in capsys.readouterr().err
    assert main([str(archive), "--lock", str(lock), "--max-age", "50"]) == CLEAN


@pytest.mark.parametrize("pins", [[], ["brook>=1.5"], ["brook"], ["brook==1.*"], ["-r other.txt"]])
def test_what_is_not_pinned_cannot_be_asked_about(
    pins: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = written(tmp_path / "some.txt", *pins)
    assert main([str(advisories(tmp_path)), "--lock", str(lock)]) == NO_ANSWER
    assert "some.txt" in capsys.readouterr().err


def test_what_was_withdrawn_or_is_of_another_index_is_not_held_against_anybody(tmp_path: Path, lock: Path) -> None:
    withdrawn = hole("brook", FROM_1_TO_2, withdrawn="2024-05-01T00:00:00Z")
    elsewhere = hole("brook", FROM_1_TO_2)
    elsewhere["affected"][0]["package"]["ecosystem"] = "npm"
    assert main([str(advisories(tmp_path, withdrawn, elsewhere)), "--lock", str(lock)]) == CLEAN


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        ([("introduced", "0")], "0 0.0.dev1 99", ""),
        ([("introduced", "0"), ("fixed", "2.10.1")], "2.10 2.9.6 2.10.1rc1", "2.10.1 2.10.1.post1 2.11"),
        ([("introduced", "1.0"), ("last_affected", "1.0")], "1.0 1.0.0", "0.9 1.0.post1 1.1"),
        ([("fixed", "1.2"), ("introduced", "1.0")], "1.0 1.1", "0.9 1.2"),
        ([("introduced", "0"), ("fixed", "1.0"), ("introduced", "1.0"), ("fixed", "1.2")], "0.9 1.0 1.1", "1.2"),
        ([("introduced", "1"), ("fixed", "2"), ("introduced", "10"), ("last_affected", "11")], "1.5 10 11", "0 2 9 12"),
        ([("fixed", "3")], "1 2", "3"),
        ([("introduced", "1.0a1"), ("limit", "2.0")], "1.0a1 1.0 3", "0.9"),
    ],
)
def test_a_range_holds_the_versions_that_lie_in_it(events: list[tuple[str, str]], inside: str, outside: str) -> None:
    told = [{kind: bound} for kind, bound in events]
    of = Affected.model_validate({"ranges": [{"type": "ECOSYSTEM", "events": told}]})
    assert [each for each in inside.split() if not of.holds(Version(each))] == []
    assert [each for each in outside.split() if of.holds(Version(each))] == []


def test_versions_by_name_are_held_beside_ranges_and_commits_are_none() -> None:
    git = {"type": "GIT", "events": [{"introduced": "0"}, {"fixed": "0123abc"}]}
    of = Affected.model_validate({"ranges": [git], "versions": ["2004d", "1.0"]})
    assert of.holds(Version("1.0.0"))
    assert not of.holds(Version("1.1"))
    with pytest.raises(ValueError, match="versions"):
        Affected.model_validate({"ranges": [git]}).holds(Version("1.0"))
