"""Papers: everything that turns plain dataclasses into official PDFs.

The rooms fill a sheet (`sheets`, `parts`) and hand it to a `Press`. All words on papers are Indonesian,
whatever the language of the screen; nothing here knows a ministry, an event or the database.
"""

from app.services.paper.fake import FakePress as FakePress
from app.services.paper.health import PaperCheck as PaperCheck
from app.services.paper.health import paper_health as paper_health
from app.services.paper.lettering import unprintable as unprintable
from app.services.paper.press import Press as Press
from app.services.paper.refusals import PaperUnavailable as PaperUnavailable
from app.services.paper.refusals import UnprintableLetters as UnprintableLetters
from app.services.paper.weasyprint_press import WeasyPrintPress as WeasyPrintPress
