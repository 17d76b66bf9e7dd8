"""Two hundred texts that some program would run, swallow or choke on, were they not taken as mere text."""

from __future__ import annotations

from collections.abc import Sequence

_FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x-evil.invalid","click")',
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://x-evil.invalid")',
    "=IMPORTXML(1,2)",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@x",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000=1+1",
    "\u00a0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1+1",
    "''=1",
    '"=1+1"',
    '=DDE("cmd";"/C calc";"x")',
    "{=1+1}",
    "=-1",
    "%0A=1",
    "\u200b=1+1",
    "\ufeff=1+1",
)
_MARKUP = (
    "<script>x_evil()</script>", "</script><script>x_evil()</script>", "<x-evil>", "</td></tr></table><x-evil>",

       '"><x-evil>', "'><x-evil>", "<img src=x onerror=x_evil()>", "<svg/onload=x_evil()>", "<iframe src=//x-evil.invalid>",
    '<a href="javascript:x_evil()">x</a>', "javascript:x_evil()", '" onmouseover="x_evil()', "' onfocus='x_evil()",
    "<style>*{display:none}</style>", "</style><x-evil>", "</title><x-evil>", "</textarea><x-evil>", "<!--", "-->",
    "<!-- x --><x-evil>", "<![CDATA[", "]]>", "]]><x-evil>", "<?xml version='1.0'?>", "<base href=//x-evil.invalid>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//x-evil.invalid>",
    "<object data=x>", "<embed src=x>",
    "<form action=x><input>", "&lt;x-evil&gt;", "&#60;x-evil&#62;", "&amp;", "&nbsp;", "&x-evil;", "&",
    "<", ">", "\"", "`",
    "<math><mtext></mtext></math>", "<table><tr><td>", "<b>bold", "</body></html>", "<n 1>", "</n>", "<ref to='x'/>",
    "<fn>x</fn>", "<mark key='x'/>", "<newpage/>", "<h2>x</h2>",
)  # fmt: skip
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "<w:p/>",
    "</w:t></w:r></w:p>",
    '<w:fldSimple w:instr="DDEAUTO x"/>',
    "_x0041_",
    "_x005F_",
    "_x000D_",
    "<f>1+1</f>",
    "</t></is></c>",
    "<xi:include href='file:///etc/passwd'/>",
    'x" \\* MERGEFORMAT',
    'x" INCLUDETEXT "file:///etc/passwd',
)
_TEMPLATES = (
    "{{ 7*7 }}",
    "{{ config }}",
    "{% for x in y %}",
    "{% include 'x' %}",
    "{# x #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0}",
    "{name}",
    "{}",
    "%s%n%x",
    "%(name)s",
    "$name",
    "{{{",
    "}}}",
    "{zh}",
    "{n}",
)
_TYPESETTING = (
    "#panic(\"x\")", "#let x = 1", "#import \"/etc/passwd\": *", "#include \"x.typ\"",
    "#read(\"/etc/passwd\")", "$x^2$", "*x*",
    "_x_", "@x-evil", "<x-evil-label>", "= x", "== x", "- x", "+ x", "/ x: y", "`x`", "```x```",
    "\\", "\\\\", "\\u{41}",
    "~", "#", "[x]", "]", "[", "//x", "/* x", "*/", "\\input{/etc/passwd}", "\\end{document}",
    "\\write18{x}", "^^41", "%x",
    "$\\frac{1}{0}$", "---", "--", "...", "http://x-evil.invalid",
)  # fmt: skip
_CHARACTERS = (
    "\x00", "a\x00b", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31mx\x1b[0m", "\x1f", "\x7f",
    "\x80", "\x85", "\x9f",
    "\u202ecod.exe", "\u202dx\u202c", "\u2066x\u2069", "\u200f\u200e", "שלום", "مرحبا بالعالم", "\u0301\u0302\u0303",
    "Z\u0351\u036b\u0343a\u0328\u031b\u0321l", "\u200d\u200c", "\ufffd", "\ufffe", "\uffff", "\ufeffx",
    "\u2028x\u2029",
    "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "1️⃣", "𠮷野家", "𝕏", "ﬁ", "Ǆ", "İı", "ß", "ﷺ", "\u3164", "\u00adx", "\U000e0041",
)  # fmt: skip
_SEPARATORS = (
    "a,b",
    'a"b', '""', "a\nb", "a\r\nb", "a;b", "a\tb", "|", "a|b", "a||b", "all", "unknown", "c", "nan", "NULL", "1e9",
    "0x1", "'; DROP TABLE roles; --", "../../etc/passwd", "C:\\con", "file:///etc/passwd", "CON", " ",
    "\u00a0", "-", "–",
)  # fmt: skip
_MORE = tuple(
    f"岗位{text}" for text in ("<x-evil>", "</p><x-evil>", "&lt;", "{{ 7 }}", "{% x %}", "#x", "$x$", "*x*", "_x_")
)
_MORE += tuple(
    f"{lead}x-evil"
    for lead in ("= ", "=\u3000", "＝ ", "+ ", "@ ", "-", "－ ", "＋ ", "＠ ", "'", "' =", '"', "`=", "|=", "\\=")
)
_MORE += (
    "<x-evil/>",
    "<X-EVIL>",
    "< x-evil>",
    "<x-evil\n>",
    "＜x-evil＞",
    "‹x-evil›",
    "%3Cx-evil%3E",
    "\\u003cx-evil\\u003e",
    "+ADw-x-evil+AD4-",
)
_LONG = ("长" * 1500, "w" * 3000, "long word " * 200, "<x-evil>" * 200, "=" * 500)

HOSTILE: tuple[str, ...] = (
    *_LONG, *_FORMULAS, *_MARKUP, *_ENTITIES, *_TEMPLATES, *_TYPESETTING, *_CHARACTERS, *_SEPARATORS, *_MORE,
)  # fmt: skip


class Poison:
    """Gives each field the hostile texts in turn, from the first: a field asked often enough has had them all."""

    def __init__(self, texts: Sequence[str] = HOSTILE) -> None:
        self._texts = texts
        self._asked: dict[str, int] = {}

    def text(self, field: str) -> str:
        """The next text for `field`; a field in English begins further on, so that names of one thing differ."""
        at = self._asked.get(field, 50 if field.endswith("en") else 0)
        self._asked[field] = at + 1
        return self._texts[at % len(self._texts)]
