"""Python's codecs by the names that encodings have on the web (WHATWG Encoding Standard).

>>> codec_named("Shift_JIS"), codec_named("gb2312"), codec_named("windows-31j")
('cp932', 'gb18030', 'cp932')

An encoding of the web is wider than the one of the same name in Python: a page that declares Shift_JIS may
have letters that only the variant of Windows has.
"""

from __future__ import annotations

import codecs
import re

#: For an encoding, a wider one that decodes its texts in the same way.
_WIDER = {
    **{"shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "tis-620": "cp874", "iso8859-11": "cp874"},
}
#: For an encoding, the one by which browsers decode it. They differ only in bytes that no text of it uses.
_IN_BROWSERS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}

#: Labels of the web that Python does not know.
_LABELS = {
    **dict.fromkeys(["unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"], "utf-8"),
    **dict.fromkeys(["csiso88596e", "csiso88596i", "iso-8859-6-e", "iso-8859-6-i", "iso88596"], "iso8859-6"),
    **dict.fromkeys(["csiso88598e", "csiso88598i", "iso-8859-8-e", "iso-8859-8-i", "visual"], "iso8859-8"),
    **{"logical": "iso8859-8", "sun_eu_greek": "iso8859-7", "iso88592": "iso8859-2", "iso88593": "iso8859-3"},
    **{"csisolatin9": "iso8859-15", "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u"},
    **dict.fromkeys(["csmacintosh", "mac", "x-mac-roman"], "mac-roman"),
    **dict.fromkeys(["x-mac-cyrillic", "x-mac-ukrainian"], "mac-cyrillic"),
    **dict.fromkeys(["dos-874", "windows-874"], "cp874"),
    **dict.fromkeys(["csgb2312", "gb_2312", "gb_2312-80", "x-gbk"], "gb18030"),
    **dict.fromkeys(["cn-big5", "x-x-big5"], "big5hkscs"),
    **dict.fromkeys(["cseucpkdfmtjapanese", "x-euc-jp"], "euc_jp"),
    **dict.fromkeys(["windows-31j", "x-sjis"], "cp932"),
    **dict.fromkeys(["cseuckr", "csksc56011987", "iso-ir-149", "ks_c_5601-1989", "ksc_5601"], "cp949"),
    "windows-949": "cp949",
}


def codec_named(label: str) -> str:
    """Return the codec of an encoding by any of its names. Raises LookupError for an unknown one."""
    name = label.strip().lower()
    if name not in _LABELS:
        try:
            name = codecs.lookup(re.sub(r"\Ax-(?=cp\d)", "", name)).name
        except ValueError:  # a name with a NUL
            raise LookupError(f"unknown encoding: {label!r}") from None
    name = _LABELS.get(name, name)
    return _WIDER.get(name, name)


def web_codec_named(label: str) -> str:
    """Return the codec by which browsers decode a page that declares an encoding. Raises LookupError."""
    name = codec_named(label)
    return _IN_BROWSERS.get(name, name)
