#!/bin/sh
# 在不联网的机器上安装 hedui：sh install.sh [安装到的文件夹]，默认 /srv/hedui；PYTHON=python3.11 指定解释器。
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
into=${1:-/srv/hedui}
python=${PYTHON:-python3}

echo "核对校验和"
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || {
  echo "安装文件不完整或被改动过，没有安装。请重新拷贝整个文件夹。" >&2; exit 1; }

echo "安装到 $into"
"$python" -m venv "$into/.venv" || {
  echo "建不了 Python 环境：需要 Python 3.11 或更高版本及 venv（Debian 上为 python3-venv 包）。" >&2; exit 1; }
"$into/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
  --find-links "$here" --require-hashes --requirement "$here/requirements.txt" || {
  echo "没有装上：这些安装文件是为另一个 Python 版本或另一种处理器收集的，见 docs/closed-network.zh-CN.md。" >&2; exit 1; }
# The same version number may be another state of the program: hedui itself is always put in place anew.
"$into/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall \
  "$here"/hedui-*.whl
mkdir -p "$into/data/curated"
test -e "$into/data/raw" || cp -R "$here/data/raw" "$into/data/raw"

"$into/.venv/bin/hedui" --help >/dev/null
echo "装好了。试一下：cd $into && .venv/bin/hedui run --store 试用/hedui.db"
