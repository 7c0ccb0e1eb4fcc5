"""Keeps what people have changed in the rules of an installed hedui while another state of it is put in its place.

    python kept_rules.py save VENV FOLDER     before: rules that were changed or added are copied to FOLDER
    python kept_rules.py back VENV FOLDER     after: they are put back, unless this version has changed the same file

Needs nothing but Python. FOLDER is made only where there is something to keep, and stays while something in it is not
back in its place.
"""

from __future__ import annotations

import json
import shutil
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

_ORIGINALS: Final = "原样.json"
"""In FOLDER: for each file that is kept the hash of what it was when installed, null for one that was added."""


def save(venv: Path, folder: Path) -> None:
    """Copy to `folder` each file of rules that is not as it was installed."""
    installed = _newest(venv)
    if installed is None:
        return
    changed: dict[str, str | None] = {}
    originals = _originals(installed)
    for file in _rule_files(installed):
        name = file.relative_to(_place(installed)).as_posix()
        if originals.get(name) != _hash(file):
            changed[name] = originals.get(name)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, folder / name)
    if changed:
        (folder / _ORIGINALS).write_text(json.dumps(changed, ensure_ascii=False, indent=1), encoding="utf-8")


def back(venv: Path, folder: Path) -> None:
    """Put back what was saved, and say what was not, and why."""
    installed = _newest(venv)
    if installed is None or not (folder / _ORIGINALS).is_file():
        return
    now = _originals(installed)
    changed: Mapping[str, str | None] = json.loads((folder / _ORIGINALS).read_text(encoding="utf-8"))
    returned = [name for name, original in changed.items() if now.get(name) == original]
    for name in returned:
        shutil.copy2(folder / name, _place(installed) / name)
    if returned:
        print(f"您改过、加过的规则照旧有效：{'、'.join(returned)}")
    if len(returned) == len(changed):
        shutil.rmtree(folder)
    if in_both := [name for name in changed if name not in returned]:
        print(
            f"这些规则您改过，新版本也改过，现在用的是新版本的：{'、'.join(in_both)}\n"
            f"您改的还在 {folder}；照着把改过的几行写进去，再运行 hedui rules check。"
        )


def _newest(venv: Path) -> Distribution | None:
    """The hedui that was installed last; after a change of Python an older one lies beside it."""
    places = [str(place) for place in venv.glob("lib/python3*/site-packages")]
    found = [each for each in distributions(name="hedui", path=places) if _originals(each)]
    return max(found, key=lambda each: _place(each).joinpath("rules").stat().st_mtime, default=None)


def _place(installed: Distribution) -> Path:
    return Path(str(installed.locate_file("")))


def _originals(installed: Distribution) -> dict[str, str]:
    """The hash of each file of rules as it was installed; none where the program runs from a folder of its own."""
    files = installed.files or []
    return {str(file): file.hash.value for file in files if file.hash and file.parts[0] == "rules"}


def _rule_files(installed: Distribution) -> Iterator[Path]:
    return iter(sorted(_place(installed).glob("rules/**/*.yaml")))


def _hash(file: Path) -> str:
    return urlsafe_b64encode(sha256(file.read_bytes()).digest()).rstrip(b"=").decode("ascii")


if __name__ == "__main__":
    {"save": save, "back": back}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
