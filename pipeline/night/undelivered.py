"""Says of an alarm that reached nobody what was not delivered, why, and what to do: a log alone is read by nobody."""

from __future__ import annotations

import smtplib
import sys
from contextlib import suppress

from rules.system_reasons import system_reason


def say_undelivered(what: str, error: Exception, remedy: str) -> None:
    """Say it on stderr, in one line; cron mails that, systemd keeps it."""
    with suppress(OSError, ValueError, AttributeError):  # nobody is there to read it; the log has it
        print(f"提醒：{what}（{_reason(error)}）。{remedy}", file=sys.stderr, flush=True)


def _reason(error: Exception) -> str:
    match error:  # the server's own words are not shown: they may hold anything
        case smtplib.SMTPAuthenticationError():
            return "邮件服务器不认这个用户或口令"
        case smtplib.SMTPRecipientsRefused():
            return "邮件服务器不收给这些人的信"
        case smtplib.SMTPSenderRefused():
            return "邮件服务器不认这个发信人"
        case smtplib.SMTPException():
            return f"邮件服务器没有把信收下，{type(error).__name__}"
        case TimeoutError():
            return "等待超时"
        case OSError() | UnicodeError():
            return system_reason(error)
    return "设置里有不能用的字"
