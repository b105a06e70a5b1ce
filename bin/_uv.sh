# Go to the repository root, find or fetch uv, and choose the driver that the database needs.
cd "$(dirname "$0")/.."
if command -v uv >/dev/null 2>&1; then
  UV=uv
else
  UV=.tools/bin/uv
  [ -x "$UV" ] || python3 -m pip install --quiet --root-user-action=ignore --disable-pip-version-check --target .tools "uv>=0.13,<0.14"
fi
case "${OVERBLIK_DATABASE_URL:-}" in
  postgresql:*) DRIVER="--extra postgres" ;;
  *) DRIVER="" ;;
esac
