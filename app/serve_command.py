"""The command `hedui serve`: the reviewers' desk on this machine.

Imports inside the command are deliberate: `hedui --help` must not wait for Starlette and SQLAlchemy.
"""

from __future__ import annotations

from typing import Annotated, Final

import typer

from app.store_option import StoreOption, store_url

SERVE_HELP: Final = "打开核对工作台：在浏览器里看疑点、处理疑点；按 Ctrl-C 结束。"


def serve(
    store: StoreOption = None,
    port: Annotated[int, typer.Option("--port", metavar="端口", min=1, max=65535, help="默认 8765")] = 8765,
    host: Annotated[
        str, typer.Option("--host", metavar="地址", help="默认 127.0.0.1，只有本机能打开；0.0.0.0 为局域网都能打开")
    ] = "127.0.0.1",
) -> None:
    """The pages, until Ctrl-C or SIGTERM."""
    from app.desk.serving import serve_desk
    from pipeline.store import existing_store

    serve_desk(existing_store(store_url(store)), host, port)
