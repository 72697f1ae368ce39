"""Keep the Indonesian catalogues: one .po file per area, one compiled .mo for the program.

- `bin/catalogues update [AREA ...]` writes what the code says and keeps what was translated;
- `bin/catalogues compile` merges all areas into messages.mo;
- `bin/catalogues check` fails when a sentence is missing, fuzzy or uneven.

An area is a package `app/<area>/` with its `templates/<area>/` and its papers and mails; whatever
belongs to no area (core modules, layouts, components, shared paper parts) is `common`. One file per
area lets several people translate at once without meeting in the same file.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from dev.po_files import LANGUAGE, empty_catalogue, read_catalogue, write_catalogue
from dev.sentences import areas, placeholders, sentences_of

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations" / LANGUAGE
COMPILED = TRANSLATIONS / "LC_MESSAGES" / "messages.mo"

Key = tuple[str, str | None]
Translation = str | tuple[str, ...] | list[str]


def main() -> int:
    """Run one of the three verbs; answer the exit code."""
    parser = argparse.ArgumentParser(prog="bin/catalogues", description=(__doc__ or "").split("\n", 1)[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    update_parser = verbs.add_parser("update", help="bring the .po files up to date with the code")
    update_parser.add_argument("areas", nargs="*", metavar="AREA")
    verbs.add_parser("compile", help="merge all areas into messages.mo")
    verbs.add_parser("check", help="fail when something is not translated")
    asked = parser.parse_args()
    try:
        return _run(asked)
    except ValueError as unreadable:
        return _fail([str(unreadable)])


def _run(asked: argparse.Namespace) -> int:
    if asked.verb == "update":
        return update(asked.areas)
    return compile_all() if asked.verb == "compile" else check()


def update(wanted: list[str]) -> int:
    """Write the .po files of the areas (default all); print what is left to translate."""
    known = areas(ROOT)
    strangers = sorted(set(wanted) - set(known))
    if strangers:
        return _fail([f"no area is called {', '.join(strangers)}; there are: {', '.join(known)}"])
    elsewhere = _translations_elsewhere()
    for area in wanted or known:
        left = _update_area(area, elsewhere)
        print(f"{area}: {left} to translate" if left else f"{area}: complete")
    for path in [] if wanted else _strays(known):
        path.unlink()
    return 0


def _update_area(area: str, elsewhere: dict[Key, Translation]) -> int:
    """Rewrite one .po file; answer how many sentences still need a translation.

    A sentence that another area has translated already starts with that translation.
    """
    path = TRANSLATIONS / f"{area}.po"
    kept = read_catalogue(path)
    fresh = sentences_of(area, ROOT)
    for message in fresh:
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        if known is not None and _is_translated(known.string):
            message.string = known.string
            message.user_comments = known.user_comments
            if known.fuzzy:
                message.flags.add("fuzzy")
        elif (key := _key(message.id, message.context)) in elsewhere:
            message.string = elsewhere[key]
    if not len(fresh):
        path.unlink(missing_ok=True)
        return 0
    write_catalogue(fresh, path)
    return sum(1 for message in fresh if message.id and not _is_translated(message.string))


def compile_all() -> int:
    """Merge every area into messages.mo; two different translations of one sentence are an error."""
    merged, conflicts = _merge()
    if conflicts:
        return _fail(conflicts)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=COMPILED.parent, delete=False) as scratch:
        write_mo(scratch, merged)
    written = Path(scratch.name)
    written.chmod(0o644)
    written.replace(COMPILED)
    return 0


def check() -> int:
    """Fail with one line per problem; silence means that every sentence has its Indonesian."""
    problems = _merge()[1]
    known = areas(ROOT)
    for area in known:
        problems += _check_area(area)
    problems += [f"{path.name}: no such area; delete it" for path in _strays(known)]
    return _fail(problems) if problems else 0


def _check_area(area: str) -> list[str]:
    kept = read_catalogue(TRANSLATIONS / f"{area}.po")
    wanted = {_key(m.id, m.context): m for m in sentences_of(area, ROOT) if m.id}
    problems = []
    for key, message in wanted.items():
        known = kept.get(message.id, message.context)
        if known is None:
            problems.append(f"{area}.po: missing, run bin/catalogues update {area}: {key[0]!r}")
        elif known.fuzzy:
            problems.append(f"{area}.po: fuzzy: {key[0]!r}")
        elif not _is_translated(known.string):
            problems.append(f"{area}.po: not translated: {key[0]!r}")
        elif placeholders(message.id) != placeholders(known.string):
            problems.append(f"{area}.po: other placeholders than the English: {key[0]!r}")
    gone = [m for m in kept if m.id and _key(m.id, m.context) not in wanted]
    stale = f"{area}.po: no longer in the code, run bin/catalogues update {area}"
    return problems + [f"{stale}: {message.id!r}" for message in gone]


def _merge() -> tuple[Catalog, list[str]]:
    """Join all areas; the second part names each sentence that two areas translate differently."""
    merged = empty_catalogue()
    origin: dict[Key, str] = {}
    conflicts = []
    for path in sorted(TRANSLATIONS.glob("*.po")):
        for message in read_catalogue(path):
            if not message.id or message.fuzzy or not _is_translated(message.string):
                continue
            key = _key(message.id, message.context)
            first = merged.get(message.id, message.context)
            if first is None:
                merged.add(message.id, message.string, context=message.context)
                origin[key] = path.name
            elif first.string != message.string:
                conflicts.append(
                    f"{origin[key]} and {path.name} translate {key[0]!r} differently: "
                    f"{first.string!r} and {message.string!r}"
                )
    return merged, conflicts


def _translations_elsewhere() -> dict[Key, Translation]:
    return {_key(m.id, m.context): m.string for m in _merge()[0] if m.id and m.string}


def _strays(known: list[str]) -> list[Path]:
    return [path for path in sorted(TRANSLATIONS.glob("*.po")) if path.stem not in known]


def _key(msgid: str | tuple[str, ...] | list[str], context: str | None) -> Key:
    return (msgid if isinstance(msgid, str) else msgid[0]), context


def _is_translated(string: Translation | None) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


def _fail(problems: list[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
