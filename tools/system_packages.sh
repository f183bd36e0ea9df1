#!/bin/sh
# Installs the system libraries that the PDF report and the browser tests need, where that is possible; otherwise names
# them. Never fails: all else works without, and `scharnier doctor` says what does not.
PDF="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
BROWSER="chromium"
missing=""
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || missing="$missing $PDF"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing $BROWSER"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 && exit 0
fi
echo "For the PDF report and the browser tests, ask your administrator for:$missing" >&2
echo "(Debian or Ubuntu: sudo apt-get install --no-install-recommends$missing). Everything else works without." >&2
exit 0
