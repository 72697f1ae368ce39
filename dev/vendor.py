"""Copy the browser modules named here from node_modules into static/vendor, and check that they are those.

- `bin/vendor` copies, and writes manifest.json (sha384 of every file) and LICENCES.txt;
- `bin/vendor --check` fails when static/vendor differs from what would be copied.
"""

import base64
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

# From the package (left) to static/vendor (right). zxing's reader imports "../share.js": same folders.
FILES = {
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js"},
    "zxing-wasm": {
        "dist/es/reader/index.js": "zxing/reader/index.js",
        "dist/es/share.js": "zxing/share.js",
        "dist/reader/zxing_reader.wasm": "zxing/zxing_reader.wasm",
    },
}


def main() -> int:
    """Copy or check; answer the exit code."""
    if "--help" in sys.argv:
        print(__doc__)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "vendor"
        _copy(fresh)
        if "--check" in sys.argv:
            return _report(_differences(fresh))
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)
    return 0


def _copy(target: Path) -> None:
    """Write the files, their manifest and their licences into an empty directory."""
    manifest, licences = {}, []
    for package, files in FILES.items():
        about = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
        words = (MODULES / package / "LICENSE").read_text(encoding="utf-8").strip()
        licences.append(f"{package} {about['version']} ({about['license']})\n\n{words}\n")
        for source, place in files.items():
            content = (MODULES / package / source).read_bytes()
            path = target / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            manifest[place] = {
                "package": package,
                "version": about["version"],
                "bytes": len(content),
                "integrity": _integrity(content),
            }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    (target / "LICENCES.txt").write_text(f"\n{'-' * 80}\n\n".join(licences), encoding="utf-8")


def _integrity(content: bytes) -> str:
    """The value of an `integrity` attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _differences(fresh: Path) -> list[str]:
    """Names of files that are missing, extra or different in static/vendor."""
    wanted, found = _contents(fresh), _contents(VENDOR)
    return sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def _contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _report(different: list[str]) -> int:
    for name in different:
        print(f"static/vendor/{name} is not what package-lock.json says; run bin/vendor", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
