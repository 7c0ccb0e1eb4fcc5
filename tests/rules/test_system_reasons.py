"""What the system says of files is said in Chinese."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from rules.system_reasons import system_reason


@pytest.mark.parametrize(
    "code", [errno.ENOENT, errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENAMETOOLONG, errno.EIO, errno.EADDRINUSE]
)
def test_what_the_system_says_often_is_said_in_chinese(code: int) -> None:
    said = system_reason(OSError(code, os.strerror(code)))
    assert not said.isascii()
    assert os.strerror(code) not in said


def test_a_real_refusal(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "none" / "x").write_text("")
    assert system_reason(caught.value) == "文件或文件夹不存在"
    with pytest.raises(UnicodeDecodeError) as wrong:
        b"\xff".decode()
    assert system_reason(wrong.value) == "文字编码不对"


def test_a_host_that_nobody_knows() -> None:
    assert system_reason(socket.gaierror(socket.EAI_NONAME, "Name or service not known")) == "找不到叫这个名字的主机"


def test_what_is_not_known_keeps_its_own_words() -> None:
    assert system_reason(OSError(99_999, "strange")) == "strange"
    assert system_reason(OSError("as the library told it")) == "as the library told it"
