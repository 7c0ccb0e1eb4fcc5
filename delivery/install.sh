#!/bin/sh
# 在不联网的机器上安装 hedui：sh install.sh [安装到的文件夹]，默认 /srv/hedui；PYTHON=python3.11 指定解释器。
set -eu
# Another account than the one that installs shall run it, whatever root lets others read.
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-python3}

echo "核对校验和"
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || {
  echo "安装文件不完整或被改动过，没有安装。请重新拷贝整个文件夹。" >&2; exit 1; }

mkdir -p "${1:-/srv/hedui}"
into=$(CDPATH='' cd -- "${1:-/srv/hedui}" && pwd)
echo "安装到 $into"
# pip puts the rules of this version over those that were changed in place.
kept=$into/改过的规则-$(date +%Y%m%d-%H%M%S)
"$python" "$here/kept_rules.py" save "$into/.venv" "$kept"
# An environment of another Python cannot be brought up to date; it stays until the new one is whole.
old=$(sed -n 's/^version *= *\(3\.[0-9]*\).*/\1/p' "$into/.venv/pyvenv.cfg" 2>/dev/null || true)
if test -n "$old" && test "$old" != "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"; then
  rm -rf "$into/.venv.old"
  mv "$into/.venv" "$into/.venv.old"
fi
put_back() {
  status=$?
  if test $status -ne 0 && test -d "$into/.venv.old"; then
    rm -rf "$into/.venv" "$kept"
    mv "$into/.venv.old" "$into/.venv"
  fi
}
trap put_back EXIT
"$python" -m venv "$into/.venv" || {
  echo "建不了 Python 环境：需要 Python 3.11 或更高版本及 venv（Debian 上为 python3-venv 包）。" >&2; exit 1; }
"$into/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
  --find-links "$here" --require-hashes --requirement "$here/requirements.txt" || {
  echo "没有装上：这些安装文件是为另一个 Python 版本或另一种处理器收集的，见 docs/closed-network.zh-CN.md。" >&2; exit 1; }
# The same version number may be another state of the program: hedui itself is always put in place anew.
"$into/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall \
  "$here"/hedui-*.whl
"$into/.venv/bin/python" "$here/kept_rules.py" back "$into/.venv" "$kept"

mkdir -p "$into/data/curated"
test -e "$into/data/raw" || cp -R "$here/data/raw" "$into/data/raw"
for folder in docs site benchmarks; do
  mkdir -p "$into/$folder"
  cp -R "$here/$folder/." "$into/$folder/"
done
for paper in README.md README.zh-CN.md CHANGELOG.md CONTRIBUTING.md licences.md sbom.cdx.json requirements.txt audit.py; do
  cp "$here/$paper" "$into/$paper"
done
# What a bureau has written into its own stays.
if test ! -e "$into/prefect.yaml" || cmp -s "$here/prefect.yaml" "$into/prefect.yaml"; then
  cp "$here/prefect.yaml" "$into/prefect.yaml"
else
  cp "$here/prefect.yaml" "$into/prefect.yaml.new"
  echo "prefect.yaml 与新版本的不同，没有动；新版本的在 prefect.yaml.new"
fi
# Where the documents and prefect.yaml say that they are; a folder of that name is somebody's own.
inside=$("$into/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
for floor in rules flows; do
  if test -L "$into/$floor" || test ! -e "$into/$floor"; then
    ln -sfn "${inside#"$into/"}/$floor" "$into/$floor"
  fi
done

"$into/.venv/bin/hedui" --help >/dev/null
rm -rf "$into/.venv.old"
echo "装好了。试一下：cd $into && .venv/bin/hedui run --store 试用/hedui.db"
echo "说明文档用浏览器打开 $into/site/index.html；规则在 $into/rules"
