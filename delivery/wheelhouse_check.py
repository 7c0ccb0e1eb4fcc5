"""Installs a wheelhouse in an empty folder where there is no network, and walks through a day's work with it.

    python -m delivery.wheelhouse_check FOLDER

Runs with the Python that the wheelhouse was collected for; needs nothing else that is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from delivery.alone import run_alone

_HERE = Path(__file__).resolve().parent
_SCAN = """
import sys, pypdfium2
with pypdfium2.PdfDocument(sys.argv[1]) as report:
    report[0].render(scale=1.5).to_pil().convert("L").save(sys.argv[2])
"""


def check(wheelhouse: Path, folder: Path) -> int:
    """The exit code of the first step that does not end well, 0 if all do; says how long each takes."""
    os.environ.pop("PYTHONPATH", None)
    os.environ["PYTHON"] = sys.executable
    os.environ["HOME"] = str(folder / "home")
    there, work = folder / "hedui", folder / "work"
    (folder / "home").mkdir()
    work.mkdir()
    python, samples = str(there / ".venv" / "bin" / "python"), there / "data" / "raw"
    scanned = next(wheelhouse.glob("data/raw/*/*进度表.pdf")).relative_to(wheelhouse / "data" / "raw")
    scan = [python, "-c", _SCAN, str(samples / scanned), str(samples / "扫描件.png")]
    steps = {
        "install": ["sh", str(wheelhouse / "install.sh"), str(there)],
        "scan": scan,
        "tour": [python, "-P", str(_HERE / "tour.py"), str(samples), str(work), f"{there}/.venv/bin/hedui", "--flows"],
    }
    for name, command in steps.items():
        begun = time.monotonic()
        code = run_alone(command)
        print(f"{name}: {'done' if code == 0 else f'exit code {code}'}, {time.monotonic() - begun:.0f} s", flush=True)
        if code:
            return code
    size = subprocess.run(["du", "-sm", str(there)], capture_output=True, text=True, check=True).stdout.split()[0]
    print(f"installed: {size} MB")
    return 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="hedui-wheelhouse-") as empty:
        sys.exit(check(Path(sys.argv[1]).resolve(), Path(empty)))
