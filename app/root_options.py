"""The options of `hedui` itself: its version, and the completion of what is typed in a shell."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated, Final

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script, install

from app.failures import CompletionRefused

_SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")
_VARIABLE: Final = "_HEDUI_COMPLETE"


def _version(asked: bool) -> None:
    if asked:
        print(f"hedui {metadata.version('hedui')}")
        raise typer.Exit


def _install(ctx: typer.Context, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    shell = _shell()
    try:
        _, file = install(shell=shell, prog_name="hedui", complete_var=_VARIABLE)
    except OSError as error:
        raise CompletionRefused(
            f"补全脚本写不进你的主目录：{error.strerror}。", "用 hedui --show-completion 显示脚本，另存到能写的地方。"
        ) from error
    print(f"已为 {shell} 装上补全（{file}）；重新打开终端后生效，按 Tab 键补全。")
    raise typer.Exit


def _show(ctx: typer.Context, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        print(get_completion_script(prog_name="hedui", complete_var=_VARIABLE, shell=_shell()))
        raise typer.Exit


def _shell() -> str:
    """The shell that this is typed in. Raises CompletionRefused."""
    import shellingham

    try:
        found = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        found = ""
    if found not in _SHELLS:
        raise CompletionRefused(
            f"认不出现在的终端{f'（{found}）' if found else ''}。",
            f"补全可用于 {'、'.join(_SHELLS)}；请在其中一种里运行。",
        )
    return found


def root(
    version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False,
    install_completion: Annotated[
        bool, typer.Option("--install-completion", help="为现在的终端装上补全", callback=_install, is_eager=True)
    ] = False,
    show_completion: Annotated[
        bool, typer.Option("--show-completion", help="只显示补全脚本，不安装", callback=_show, is_eager=True)
    ] = False,
) -> None:
    """Nothing by itself: the commands do the work."""


def answers_the_shell() -> None:
    """Let the program answer when a shell asks what could come next."""
    completion_init()
