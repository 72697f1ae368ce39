"""What the press needs on this machine, for the doctor command and the health page."""

from dataclasses import dataclass, field
from pathlib import Path

from app.lib.refusals import N_
from app.services.paper.lettering import SHIPPED_FONTS
from app.services.paper.refusals import DEBIAN_PACKAGES

FACES = (
    *("Arimo-400", "Arimo-400-ext", "Arimo-400i", "Arimo-700", "Arimo-700-ext", "Arimo-700i"),
    *("BarlowSemiCondensed-500", "BarlowSemiCondensed-600"),
    *("BarlowSemiCondensed-700", "BarlowSemiCondensed-700-ext"),
    *("EBGaramond-400", "EBGaramond-400i", "EBGaramond-500", "EBGaramond-600", "EBGaramond-600-ext"),
    "Cinzel-600",
)


SLOWER_WITHOUT = N_("install libharfbuzz-subset0: every paper takes 0.1 s longer without it")


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """One thing looked at: its name in the doctor's list, whether it is well, and a line about it.

    `msgid` with its `values` is the line in English; pages translate it.
    """

    name: str
    ok: bool
    msgid: str
    values: dict[str, object] = field(default_factory=dict)


def paper_health(fonts: Path = SHIPPED_FONTS) -> tuple[PaperCheck, ...]:
    """Look at WeasyPrint, the fast subsetter and the fonts of the papers. Never raises."""
    return (*_libraries(), _fonts(fonts))


def _libraries() -> tuple[PaperCheck, PaperCheck]:
    try:
        import weasyprint  # noqa: PLC0415 - half a second, and needs Pango

        from app.services.paper.engine import SUBSETS_FAST  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        reason = str(missing).splitlines()[0]
        return (
            PaperCheck(
                "weasyprint",
                ok=False,
                msgid=N_("install %(packages)s (%(reason)s)"),
                values={"packages": DEBIAN_PACKAGES, "reason": reason},
            ),
            PaperCheck("harfbuzz_subset", ok=False, msgid=N_("not looked for: WeasyPrint is not there")),
        )
    return (
        PaperCheck("weasyprint", ok=True, msgid="%(version)s", values={"version": weasyprint.__version__}),
        PaperCheck("harfbuzz_subset", ok=SUBSETS_FAST, msgid=N_("there") if SUBSETS_FAST else SLOWER_WITHOUT),
    )


def _fonts(fonts: Path) -> PaperCheck:
    missing = [face for face in FACES if not (fonts / f"{face}.ttf").is_file()]
    if missing:
        return PaperCheck(
            "fonts", ok=False, msgid=N_("missing: %(faces)s"), values={"faces": ", ".join(missing)}
        )
    return PaperCheck("fonts", ok=True, msgid=N_("%(number)s fonts"), values={"number": len(FACES)})
