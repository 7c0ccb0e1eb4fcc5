"""A run that is killed at any moment and started again ends as one that nothing disturbed.

HEDUI_KILLS says how many times to kill (8 unless set); HEDUI_KILLS_SEED which moments.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.export import export_tables
from pipeline.run import run_inbox
from pipeline.store import existing_store

KILLS = int(os.environ.get("HEDUI_KILLS", "8"))
SEED = int(os.environ.get("HEDUI_KILLS_SEED", "1"))
AT_MOST_A_STORE = 4
COMMAND = "import sys; from app.command_line import main; sys.argv = ['hedui', *sys.argv[1:]]; main()"
RUN_FIELDS = ("run_id", "ingested_at")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The sample reports without the pictures and the PDF files, which take long to read."""
    folder = tmp_path_factory.mktemp("reports") / "inbox"
    quick = {".txt", ".docx", ".xlsx", ".html"}
    for file in sorted((project / "data" / "raw").rglob("*")):
        if file.suffix in quick:
            target = folder / file.relative_to(project / "data" / "raw")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    return folder


def _begun(inbox: Path, url: str, project: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "run", str(inbox), "--store", url, *words],
        env={**os.environ, "PYTHONPATH": str(project)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _exported(url: str, folder: Path) -> dict[str, list[str]]:
    """The export without what names the run and its time."""
    store = existing_store(url)
    try:
        written = export_tables(store, folder, "jsonl")
    finally:
        store.close()
    return {
        file.name: [_without_run(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in written
        if file.suffix == ".jsonl"
    }


def _without_run(line: str) -> str:
    return json.dumps({name: value for name, value in json.loads(line).items() if name not in RUN_FIELDS})


def test_killed_at_random_moments(reports: Path, tmp_path: Path, project: Path) -> None:
    url = f"sqlite:///{tmp_path}/undisturbed/x.db"
    began = time.monotonic()
    assert _begun(reports, url, project).wait() == 0
    whole = time.monotonic() - began
    expected = _exported(url, tmp_path / "undisturbed" / "out")
    assert len(expected["facts.jsonl"]) > 200

    moments = random.Random(SEED)
    killed = stores = 0
    while killed < KILLS:
        stores += 1
        folder = tmp_path / f"store{stores}"
        url = f"sqlite:///{folder}/x.db"
        said = []
        for _ in range(min(AT_MOST_A_STORE, KILLS - killed)):
            run = _begun(reports, url, project, *moments.choice(((), ("--workers", "2"))))
            after = moments.uniform(0.15, 1.0) * whole
            try:
                run.wait(after)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
            said.append(f"{after:.2f} s")
            if run.returncode == 0:
                break
        run_inbox(reports, url, workers=0)
        found = _exported(url, folder / "out")
        assert found == expected, f"store {stores}, killed after {', '.join(said)} of {whole:.2f} s"
        shutil.rmtree(folder)
