# Go to the repository root, find or fetch uv, and choose the driver that the database needs.
cd "$(dirname "$0")/.."
stop() {
  echo "$1" >&2
  exit 1
}
if command -v uv >/dev/null 2>&1; then
  UV=uv
else
  UV=.tools/bin/uv
  if [ ! -x "$UV" ]; then
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
      stop "Overblik needs Python 3.11 or newer as python3: install it, and start this again."
    python3 -c 'import pip' 2>/dev/null ||
      stop "Overblik needs pip to fetch what it is made of: run 'apt-get update && apt-get install --no-install-recommends python3-pip' as root, and start this again."
    python3 -m pip install --quiet --root-user-action=ignore --disable-pip-version-check --target .tools "uv>=0.13,<0.14"
  fi
fi
case "${OVERBLIK_DATABASE_URL:-}" in
  postgresql:*) DRIVER="--extra postgres" ;;
  *) DRIVER="" ;;
esac
