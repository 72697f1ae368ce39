"""The titles of Indonesian names: which words are one, and how each is spelled by the book."""

import re
from functools import lru_cache

# Words before a name. A dotless word counts only where it cannot be the beginning of a name.
_DOTLESS = r"prof|dr|drs|dra|drg|drh|ir|kh|hj|h|pdt|apt|tgh"
_DOTTED = (
    r"k\.h|t\.g\.h|ns|bd|bdn|adv|hi|ust|ustd|ustz|usth|pdm|pst|bpk|sdr|sdri|tn|ny|ing|med|eng|phil|"
    r"rer\.?\s?nat|rer\.?\s?pol|iur|h\.c|cand|c\.?\s?dr"
)
_PHRASES = (
    r"(?:assoc|asst|assist)\.?\s*prof\b\.?|guru\s+besar\b|bapak\b|ibu\b|"
    r"profesor\b|\((?:h\.?\s?c\.?|cand?\.?|c|purn\.?|riset)[^)]{0,20}\)"
)
FRONT_TITLE = re.compile(
    rf"(?:{_PHRASES}|(?:{_DOTTED})\.|(?:{_DOTLESS})(?:\.|(?=[\s,(]|$)))[.,]*\s*-?\s*(?:\([Hh]\.?[Cc]\.?\)\s*)?",
    re.IGNORECASE,
)

_CORPS = (
    r"pol|tni|purn|chk|inf|kav|arm|arh|czi|chb|cpl|cpm|cku|caj|cba|ckm|ctp|mar|laut|pas|sus|adm|tek|kal|"
    r"\((?:k|l|p|e|t|s|mar|kh|purn)\)"
)
_POLICE_AND_ARMY = (
    r"jenderal|jend|komjen|komisaris\s+jenderal|irjen|inspektur\s+jenderal|brigjen|brigadir\s+jenderal|"
    r"kombes|kombespol|komisaris\s+besar|akbp|ajun\s+komisaris\s+besar|kompol|akp|iptu|ipda|aiptu|aipda|"
    r"bripka|brigpol|briptu|bripda|letjen|mayjen|laksamana|laksdya|laksda|laksma|marsekal|marsdya|marsda|marsma|"
    r"kolonel|kol|letkol|mayor|kapten|lettu|letda|peltu|pelda|serma|serka|sertu|serda"
)
SERVICE_RANK = re.compile(
    rf"(?:{_POLICE_AND_ARMY})\b\.?(?:\s*(?:polisi\b|(?:{_CORPS})(?:\.|(?=[\s,(]|$))))*\s*", re.IGNORECASE
)
# A rank that is also a name ("Mayor Simanjuntak", "Kapten Muslim") counts only with its corps or a full stop.
_NAMELIKE = re.compile(r"(?:jenderal|jend|mayor|kapten|marsekal|laksamana|kol|kolonel)\s*$", re.IGNORECASE)

