#!/bin/sh
# Make sure there is a Chromium, a Chinese font and a reader of PDF for the browser tests.
set -eu
if [ -x /usr/bin/chromium ] && fc-list :lang=zh 2>/dev/null | grep -q . \
    && command -v pdftotext >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "安装 Chromium 和中文字体（浏览器测试用）……"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        chromium fonts-noto-cjk fontconfig poppler-utils >/dev/null
    exit 0
fi
echo "没有 Chromium 或中文字体，浏览器测试将跳过。Debian：sudo apt install chromium fonts-noto-cjk poppler-utils" >&2
exit 1
