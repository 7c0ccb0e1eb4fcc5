"""The wheel, installed away from the project, does a day's work in a namespace without network and asks for none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Final

import pypdfium2
import pytest

from delivery.alone import ASKED, namespace

FLOORS: Final = ("app", "flows", "pipeline", "extractors", "rules")
ALONE: Final = Path(__file__).parents[2] / "delivery" / "alone.py"
WATCHED: Final = ALONE.with_name("watched")
NOTED: Final = "HEDUI_NETWORK_NOTED"


def test_the_wheel_holds_all_that_git_keeps_of_the_program(own_wheel: Path, project: Path) -> None:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", *FLOORS]
    listed = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    kept = {name for name in listed.stdout.split("\0") if name and (project / name).is_file()}
    with zipfile.ZipFile(own_wheel) as opened:
        packed = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert {Path(name).suffix for name in kept} >= {".py", ".yaml", ".html", ".css", ".js", ".svg"}
    assert packed == kept


@pytest.mark.parametrize(
    "asking",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.7', 53))",
        "import socket; socket.getaddrinfo('somewhere.example', 443)",
        "import ctypes; ctypes.CDLL(None).gethostbyname(b'somewhere.example')",
    ],
    ids=["address", "name", "name in C"],
)
def test_asking_for_a_network_is_noticed_though_the_command_ends_well(asking: str, alone: bool) -> None:
    if "ctypes" in asking and not alone:
        return  # only the kernel of a namespace counts what C asks for
    command = f"try:\n {asking}\nexcept OSError: pass"
    assert _alone([sys.executable, "-c", command], alone).returncode == ASKED


def test_speaking_to_oneself_is_not_asking_for_a_network(alone: bool) -> None:
    said = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    done = _alone([sys.executable, "-c", said], alone)
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("chinese_fonts")
def test_a_day_of_work_asks_for_no_network(own_wheel: Path, project: Path, tmp_path: Path, alone: bool) -> None:
    python = _installed(own_wheel, tmp_path / "there")
    inbox = tmp_path / "inbox"
    _fill(inbox, project / "data" / "raw" / "青澜市财政局")
    (tmp_path / "work").mkdir()
    tour = project / "delivery" / "tour.py"
    hedui = python.with_name("hedui")
    command = [str(python), "-P", str(tour), str(inbox), str(tmp_path / "work"), str(hedui), "--quick"]
    done = _alone(command, alone)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def alone() -> bool:
    """Whether the system gives a namespace without network; where it does not, only what Python asks for is seen."""
    return namespace() is not None


def _alone(command: list[str], alone: bool) -> subprocess.CompletedProcess[str]:
    """The command in such a namespace, or else watched alone; PYTHONPATH must not bring back the project."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if alone:
        command = [sys.executable, str(ALONE), *command]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    noted = Path(os.environ.get("TMPDIR", "/tmp")) / f"hedui-noted-{os.getpid()}"
    environment |= {"PYTHONPATH": str(WATCHED), NOTED: str(noted)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if noted.exists():
        done.stderr += noted.read_text(encoding="utf-8")
        done.returncode = done.returncode or ASKED
        noted.unlink()
    return done


def _installed(wheel: Path, folder: Path) -> Path:
    """The Python of an environment with nothing in it but the wheel; what hedui needs it borrows from this one."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    command = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *command], check=True)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    # As a plain path: the `.pth` files of that folder, by which an editable hedui is found, are then not read.
    (packages / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return python


def _fill(inbox: Path, samples: Path) -> None:
    """Two reports, and a third as a scan."""
    inbox.mkdir()
    for name in ("2024年4月目标进度表.docx", "2024年5月目标进度表.xlsx"):
        shutil.copy2(samples / name, inbox / name)
    with pypdfium2.PdfDocument(samples / "2024年6月目标进度表.pdf") as report:
        page = report[0].render(scale=1.5).to_pil().convert("L")
    page.crop((0, 0, page.width, page.height // 2)).save(inbox / "2024年6月目标进度表.png")
