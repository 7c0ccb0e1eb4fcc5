"""A night that went wrong is announced where that is set, and nowhere else."""

from __future__ import annotations

import email
import socket
import socketserver
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest
from servers.stand_in import serving

from pipeline.intake.inbox import InboxMissing
from pipeline.night.alert import FILE_SETTING, MAIL_SETTING, Alert, alarmed, alert_of
from pipeline.run import run_inbox
from pipeline.store.errors import StoreBusy
from rules.errors import DiskFull, HeduiError, SettingMistake

TEXT = "2024年6月全市财政收支情况\n1-6月，全市一般公共预算收入完成120.5亿元，同比增长6.2%。\n"


class _PostOffice(socketserver.ThreadingTCPServer):
    """As much of a mail server as takes in a message."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        super().__init__(("127.0.0.1", 0), _Counter)


class _Counter(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office = self.server
        assert isinstance(office, _PostOffice)
        self.wfile.write(b"220 ready\r\n")
        recipients: list[str] = []
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                content = b""
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    content += part
                office.taken.append((recipients, content))
            if word == b"RCPT":
                recipients.append(line.decode().strip())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def post_office() -> Iterator[_PostOffice]:
    with serving(_PostOffice()) as office:
        yield office


def test_nobody_is_told_unless_set() -> None:
    assert alert_of({}) == Alert()


@pytest.mark.parametrize(
    "setting",
    [
        "mail.bureau", "smtp://", "smtp://host", "smtp://host?from=a@b", "http://host?from=a&to=b",
        "smtp://host:port?from=a&to=b", "smtp://host?from=a&to=", "smtp://host?from=a&to=b&bcc=c",
        "smtp://host?from=a%0Ab&to=c",
    ],
)  # fmt: skip
def test_settings_that_are_wrong(setting: str) -> None:
    with pytest.raises(SettingMistake) as caught:
        alert_of({MAIL_SETTING: setting})
    assert caught.value.exit_code == 20


def test_a_wrong_setting_does_not_show_its_password() -> None:
    with pytest.raises(SettingMistake) as caught:
        alert_of({MAIL_SETTING: "smtp://me:secret@host?to=b"})
    assert "secret" not in str(caught.value)


def test_the_file_comes_with_a_failure_and_goes_with_the_next_good_run(inbox: Path, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "告警" / "核对.txt"
    (inbox / "六月.txt").write_text(TEXT)
    settings = {FILE_SETTING: str(file)}
    with alarmed(url, settings):
        run_inbox(inbox, url, workers=0)
    assert not file.exists()
    with pytest.raises(InboxMissing), alarmed(url, settings):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert "不存在" in file.read_text(encoding="utf-8")
    with alarmed(url, settings):
        run_inbox(inbox, url, workers=0)
    assert not file.exists()


def test_an_alarm_shows_no_password(tmp_path: Path) -> None:
    file = tmp_path / "alert.txt"
    url = "postgresql+psycopg://hedui:geheim@127.0.0.1:1/x"
    with pytest.raises(InboxMissing), alarmed(url, {FILE_SETTING: str(file)}):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert "geheim" not in file.read_text(encoding="utf-8")


def test_a_run_that_ends_suspiciously_is_told_too(inbox: Path, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "alert.txt"
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04")
    with alarmed(url, {FILE_SETTING: str(file)}):
        run_inbox(inbox, url, workers=0)
    assert "1 个没有读成" in file.read_text(encoding="utf-8")


def test_a_mail_is_handed_in(tmp_path: Path, post_office: _PostOffice) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    host, port = post_office.server_address[:2]
    assert isinstance(host, str)
    settings = {MAIL_SETTING: f"smtp://{host}:{port}?from=hedui@bureau&to=zhang@bureau,li@bureau"}
    with pytest.raises(InboxMissing), alarmed(url, settings):
        run_inbox(tmp_path / "gone", url, workers=0)
    ((recipients, content),) = post_office.taken
    assert len(recipients) == 2
    message = email.message_from_bytes(content, policy=default)
    assert message["Subject"] == "核对：夜间运行不正常"
    body = message.get_body()
    assert body is not None
    assert "收件文件夹" in body.get_content()


def test_a_mail_server_that_is_down_does_not_hide_the_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = {MAIL_SETTING: "smtp://127.0.0.1:1?from=a@b&to=c@b"}
    url = f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(InboxMissing), alarmed(url, settings):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert "no mail could be handed in" in caplog.text


def test_a_mail_server_that_never_comes_to_an_end_does_not_hold_up_the_night(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.night.alert._SECONDS_IN_ALL", 0.2)
    url = f"sqlite:///{tmp_path}/x.db"
    with socket.create_server(("127.0.0.1", 0)) as listening:  # takes the call, and says nothing
        settings = {MAIL_SETTING: f"smtp://127.0.0.1:{listening.getsockname()[1]}?from=a@b&to=c@b"}
        with pytest.raises(InboxMissing), alarmed(url, settings):
            run_inbox(tmp_path / "gone", url, workers=0)
    assert "no mail could be handed in" in caplog.text
    assert "not done after 0.2 seconds" in caplog.text


@pytest.mark.parametrize("place", ["/", ".", "there"])
def test_a_folder_is_no_alert_file(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    with pytest.raises(SettingMistake, match="文件夹"):
        alert_of({FILE_SETTING: place})


def test_an_alert_file_that_cannot_be_written_does_not_hide_the_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    url = f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(InboxMissing), alarmed(url, {FILE_SETTING: str(tmp_path / "file" / "alert.txt")}):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert "could not be written" in caplog.text


@pytest.mark.parametrize(
    "to", ["smtp://[::1]:1?from=a@b&to=c@b", "smtp://%E5%BC%A0:%E5%AF%86@{host}:{port}?from=a@b&to=c@b",
           "smtp://{host}:{port}?from=a@b&to=张三@b", "smtp://" + "a" * 70 + ":25?from=a@b&to=c@b"],
)  # fmt: skip
def test_a_mail_that_cannot_be_handed_in_does_not_hide_the_failure(
    tmp_path: Path,
    post_office: _PostOffice,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    to: str,
) -> None:
    host, port = post_office.server_address[:2]
    url = f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(InboxMissing), alarmed(url, {MAIL_SETTING: to.format(host=host, port=port)}):
        run_inbox(tmp_path / "gone", url, workers=0)
    assert "no mail could be handed in" in caplog.text
    (said,) = capsys.readouterr().err.splitlines()
    assert "告警邮件没有送到" in said
    assert MAIL_SETTING in said
    assert "密" not in said


def test_a_run_whose_store_cannot_be_looked_at_is_told(inbox: Path, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "alert.txt"
    with alarmed(url, {FILE_SETTING: str(file)}):
        run_inbox(inbox, url, workers=0)
        (tmp_path / "x.db").rename(tmp_path / "y.db")
    assert "x.db" in file.read_text(encoding="utf-8")


def test_who_runs_again_and_again_tells_the_same_once(inbox: Path, tmp_path: Path, post_office: _PostOffice) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    host, port = post_office.server_address[:2]
    settings = {MAIL_SETTING: f"smtp://{host!s}:{port}?from=a@b&to=c@b"}
    told: list[str] = []

    def fail(error: HeduiError) -> None:
        with pytest.raises(type(error)), alarmed(url, settings, told):
            raise error

    fail(StoreBusy("in use", ""))
    assert len(post_office.taken) == 0
    for folder in "ab":
        fail(DiskFull(folder, ""))
    assert len(post_office.taken) == 1
    with alarmed(url, settings, told):
        run_inbox(inbox, url, workers=0)
    fail(DiskFull("a", ""))
    assert len(post_office.taken) == 2
