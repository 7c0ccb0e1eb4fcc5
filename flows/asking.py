"""Asks Prefect's server, and says in our own words when it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from httpx import HTTPError
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from flows.local_server import FlowsDown
from flows.password import SETTING

_REFUSED: Final = frozenset({401, 403})


@contextmanager
def asking(api_url: str, password: str | None = None) -> Iterator[None]:
    """Around what is asked of the server at `api_url` (…/api); without `password` with that of Prefect's settings, if
    any. Raises FlowsDown where it has gone, is none, or does not take the password."""
    settings = {PREFECT_API_URL: api_url} | ({} if password is None else {PREFECT_API_AUTH_STRING: password})
    try:
        with temporary_settings(settings):
            yield
    except (PrefectHTTPStatusError, ValueError) as error:
        if isinstance(error, PrefectHTTPStatusError) and error.response.status_code in _REFUSED:
            raise FlowsDown(
                f"{api_url} 上的 Prefect 服务器要口令，或者口令不对。",
                f"在启动 hedui flows up 的文件夹里、用同一账户运行，或用环境变量 {SETTING} 给出口令。",
            ) from error
        raise FlowsDown(f"{api_url} 答的不是 Prefect 服务器的话。", "用 --port 给出它的端口。") from error
    except HTTPError as error:
        raise FlowsDown(
            f"{api_url} 上的 Prefect 服务器不再回答（{type(error).__name__}）。",
            "看它的日志 server.log 的末尾，处理后重新运行 hedui flows up。",
        ) from error
