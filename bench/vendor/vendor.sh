#!/bin/sh
# Rebuilds what the portal vendors from npm: the style sheet with its fonts and icons, htmx, and axe for the tests.
# Needs node and npm; run it only to change a version or the theme, and commit what it writes.
# Usage: bench/vendor/vendor.sh [SCRATCH FOLDER, kept for the next time]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
static=$root/portal/static
scratch=${1:-}
if [ -z "$scratch" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
fi
modules=$scratch/node_modules
uswds=$modules/@uswds/uswds

say() { printf '%s\n' "vendor: $*"; }

say "installing the pinned packages"
mkdir -p "$scratch"
npm install --prefix "$scratch" --no-audit --no-fund --silent \
    @uswds/uswds@3.14.0 htmx.org@2.0.11 sass@1.108.2 axe-core@4.14.1

say "building the style sheet"
mkdir -p "$static/css" "$static/js" "$static/fonts" "$root/tests/browser"
"$modules/.bin/sass" --load-path="$uswds/packages" --style=compressed --no-source-map --quiet-deps \
    "$here/portal.scss" "$static/css/portal.css"
if grep -q 'url("\?data:' "$static/css/portal.css"; then
    say "portal.css holds a data: address, which the content security policy refuses" >&2
    exit 1
fi

say "copying the pictures the style sheet names"
rm -rf "$static/img/vendor"
grep -o 'img/vendor/[A-Za-z0-9_./-]*' "$static/css/portal.css" | sort -u | while read -r named; do
    mkdir -p "$(dirname "$static/$named")"
    cp "$uswds/dist/img/${named#img/vendor/}" "$static/$named"
done

say "copying fonts and scripts"
for weight in Regular Italic SemiBold Bold; do
    cp "$uswds/dist/fonts/public-sans/PublicSans-$weight.woff2" "$static/fonts/"
done
cp "$uswds/dist/fonts/roboto-mono/roboto-mono-v5-latin-700.woff2" "$static/fonts/RobotoMono-Bold.woff2"
cp "$modules/htmx.org/dist/htmx.min.js" "$static/js/htmx-2.0.11.min.js"
cp "$modules/axe-core/axe.min.js" "$root/tests/browser/axe.min.js"

say "copying the licences"
cp "$uswds/LICENSE.md" "$static/css/LICENSE-uswds.md"
cp "$modules/htmx.org/LICENSE" "$static/js/LICENSE-htmx.txt"
cp "$modules/axe-core/LICENSE" "$root/tests/browser/LICENSE-axe.txt"

say "done: $(du -sh "$static" | cut -f1) in portal/static"
