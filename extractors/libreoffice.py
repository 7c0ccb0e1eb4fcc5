"""LibreOffice as a converter: one program run for one file, with a profile of its own, bounded and kept offline."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

from extractors.errors import Unreadable

MAX_SECONDS: Final = 120
"""Wall-clock time for one file; a sheet of a few pages takes two."""

_MAX_MEMORY_KIB: Final = 4 * 1024 * 1024
_USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)

_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""
"""No macros, no updating of links, and a proxy that answers nothing, so that no file can make it call out."""


_GUARDED: Final = """
ulimit -v "$1"; shift
exec 3<&0 </dev/null
(read -r _ <&3; kill -KILL 0) &
exec 3<&-
"$@"
"""
"""Runs a command with a bound on memory. Its standard input stays open as long as the process that reads the report
is there: when it is closed, by its end or by its death, all that was started is killed."""


def program() -> Path | None:
    """The program's file, None where LibreOffice is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = [found] if found else [place for place in _USUAL_PLACES if Path(place).is_file()]
    return Path(places[0]).resolve() if places else None


def convert(source: Path, target: str, folder: Path) -> Path:
    """The file `source` (in `folder`, which is the caller's to delete) as a file with the extension `target`.

    Raises Unreadable: format_unsupported (not installed), damaged (it cannot open the file), too_slow.
    """
    soffice = program()
    if soffice is None:
        raise Unreadable("format_unsupported", "本机没有安装 LibreOffice，安装后重新运行即可读取")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    out = folder / "converted"
    command = [
        str(soffice),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(out),
        str(source),
    ]
    _run(command, folder)
    converted = out / f"{source.stem}.{target}"
    if not converted.is_file():
        raise Unreadable("damaged", "LibreOffice 打不开")
    return converted


def _run(command: list[str], folder: Path) -> None:
    """Run to the end or to the limit; what it has started ends with it, and with this process, however that ends."""
    if os.name == "posix":
        command = ["/bin/sh", "-c", _GUARDED, "sh", str(_MAX_MEMORY_KIB), *command]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE if os.name == "posix" else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow", f"LibreOffice 用时超过 {MAX_SECONDS} 秒") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()  # the guard ends what is left of the group
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Enough to run, with everything that it writes in `folder`, and without a screen."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
    proxy = "http://127.0.0.1:9"
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": proxy,
        "https_proxy": proxy,
    }
