"""Papers: everything that turns plain dataclasses into official PDFs.

The rooms fill a sheet (`sheets`, `parts`) and hand it to a `Press`. All words on papers are Indonesian,
whatever the language of the screen; nothing here knows a ministry, an event or the database.
"""

from app.services.paper.fake import FakePress as FakePress
from app.services.paper.health import PaperCheck as PaperCheck
from app.services.paper.health import paper_health as paper_health
from app.services.paper.invitation import InvitationPaper as InvitationPaper
from app.services.paper.lettering import unprintable as unprintable
from app.services.paper.parts import BadgeLayout as BadgeLayout
from app.services.paper.parts import Band as Band
from app.services.paper.parts import CertificateDesign as CertificateDesign
from app.services.paper.parts import Draft as Draft
from app.services.paper.parts import EntryKind as EntryKind
from app.services.paper.parts import Fact as Fact
from app.services.paper.parts import Letterhead as Letterhead
from app.services.paper.parts import Presence as Presence
from app.services.paper.parts import PrintedName as PrintedName
from app.services.paper.parts import Signer as Signer
from app.services.paper.parts import Verification as Verification
from app.services.paper.press import Press as Press
from app.services.paper.refusals import PaperUnavailable as PaperUnavailable
from app.services.paper.refusals import UnprintableLetters as UnprintableLetters
from app.services.paper.sheets import AttendanceGroup as AttendanceGroup
from app.services.paper.sheets import AttendanceLine as AttendanceLine
from app.services.paper.sheets import AttendanceList as AttendanceList
from app.services.paper.sheets import Badge as Badge
from app.services.paper.sheets import BadgeDay as BadgeDay
from app.services.paper.sheets import BadgeSheet as BadgeSheet
from app.services.paper.sheets import CertificatePaper as CertificatePaper
from app.services.paper.sheets import FollowUp as FollowUp
from app.services.paper.sheets import Lesson as Lesson
from app.services.paper.sheets import MinutesEntry as MinutesEntry
from app.services.paper.sheets import MinutesPaper as MinutesPaper
from app.services.paper.sheets import MinutesSession as MinutesSession
from app.services.paper.sheets import OfficeCount as OfficeCount
from app.services.paper.sheets import Quote as Quote
from app.services.paper.statements import Columns as Columns
from app.services.paper.statements import Statement as Statement
from app.services.paper.statements import StatementPart as StatementPart
from app.services.paper.statements import printable as printable
from app.services.paper.weasyprint_press import WeasyPrintPress as WeasyPrintPress