_SPELLED = """
A.Md. A.Ma. A.P. A.Md.Kom. A.Md.Keb. A.Md.Kep. A.Md.Kes. A.Md.Ak. A.Md.T. A.Md.P. A.Md.Imi. A.Md.Pas.
A.Md.A.B. A.Md.Par. A.Md.Farm. A.Md.S.I. A.Md.IP. A.Md.Stat. S.H. S.H.I. S.Hum. S.Sy. S.E. S.E.I. S.E.Sy.
S.Ak. S.A. S.A.B. S.A.N. S.A.P. S.Adm. S.Ag. S.Ant. S.Ars. S.Bns. S.Ds. S.Farm. S.Fil. S.Gz. S.Hut. S.I.K.
S.I.Kom. S.I.P. S.IP. S.I.Pem. S.IIP. S.IK. S.Ikom. S.IP.I. S.Kel. S.Kep. S.Keb. S.Ked. S.Kes. S.K.G. S.K.H.
S.K.M. S.K.Pm. S.Kom. S.Kom.I. S.Komp. S.KPm. S.Li. S.M. S.Mat. S.M.B. S.Mn. S.P. S.Pd. S.Pd.I. S.Pd.H.
S.Pd.K. S.Pd.SD. S.Pi. S.Pn. S.Pt. S.Psi. S.P.W.K. S.PWK. S.S. S.S.I. S.SI. S.S.T. S.ST. S.ST.Pel. S.STP.
S.S.T.P. S.Si. S.Si.T. S.SiT. S.Sn. S.Sos. S.Sos.I. S.Sos.H. S.Stat. S.T. S.T.I. S.TI. S.T.P. S.TP. S.Th.
S.Th.I. S.Th.K. S.T.K. S.Tr. S.Tr.A.P. S.Tr.Ak. S.Tr.E. S.Tr.H. S.Tr.I.P. S.Tr.IP. S.Tr.Im. S.Tr.Imi.
S.Tr.K. S.Tr.Kes. S.Tr.Keb. S.Tr.Kom. S.Tr.M. S.Tr.P. S.Tr.Par. S.Tr.Pas. S.Tr.Sos. S.Tr.Stat. S.Tr.T.
S.Trk. S.Ud. S.Vet. S.Ling. S.Han. S.Inf. S.Pust. S.Sit. M.H. M.H.I. M.Hum. M.Kn. M.M. M.M.A. M.M.S.I.
M.MSI. M.M.T. M.E. M.E.I. M.E.Sy. M.Ec.Dev. M.Ak. M.Acc. M.A. M.A.B. M.A.P. M.AP. M.Ag. M.Adm. M.Adm.SDA.
M.A.N. M.Ant. M.Ars. M.Biomed. M.B.A. MBA M.Bus. M.C.L. M.Com. M.Comm. M.D. M.Div. M.Ds. M.Ed. M.Eng. M.Env.
M.Farm. M.Fil. M.Gizi M.Han. M.Hut. M.I.Kom. M.Ikom. M.I.L. M.I.P. M.IP. M.I.R. M.Int. M.Intel.Sec.St.
M.Ked. M.Kep. M.Keb. M.Kes. M.K.M. M.Kom. M.Komp. M.L.I.S. M.Li. M.Lit. M.Mar. M.Mat. M.Ling. M.P. M.P.A.
MPA M.P.H. MPH M.P.M. M.P.P. MPP M.P.S.Sp. M.P.W.K. M.PWK. M.Par. M.Pd. M.Pd.I. M.Pd.K. M.Pd.H. M.Phil.
M.Pi. M.Psi. M.Pt. M.Pub.Pol. M.Pol. M.Res. M.S. M.S.E. M.S.M. M.S.I. M.Sc. M.Sc.Eng. M.Si. M.Si.Han.
M.S.Ak. M.SE. M.Sn. M.Sos. M.Stat. M.Sy. M.T. M.T.I. M.TI. M.T.P. M.TP. M.Tr. M.Tr.A.P. M.Tr.AP. M.Tr.Han.
M.Tr.I.P. M.Tr.IP. M.Tr.Opsla. M.Tr.T. M.Th. M.Tr.Kom. M.Tr.Par. M.Tr.Pas. M.Tr.Imi. M.Ud. M.Vet. M.Ap.
M.Inf. M.Han M.Kom.I. MMSI MTI MKM MIKom MSIB M.Cs. M.IT. M.Dev. M.Pem. M.I.Pol. LL.B. LL.M. LL.D. L.L.M.
Lc. B.A. B.A.Hons. B.Ac. B.Bus. B.Com. B.Eng. B.Ed. B.Sc. BBA B.B.A. B.E. BE B.SW. B.Sc.Hons. Bc.Ip. Bc.IP.
Bc.Hk. Bc.Im. Bc.Ku. BcIP BcHk Bc.I.P. Ph.D. D.B.A. DBA D.E.A. DEA DESS D.Phil. D.Sc. Dr.P.H. Dr. Drs. Dra.
Ir. Ing. Dipl.Ing. Dipl. Dipl.-Ing. Sp.1 Sp.N. Sp.A. Sp.B. Sp.B.S. Sp.F.M. Sp.G.K. Sp.J.P. Sp.K.J. Sp.KJ.
Sp.KK. Sp.M. Sp.O.G. Sp.OG. Sp.OT. Sp.P. Sp.PD. Sp.P.D. Sp.PK. Sp.Rad. Sp.S. Sp.THT. Sp.An. Sp.F. Sp.KG.
Sp.Ort. Sp.Kep.J. Sp.Not. Sp.Pros. Subsp. Apt. apt. Ak. CA CPA C.P.A. CFE CFA CFrA CGCAE QIA QRMP QRMO QRMA
QGIA CIA CISA CISM CISSP CRMA CRMP CRMO CRP CGAP CGRM CGRE CHRM CHRP CMA CPM CPMA CPHR CLA CLI CLD CTL CSEP
CSRS CSRA CFP CBV CCD CCMs CPLA CPCLE CPL CMC CNNLP CHt CRGP CRMS CGP ACPA ASEAN IPM IPU IPP ERMCP ERMAP
ERMA BKP B.K.P. FRMP SIP SAB PMP PGD PIA CSSL CIPM CPSP CSBA CPPM CPSCM CPIA Grad.Dip. Grad.Dipl. Akt. AAAIK
ACII Psikolog Ners Ns. Notaris Apoteker Akuntan Konselor Bdn. Bd. Gr. Gr CCNA MCP CEH AFHEA CTT CPTT CIT
CIAP CIIQA CPMP C.Med. CMed C.Med CMLC CPArb C.L.A. C.P.L. CTLS CCL SH. SH MH SE MM ST MT SHI MHI SKom MKom
SSos MSi MHum MKn SPd MPd SAg MAg SAP MAP SSi SFarm SPsi SIK SST SSTP SP SS MP MS SPt SHut LLM PhD AMd
AMdKom SAk MAk STP SPi SSn SKM SKep SEI SKH MEng MSc MPhil MPSSp
"""


