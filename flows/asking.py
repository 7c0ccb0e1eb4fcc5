"""Asks Prefect's server, and says in our own words when it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from httpx import HTTPError
from prefect.exceptions import PrefectHTTPStatusError

from flows.local_server import FlowsDown


@contextmanager
def asking(api_url: str) -> Iterator[None]:
    """Around what is asked of the server at `api_url` (…/api). Raises FlowsDown where it has gone, or is none."""
    try:
        yield
    except (PrefectHTTPStatusError, ValueError) as error:
        raise FlowsDown(f"{api_url} 答的不是 Prefect 服务器的话。", "用 --port 给出它的端口。") from error
    except HTTPError as error:
        raise FlowsDown(
            f"{api_url} 上的 Prefect 服务器不再回答（{type(error).__name__}）。",
            "看它的日志 server.log 的末尾，处理后重新运行 hedui flows up。",
        ) from error
