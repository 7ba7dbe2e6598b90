#!/bin/sh
# Has systemd read the unit and rate its hardening. Prints the rating; fails on any complaint.
set -eu
unit=guidance-assistant.service
command -v systemd-analyze >/dev/null || { echo "deploy/$unit: not checked, systemd is not installed" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# The program is installed elsewhere; systemd wants one that is there.
sed "s|^ExecStart=[^ ]*|ExecStart=/bin/true|" "deploy/$unit" >"$folder/$unit"
systemd-analyze verify --man=no "$folder/$unit" 2>"$folder/said" || true
if [ -s "$folder/said" ]; then cat "$folder/said" >&2; exit 1; fi
# 2.0 on its scale from 0 (tightest) to 10: the last that systemd itself calls OK.
systemd-analyze security --offline=true --threshold=20 --no-pager "$folder/$unit" >"$folder/rated" || { tail -n 1 "$folder/rated" >&2; exit 1; }
tail -n 1 "$folder/rated"