@lru_cache(maxsize=4096)
def title_key(word: str) -> str:
    """The letters and digits of a title in small, so that `SH.`, `S.H` and `sh` are the same."""
    small = word.casefold()
    return small if small.isalnum() else "".join(filter(str.isalnum, small))


def _by_key() -> dict[str, str]:
    spelled: dict[str, str] = {}
    for title in _SPELLED.split():
        spelled.setdefault(title_key(title), title)  # the first spelling, with dots, is the one by the book
    return spelled


SPELLED = _by_key()
# Two or three capitals that end names as well; without a dot they are titles only behind another one.
AMBIGUOUS = frozenset({
    "ma", "ba", "ca", "si", "sa", "sm", "me", "md", "ap", "be", "dr", "ir", "drs", "dra", "an",
    "ak", "gr", "bd", "ns", "sud", "sli", "pia", "ama", "mint", "mars", "sars", "med", "sit", "cia",
    "shan", "sant", "mant", "smat", "asean", "mdiv",
})  # fmt: skip


@lru_cache(maxsize=4096)
def is_title(word: str) -> bool:
    """Whether `word` on its own, dots or not, can only be a title."""
    key = title_key(word)
    if "." in word.strip(".,"):
        return key in SPELLED or bool(cut_titles(key))
    return key in SPELLED and key not in AMBIGUOUS and sum(map(str.isupper, word)) > 1


def may_be_title(word: str) -> bool:
    """Whether `word` beside a title is one too, like `CA` in `S.E. CA`."""
    return is_title(word) or (title_key(word) in SPELLED and any(letter.isupper() for letter in word))


def cut_titles(key: str) -> list[str]:
    """The known titles that make up `key` without a rest: `shmh` is S.H. and M.H.; else none."""
    if not key:
        return []
    for end in range(min(len(key), 12), 1, -1):
        known = SPELLED.get(key[:end])
        rest = cut_titles(key[end:]) if known else []
        if known and (rest or end == len(key)):
            return [known, *rest]
    return []


def service_rank(text: str) -> str:
    """The rank of police or army at the beginning of `text`, with its white space, or ""."""
    found = SERVICE_RANK.match(text)
    if not found or _NAMELIKE.fullmatch(found[0]) or found.end() == len(text):
        return ""
    return found[0]


def rank_before_name(rank: str) -> str:
    """A rank that is said before a name: one of police or army. A civil servant's grade is not."""
    rank = rank.strip()
    return rank if SERVICE_RANK.fullmatch(rank) else ""


def suggest_titles(back_titles: str) -> str:
    """Back titles spelled by the book: `SH.,MH` becomes `S.H., M.H.`; unknown ones stay as they are.

    A suggestion for a person to accept: the order and the number of titles never change.
    """
    words = [word for part in back_titles.split(",") for word in _suggested(part.strip())]
    return ", ".join(word for word in words if word)


def _suggested(part: str) -> list[str]:
    known = SPELLED.get(title_key(part))
    if known:
        return [known]
    words = part.split()
    if len(words) > 1 and all(SPELLED.get(title_key(word)) for word in words):
        return [SPELLED[title_key(word)] for word in words]
    return (cut_titles(title_key(part)) if "." in part and "(" not in part else []) or [part]
