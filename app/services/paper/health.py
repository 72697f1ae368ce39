"""What the press needs on this machine, for the doctor command and the health page."""

from dataclasses import dataclass
from pathlib import Path

from app.services.paper.lettering import SHIPPED_FONTS
from app.services.paper.refusals import DEBIAN_PACKAGES

FACES = (
    *("Arimo-400", "Arimo-400-ext", "Arimo-400i", "Arimo-700", "Arimo-700-ext", "Arimo-700i"),
    *("BarlowSemiCondensed-500", "BarlowSemiCondensed-600"),
    *("BarlowSemiCondensed-700", "BarlowSemiCondensed-700-ext"),
    *("EBGaramond-400", "EBGaramond-400i", "EBGaramond-500", "EBGaramond-600", "EBGaramond-600-ext"),
    "Cinzel-600",
)


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """One thing looked at: its name in the doctor's list, whether it is well, and a line about it."""

    name: str
    ok: bool
    detail: str


def paper_health(fonts: Path = SHIPPED_FONTS) -> tuple[PaperCheck, ...]:
    """Look at WeasyPrint, the fast subsetter and the fonts of the papers. Never raises."""
    return (*_libraries(), _fonts(fonts))


def _libraries() -> tuple[PaperCheck, PaperCheck]:
    try:
        import weasyprint  # noqa: PLC0415 - half a second, and needs Pango

        from app.services.paper.engine import SUBSETS_FAST  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        detail = f"install {DEBIAN_PACKAGES} ({str(missing).splitlines()[0]})"
        return PaperCheck("weasyprint", ok=False, detail=detail), PaperCheck(
            "harfbuzz_subset", ok=False, detail="not looked for: weasyprint is not there"
        )
    advice = (
        "present"
        if SUBSETS_FAST
        else "install libharfbuzz-subset0: every paper takes 0.1 s longer without it"
    )
    return (
        PaperCheck("weasyprint", ok=True, detail=weasyprint.__version__),
        PaperCheck("harfbuzz_subset", ok=SUBSETS_FAST, detail=advice),
    )


def _fonts(fonts: Path) -> PaperCheck:
    missing = [face for face in FACES if not (fonts / f"{face}.ttf").is_file()]
    detail = f"missing: {', '.join(missing)}" if missing else f"{len(FACES)} faces"
    return PaperCheck("fonts", ok=not missing, detail=detail)
