"""What goes along beside the wheels, and what the installer makes of it: nothing that people have changed is lost."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from delivery.packages import wheels_in
from delivery.wheelhouse import SITE, add_papers, requirements, sums

RULES: Final = {"rules/checks/share.yaml": "- as it was\n", "rules/units.yaml": "- as it was\n", "flows/ingest.py": ""}
PROGRAM: Final = {"app.py": "def main():\n    print('hedui')\n"}
ENTRY: Final = "[console_scripts]\nhedui = app:main\n"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    add_papers(folder)
    return folder


def test_what_the_documents_for_people_name_goes_along(papers: Path) -> None:
    pages = [*papers.glob("docs/*.zh-CN.md"), papers / "README.zh-CN.md", papers / "docs" / "index.md"]
    assert len(pages) > 15
    # The rules lie in the program; the installer links them to where the pages look for them.
    gone = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("../rules/") and not (page.parent / target).exists()
    ]
    assert gone == []
    for name in (
        "docs/systemd/hedui.service",
        "prefect.yaml",
        "docs/nightly.md",
        "audit.py",
        "data/raw/README.zh-CN.md",
    ):
        assert (papers / name).is_file()
    made = [file.name for file in papers.rglob("*") if file.name in {"_build", "__pycache__", "conf.py", ".made"}]
    assert made == []


def test_the_audit_that_goes_along_needs_nothing_of_the_project(papers: Path, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("brook==1.5 --hash=sha256:00\n", encoding="utf-8")
    (tmp_path / "audit.py").write_bytes((papers / "audit.py").read_bytes())
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-P", "audit.py", "osv-pypi.zip"]
    done = subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "没有 osv-pypi.zip 这个文件" in done.stderr


def wheelhouse(folder: Path, papers: Path, version: str, files: Mapping[str, str]) -> Path:
    """A wheelhouse with nothing in it but a stand-in for hedui of that version."""
    folder.mkdir()
    subprocess.run(["cp", "-R", f"{papers}/.", folder], check=True)
    (folder / SITE).mkdir()
    (folder / SITE / "index.html").write_text(version, encoding="utf-8")
    metadata = f"Metadata-Version: 2.1\nName: hedui\nVersion: {version}\n"
    about = f"hedui-{version}.dist-info"
    told = {f"{about}/METADATA": metadata, f"{about}/entry_points.txt": ENTRY}
    told[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts = {**files, **PROGRAM, **told}
    record = "".join(f"{name},sha256={_hash(text)},{len(text.encode())}\n" for name, text in parts.items())
    with zipfile.ZipFile(folder / f"hedui-{version}-py3-none-any.whl", "w") as wheel:
        for name, text in {**parts, f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}.items():
            wheel.writestr(name, text)
    (folder / "sbom.cdx.json").write_text("{}", encoding="utf-8")
    here = wheels_in(folder)
    (folder / "requirements.txt").write_text(requirements(here["hedui"], [], here), encoding="utf-8")
    (folder / "SHA256SUMS").write_text(sums(folder), encoding="utf-8")
    return folder


def _hash(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


def installed(wheelhouse: Path, there: Path) -> str:
    """What the installer says. Fails where it does not end well."""
    command = ["sh", "-c", 'umask 077 && exec sh "$0" "$1"', str(wheelhouse / "install.sh"), str(there)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PYTHON"] = sys.executable
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_people_have_changed_outlives_an_upgrade(papers: Path, tmp_path: Path) -> None:
    there = tmp_path / "in a folder" / "hedui"
    installed(wheelhouse(tmp_path / "first", papers, "0.1.0", RULES), there)
    assert (there / "rules" / "units.yaml").read_text(encoding="utf-8") == "- as it was\n"
    assert (there / "docs" / "systemd" / "hedui.service").is_file()
    assert (there / "site" / "index.html").read_text(encoding="utf-8") == "0.1.0"
    assert not list(there.glob("改过的规则-*"))
    others = [file for file in there.rglob("*") if not file.is_symlink() and not file.stat().st_mode & stat.S_IROTH]
    assert others == [], "the account that runs it cannot read these"
    for name in ("rules/units.yaml", "rules/checks/share.yaml", "rules/checks/本局.yaml", "prefect.yaml"):
        (there / name).write_text("- ours\n", encoding="utf-8")
    (there / "data" / "raw" / "README.zh-CN.md").write_text("ours", encoding="utf-8")

    newer = {**RULES, "rules/checks/share.yaml": "- newer\n"}
    said = installed(wheelhouse(tmp_path / "second", papers, "0.2.0", newer), there)
    assert (there / "rules" / "units.yaml").read_text(encoding="utf-8") == "- ours\n"
    assert (there / "rules" / "checks" / "本局.yaml").read_text(encoding="utf-8") == "- ours\n"
    assert (there / "rules" / "checks" / "share.yaml").read_text(encoding="utf-8") == "- newer\n"
    (kept,) = there.glob("改过的规则-*")
    assert (kept / "rules" / "checks" / "share.yaml").read_text(encoding="utf-8") == "- ours\n"
    assert "新版本也改过，现在用的是新版本的：rules/checks/share.yaml" in said
    assert "照旧有效：rules/checks/本局.yaml、rules/units.yaml" in said
    assert (there / "prefect.yaml").read_text(encoding="utf-8") == "- ours\n"
    assert (there / "prefect.yaml.new").read_bytes() == (papers / "prefect.yaml").read_bytes()
    assert (there / "data" / "raw" / "README.zh-CN.md").read_text(encoding="utf-8") == "ours"

    assert "照旧有效" in installed(tmp_path / "second", there)
    assert list(there.glob("改过的规则-*")) == [kept], "what is back in its place is not kept twice"


def test_another_python_gets_an_environment_of_its_own_once_that_is_whole(papers: Path, tmp_path: Path) -> None:
    there, collected = tmp_path / "hedui", wheelhouse(tmp_path / "first", papers, "0.1.0", RULES)
    installed(collected, there)
    (there / "rules" / "units.yaml").write_text("- ours\n", encoding="utf-8")
    settings = there / ".venv" / "pyvenv.cfg"
    settings.write_text(re.sub(r"(?m)^version = .+", "version = 3.9.9", settings.read_text()), encoding="utf-8")

    unfit = wheelhouse(tmp_path / "unfit", papers, "0.2.0", RULES)
    (unfit / "requirements.txt").write_text("brook==1.5 --hash=sha256:00\n", encoding="utf-8")
    (unfit / "SHA256SUMS").write_text(sums(unfit), encoding="utf-8")
    environment = os.environ | {"PYTHON": sys.executable}
    command = ["sh", str(unfit / "install.sh"), str(there)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "为另一个 Python 版本" in done.stderr
    assert "3.9.9" in settings.read_text(encoding="utf-8"), "what worked is still there"
    assert not list(there.glob("改过的规则-*"))
    assert (there / "rules" / "units.yaml").read_text(encoding="utf-8") == "- ours\n"

    installed(collected, there)
    assert "3.9.9" not in settings.read_text(encoding="utf-8")
    assert (there / "rules" / "units.yaml").read_text(encoding="utf-8") == "- ours\n"
    assert not (there / ".venv.old").exists()


def test_a_byte_that_is_wrong_leaves_nothing_installed(papers: Path, tmp_path: Path) -> None:
    collected = wheelhouse(tmp_path / "first", papers, "0.1.0", RULES)
    (collected / "audit.py").write_text("print('no holes')\n", encoding="utf-8")
    command = ["sh", str(collected / "install.sh"), str(tmp_path / "there")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "没有安装" in done.stderr
    assert not (tmp_path / "there").exists()
