# Programs and libraries that Debian and Ubuntu package; sourced by bin/prepare.

TEST_PROGRAMS="chromium chromium-headless-shell postgresql poppler-utils qpdf ffmpeg
  fonts-liberation fonts-dejavu-core"

# Install the packages named; answers 1 when this is not Debian or we are not root, or when apt fails.
install_debian() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
  # The package lists may be missing or old.
  apt-get update -qq >/dev/null 2>&1 || true
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# WeasyPrint draws with these; without them everything but the papers works.
need_paper_libraries() {
  local missing
  missing=$(missing_paper_libraries)
  [ -z "$missing" ] || install_debian $missing || {
    say "PDFs cannot be printed until these libraries are here; everything else works. Run:"
    say "  sudo apt-get install $missing"
  }
}

missing_paper_libraries() {
  .venv/bin/python - <<'PYTHON'
import ctypes

libraries = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
missing = []
for package, library in libraries.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        missing.append(package)
print(*missing)
PYTHON
}

# What bin/test drives; a group whose program is missing fails there and says so.
need_test_programs() {
  local package missing=""
  for package in $TEST_PROGRAMS; do has_program "$package" || missing+=" $package"; done
  [ -z "$missing" ] || install_debian $missing || {
    say "some tests cannot run until these are here. Run:"
    say "  sudo apt-get install$missing"
  }
}

has_program() {
  case $1 in
    chromium) command -v chromium >/dev/null ;;
    postgresql) command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ;;
    poppler-utils) command -v pdftoppm >/dev/null ;;
    fonts-*) dpkg -s "$1" >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null ;;
  esac
}
