"""Tells somebody when a night went wrong: a file that appears and goes, or a mail through the bureau's own server.

Both are off unless set: nothing leaves the machine by itself.
"""

from __future__ import annotations

import logging
import os
import smtplib
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.in_time import in_time
from pipeline.night.status import night_status
from pipeline.night.undelivered import say_undelivered
from pipeline.store.connection import existing_store, shown_address, store_address
from pipeline.store.errors import StoreBusy
from pipeline.whole_file import whole_file
from rules.errors import HeduiError, SettingMistake

FILE_SETTING: Final = "HEDUI_ALERT_FILE"
"""Environment: a file that is written when a run goes wrong and removed by the next one that does not."""

MAIL_SETTING: Final = "HEDUI_ALERT_MAIL"
"""Environment: `smtp://[user:password@]host[:port]?from=…&to=…[,…][&starttls=1]`, or `smtps://…`."""

_SECONDS: Final = 30
"""For each answer of the mail server."""

_SECONDS_IN_ALL: Final = 90
"""For the mail as a whole: a server that answers by drops must not hold up the night."""

_SUBJECT: Final = "核对：夜间运行不正常"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `user` empty: without signing in."""

    host: str
    port: int
    encrypted: bool
    starttls: bool
    user: str
    password: str
    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is told; both None: nobody."""

    file: Path | None = None
    mail: MailServer | None = None

    def raise_alarm(self, problems: Sequence[str], where: str) -> None:
        """Write the file and send the mail. What cannot be done is logged and said on stderr: an alarm must not undo
        a night's work, nor be lost without a word."""
        text = alarm_text(problems, where, datetime.now().astimezone())
        if self.file is not None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                with whole_file(self.file) as unfinished:
                    unfinished.write_text(text, encoding="utf-8")
            except (OSError, ValueError) as error:
                _log.exception("the alert file %s could not be written", self.file)
                say_undelivered(
                    f"告警没有送到，写不了告警文件 {self.file}",
                    error,
                    f"检查 {FILE_SETTING} 写的位置在不在、能不能写，改好后运行 hedui status --alarm。",
                )
        if self.mail is not None:
            try:
                in_time(_SECONDS_IN_ALL, partial(_send, self.mail, text))
            except (OSError, ValueError, smtplib.SMTPException) as error:  # ValueError: letters it cannot be told
                _log.exception("no mail could be handed in at %s:%d", self.mail.host, self.mail.port)
                say_undelivered(
                    f"告警邮件没有送到，邮件服务器 {self.mail.host}:{self.mail.port}",
                    error,
                    f"检查 {MAIL_SETTING}，或问管邮件服务器的人，改好后运行 hedui status --alarm。",
                )

    def all_clear(self) -> None:
        """Take the file away, if there is one."""
        if self.file is not None:
            try:
                self.file.unlink(missing_ok=True)
            except (OSError, ValueError) as error:
                _log.exception("the alert file %s could not be removed", self.file)
                say_undelivered(f"已经正常，但告警文件 {self.file} 删不掉", error, "请手工删去它。")


@contextmanager
def alarmed(
    store_url: str, environment: Mapping[str, str] = os.environ, told: list[str] | None = None
) -> Iterator[None]:
    """Around a run: an error that ends it, and what `night_status` says when it has ended, raises the alarm.

    Who runs again and again hands in the same list each time, `told`: then what was told last is not told again, and a
    store that another run holds is none of it. Raises SettingMistake before the run if a setting is wrong.
    """
    alert = alert_of(environment)
    if alert == Alert():
        yield
        return
    before = None if told is None else list(told)
    try:
        yield
    except KeyboardInterrupt:  # whoever stopped it knows
        raise
    except BaseException as error:
        said = str(error) if isinstance(error, HeduiError) else f"程序出现意外错误（{type(error).__name__}）。"
        codes = [type(error).__name__]
        if before != codes and not (told is not None and isinstance(error, StoreBusy)):
            alert.raise_alarm([said], _without_password(store_url))
            _note(told, codes)
        raise
    problems, shown = _found(store_url)
    if not problems:
        alert.all_clear()
    elif before != list(problems):
        alert.raise_alarm(list(problems.values()), shown)
    _note(told, list(problems))


