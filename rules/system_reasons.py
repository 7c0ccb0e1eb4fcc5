"""What the operating system says when a file or an address cannot be used, in Chinese."""

from __future__ import annotations

import errno
import socket
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘只能读",
    errno.ENOSPC: "磁盘空间已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "同名的文件已经存在",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名字太长",
    errno.EINVAL: "系统不接受这样的名字",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被另一个程序占用",
    errno.ETXTBSY: "正被另一个程序占用",
    errno.ETIMEDOUT: "等待超时",
    errno.ENOTCONN: "网络磁盘没有连上",
    errno.EHOSTDOWN: "网络磁盘没有连上",
    errno.EHOSTUNREACH: "网络磁盘没有连上",
    errno.ENETUNREACH: "网络磁盘没有连上",
    errno.ESTALE: "网络磁盘没有连上",
    errno.EADDRINUSE: "这个端口正被另一个程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方没有应答",
}


def system_reason(error: OSError | UnicodeError) -> str:
    """Why a file could not be used, without a full stop; the system's own words where there are none of ours."""
    if isinstance(error, UnicodeError):
        return "文字编码不对"
    if isinstance(error, socket.gaierror):
        return "找不到叫这个名字的主机"
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error)


def no_room(error: OSError) -> bool:
    """Whether the disk, or what one may use of it, is full."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
