#!/usr/bin/env bash
# Installs the shared libraries and the font that Qt asks of the system, if any is missing.
# system_libraries.sh           installs what is missing, and names it where it cannot
# system_libraries.sh --check   only names it, and fails when there is any
set -euo pipefail
cd "$(dirname "$0")/.."

# The file a program loads, and the Debian package that holds it.
always='
libglib-2.0.so.0        libglib2.0-0
libEGL.so.1             libegl1
libGL.so.1              libgl1
libxkbcommon.so.0       libxkbcommon0
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
'
with_a_window='
libX11-xcb.so.1         libx11-xcb1
libxcb-cursor.so.0      libxcb-cursor0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-image.so.0       libxcb-image0
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-randr.so.0       libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0       libxcb-shape0
libxcb-sync.so.1        libxcb-sync1
libxcb-xfixes.so.0      libxcb-xfixes0
libxcb-xkb.so.1         libxcb-xkb1
libxkbcommon-x11.so.0   libxkbcommon-x11-0
'

missing_of() {
    local file package
    while read -r file package; do
        [ -z "$file" ] || grep -qF "$file " <<<"$known" || echo "$package"
    done <<<"$1"
}

missing_font() {
    # Any font will do: Qt draws no text without one.
    [ -n "$(find -L /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' -print -quit 2>/dev/null)" ] || echo fonts-dejavu-core
}

look() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    mapfile -t needed < <(missing_of "$always"; missing_font)
    mapfile -t wanted < <(missing_of "$with_a_window")
}

if [ "$(uname -s)" != Linux ]; then
    echo "System libraries: nothing to install on $(uname -s), Qt's package brings what it needs."
    exit 0
fi

look
if [ $(( ${#needed[@]} + ${#wanted[@]} )) -eq 0 ]; then
    echo "System libraries: all there."
    exit 0
fi
if [ "${1:-}" = --check ]; then
    echo "Missing system libraries: ${needed[*]} ${wanted[*]}" >&2
    exit 1
fi

scripts/apt_install.sh "${needed[@]}" "${wanted[@]}" || true
look
if [ "${#needed[@]}" -ne 0 ]; then
    echo "Qt does not start without: ${needed[*]}" >&2
    exit 1
fi
if [ "${#wanted[@]}" -ne 0 ]; then
    echo "Tests and the scripted demo run, but no window opens without: ${wanted[*]}" >&2
fi