def announce(problems: Sequence[str], store_url: str, environment: Mapping[str, str] = os.environ) -> None:
    """Tell of what was found when somebody looked, or take the alarm back where nothing is wrong: a night that never
    began announces nothing itself. Raises SettingMistake if nobody is to be told, or a setting is wrong."""
    alert = alert_of(environment)
    if alert == Alert():
        untold = f"没有告诉任何人：{'；'.join(problems)}" if problems else ""
        raise SettingMistake(
            f"没有写明告警给谁。{untold}",
            f"设置环境变量 {FILE_SETTING}（一个文件）或 {MAIL_SETTING}（邮件），再运行。",
        )
    if problems:
        alert.raise_alarm(problems, _without_password(store_url))
    else:
        alert.all_clear()


def _found(store_url: str) -> tuple[dict[str, str], str]:
    """What is not in order after a run, in words by its code, and the store's address without a password."""
    try:
        with closing(existing_store(store_url)) as store:
            return {problem.code: problem.message for problem in night_status(store).problems}, store.shown_url
    except HeduiError as error:  # the run is done, but nobody can look at what it did
        return {type(error).__name__: str(error)}, _without_password(store_url)


def _note(told: list[str] | None, codes: list[str]) -> None:
    if told is not None:
        told[:] = codes


def alert_of(environment: Mapping[str, str]) -> Alert:
    """Who is told, by the settings. Raises SettingMistake."""
    file = environment.get(FILE_SETTING, "").strip()
    mail = environment.get(MAIL_SETTING, "").strip()
    if file and (not Path(file).name or os.path.isdir(file)):  # noqa: PTH112 - it never raises
        raise SettingMistake(
            f"环境变量 {FILE_SETTING} 应是一个文件，{file} 是文件夹。", f"写成 {Path(file) / '核对告警.txt'} 的样子。"
        )
    return Alert(Path(file) if file else None, _mail_server(mail) if mail else None)


def alarm_text(problems: Sequence[str], where: str, now: datetime) -> str:
    """The alarm in words, for the file and the mail alike."""
    listed = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(problems, start=1))
    return (
        f"{_SUBJECT}\n\n时间：{now:%Y-%m-%d %H:%M}\n机器：{socket.gethostname()}\n数据库：{where}\n\n{listed}\n\n"
        "请在该机器上运行 hedui status 查看；处理后重新运行 hedui run，会接着做完。\n"
    )


def _without_password(store_url: str) -> str:
    try:
        return shown_address(store_address(store_url))
    except HeduiError:
        return "（地址有误）"


def _mail_server(setting: str) -> MailServer:
    try:
        parts = urlsplit(setting)
        asked = parse_qs(parts.query, strict_parsing=True)
        sender, recipients = asked["from"][0], tuple(filter(None, asked["to"][0].split(",")))
        port = parts.port
    except (KeyError, ValueError) as error:
        raise _wrong_mail(setting) from error
    known = set(asked) <= {"from", "to", "starttls"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not recipients or not known:
        raise _wrong_mail(setting)
    if any(character in "\r\n" for character in sender + "".join(recipients)):
        raise _wrong_mail(setting)
    encrypted = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if encrypted else 25),
        encrypted,
        asked.get("starttls", ["0"])[0] == "1",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        sender,
        recipients,
    )


def _wrong_mail(setting: str) -> SettingMistake:
    host = setting.rpartition("@")[2] if "@" in setting.partition("?")[0] else setting  # never show a password
    return SettingMistake(
        f"环境变量 {MAIL_SETTING} 看不懂：…{host[-60:]}",
        "写成 smtp://邮件服务器:25?from=发件人&to=收件人,收件人 的样子；要登录的写 smtp://用户:密码@服务器…。",
    )


def _send(server: MailServer, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = _SUBJECT
    message["From"] = server.sender
    message["To"] = ", ".join(server.recipients)
    message.set_content(text)
    opened = smtplib.SMTP_SSL if server.encrypted else smtplib.SMTP
    with opened(server.host, server.port, timeout=_SECONDS) as connection:
        if server.starttls:
            connection.starttls()
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message)
