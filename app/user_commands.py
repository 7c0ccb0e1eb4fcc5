"""The commands `hedui user …`: the accounts of those who work at the desk."""

from __future__ import annotations

import getpass
import sys
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.help_page import ChineseCommand, ChineseGroup
from app.store_option import StoreOption, store_url
from app.terminal import printable
from pipeline.wording.labels import ACCOUNT_DUTIES

if TYPE_CHECKING:
    from pipeline.store import Store

user_app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="核对工作台的账号：新建、列出、改角色、改密码、停用。",
)


class RoleName(StrEnum):
    """The roles; each may do what those before it may."""

    viewer = "viewer"
    reviewer = "reviewer"
    approver = "approver"
    admin = "admin"


NameArgument = Annotated[str, typer.Argument(metavar="登录名", help="登录名：字母、数字、汉字和 . _ @ -")]
RoleOption = Annotated[
    RoleName,
    typer.Option("--role", metavar="角色", help="viewer 查看、reviewer 核对（默认）、approver 审定或 admin 管理"),
]
StdinOption = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码（第一行），不在终端上问")]


@user_app.command(cls=ChineseCommand, help="新建账号；密码在终端上输入两遍，不显示，也不写在命令里。")
def add(
    name: NameArgument,
    role: RoleOption = RoleName.reviewer,
    shown_name: Annotated[str, typer.Option("--name", metavar="姓名", help="页面上显示的姓名，默认用登录名")] = "",
    password_stdin: StdinOption = False,
    store: StoreOption = None,
) -> None:
    """Make an account."""
    from pipeline.review.accounts import add_account
    from pipeline.store import open_store

    with closing(open_store(store_url(store))) as opened:
        made = add_account(opened, name, _password(password_stdin), role.value, shown_name, getpass.getuser())
    print(printable(f"已建立账号 {made.name}（{made.shown_name}，{ACCOUNT_DUTIES[made.role]}）。"))


@user_app.command("list", cls=ChineseCommand, help="列出账号：登录名、姓名、角色、是否停用。")
def list_(store: StoreOption = None) -> None:
    """List the accounts."""
    from app.aligned import aligned
    from pipeline.review.accounts import accounts

    with closing(_opened(store)) as opened:
        found = accounts(opened)
    if not found:
        print("还没有账号；用 hedui user add 建立。")
        return
    rows = [(one.name, one.shown_name, one.role, "已停用" if one.disabled_at else "") for one in found]
    for line in aligned(rows, ("left", "left", "left", "left")):
        print(printable(line))


@user_app.command("role", cls=ChineseCommand, help="改账号的角色，立即生效。")
def set_role(
    name: NameArgument,
    role: Annotated[RoleName, typer.Argument(metavar="角色", help="viewer、reviewer、approver 或 admin")],
    store: StoreOption = None,
) -> None:
    """Give an account another role."""
    from pipeline.review.accounts import set_role as give_role

    with closing(_opened(store)) as opened:
        give_role(opened, name, role.value, getpass.getuser())
    print(printable(f"{name} 现在是：{ACCOUNT_DUTIES[role.value]}。"))


@user_app.command(cls=ChineseCommand, help="给账号换密码；已登录的要重新登录。")
def password(name: NameArgument, password_stdin: StdinOption = False, store: StoreOption = None) -> None:
    """Give an account another password."""
    from pipeline.review.accounts import set_password

    with closing(_opened(store)) as opened:
        set_password(opened, name, _password(password_stdin), getpass.getuser())
    print(printable(f"{name} 的密码已换。"))


@user_app.command(cls=ChineseCommand, help="停用账号：立即退出，不能再登录；处理记录都保留。")
def disable(
    name: NameArgument,
    enable: Annotated[bool, typer.Option("--enable", help="重新启用")] = False,
    store: StoreOption = None,
) -> None:
    """Disable an account, or enable it again."""
    from pipeline.review.accounts import disable as let_out

    with closing(_opened(store)) as opened:
        let_out(opened, name, getpass.getuser(), enable=enable)
    print(printable(f"账号 {name} 已{'重新启用' if enable else '停用'}。"))


def _opened(store: str | None) -> Store:
    from pipeline.store import existing_store

    return existing_store(store_url(store))


def _password(from_stdin: bool) -> str:
    """The password that is typed, twice, or stands on the first line of the standard input."""
    from pipeline.review.accounts import AccountRefused

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccountRefused("没有终端可输入密码。", "在终端里运行，或用 --password-stdin 从标准输入给出。")
    typed = getpass.getpass("密码：")
    if getpass.getpass("再输入一遍：") != typed:
        raise AccountRefused("两遍密码不一样。", "重新运行，再输入一次。")
    return typed
