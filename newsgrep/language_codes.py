"""Codes of languages: names, codes of three letters and locales are converted to one form.

>>> language_code("French"), language_code("eng"), language_code("en_us"), language_code("Klingon")
('fr', 'en', 'en-US', 'Klingon')

The names are the English name of a language, its name in the language itself and, for languages with many
newspapers, the names in six other languages. The test of this module compares them with CLDR.
"""

from __future__ import annotations

import functools
import re

from newsgrep.analysis.folding import fold

#: A code, and what may follow it: a script, a country, and other parts.
_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8})+)(?:[.@].*)?")
_SCRIPT_OR_COUNTRY = re.compile(r"[A-Za-z]{4}|[A-Za-z]{2}|[0-9]{3}")
#: Brackets after a name, as in `Portuguese (Brazil)`; and separators between several names.
_BRACKETS = re.compile(r"\s*\([^()]*\)\Z")
_BETWEEN = re.compile(r"[;,|/]")
_LONGEST = 100


@functools.lru_cache(maxsize=1024)
def language_code(written: str) -> str:
    """Return the code of a language in any form, or of the first of several; an unknown text is not changed.

    The code has two letters if there is such a code, and the script and country after it: `zh-Hant-TW`.
    """
    text = written.strip()[:_LONGEST]
    return _code(text) or _code(_BETWEEN.split(text)[0].strip()) or written


def is_language_name(line: str) -> bool:
    """Return whether a line is the name of a language."""
    name = line.strip()
    return len(name) <= _LONGEST and fold(name) in _names()


def _code(text: str) -> str:
    """Return the code of one language; '' if it is unknown."""
    name = fold(_BRACKETS.sub("", text))
    if code := _codes().get(name) or _names().get(name):
        return code
    if not (tag := _TAG.fullmatch(text)):
        return ""
    parts = re.split("[-_]", tag[2][1:])
    code = _codes().get(tag[1].lower(), "")
    if not code and not all(map(_SCRIPT_OR_COUNTRY.fullmatch, parts)):
        return ""
    return "-".join([code or tag[1].lower(), *map(_as_usual, parts)])


def _as_usual(part: str) -> str:
    """Return a part of a code with its usual capitals: Latn, GB, oxendict."""
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()


@functools.cache
def _rows() -> list[tuple[list[str], list[str]]]:
    """Return the codes and the names of each language."""
    rows = (row.partition(": ") for row in _TABLE.replace("\n ", "").splitlines())
    return [(codes.split(), names.split("|")) for codes, _, names in rows]


@functools.cache
def _codes() -> dict[str, str]:
    return {code: codes[0] for codes, _ in _rows() for code in codes}


@functools.cache
def _names() -> dict[str, str]:
    return {fold(name): codes[0] for codes, names in _rows() for name in names}


#: The codes of each language, that of two letters first, and its names.
_TABLE = """\
aa aar: afar|qafar
ab abk: abkhazian|аԥсшәа
ae ave: avestan
af afr: afrikaans
ak fat aka twi: akan
am amh: amharic|አማርኛ
an arg: aragonese|aragonés
ar arb ara: arabic|العربية|arabisch|arabe|arabo
as asm: assamese|অসমীয়া
av ava: avaric
ay ayr aym: aymara
az azj aze: azerbaijani|azərbaycan|aserbaidschanisch|azerbaïdjanais|azerbaiyano|azerbaigiano
 |azerbaijano|azerbeidzjaans|azərbaycanca|azeri
ba bak: bashkir|башҡорт теле
be bel: belarusian|беларуская|belarussisch|biélorusse|bielorruso|bielorusso|bielorrusso|byelorussian
bg bul: bulgarian|български|bulgarisch|bulgare|búlgaro|bulgaars
bi bis: bislama
bm bam: bambara|bamanakan
bn ben: bangla|বাংলা|bengalisch|bengali|bengalese|bengaals
bo bod tib: tibetan|བོད་སྐད་
br bre: breton|brezhoneg
bs bos: bosnian|bosanski|bosnisch|bosniaque|bosnio|bosniaco
ca cat: catalan|català|katalanisch|catalano|catalão|catalaans|valencian
ce che: chechen|нохчийн
ch cha: chamorro
co cos: corsican|corsu
cr cwd cre: cree
cs ces cze: czech|čeština|tschechisch|tchèque|checo|ceco|tcheco|tsjechisch|česky
cu chu: church slavic|церковнослове́нскїй
cv chv: chuvash|чӑваш
cy cym wel: welsh|cymraeg|walisisch|gallois|galés|gallese
da dan: danish|dansk|dänisch|danois|danés|danese|dinamarquês|deens
de deu ger: german|deutsch|allemand|alemán|tedesco|alemão|duits
dv div: divehi|ދިވެހިބަސް|dhivehi|maldivian
dz adp dzo: dzongkha|རྫོང་ཁ
ee ewe: ewe|eʋegbe
el ell gre: greek|ελληνικά|griechisch|grec|griego|greco|grego|grieks|modern greek
en eng: english|englisch|anglais|inglés|inglese|engels|английский|英文|英語|英语|영어|american english
 |british english
eo epo: esperanto
es spa: spanish|español|spanisch|espagnol|spagnolo|espanhol|spaans|castellano|castilian|castellan
et ekk est: estonian|eesti|estnisch|estonien|estonio|estone|estoniano|estisch
eu eus baq: basque|euskara|baskisch|euskera|basco
fa pes fas per: persian|فارسی|persisch|persan|persa|persiano|perzisch|farsi|dari
ff fuc ful: fula|pulaar
fi fin: finnish|suomi|finnisch|finnois|finés|finlandese|finlandês|fins
fj fij: fijian
fo fao: faroese|føroyskt
fr fra fre: french|français|französisch|francés|francese|frans
fy fry: western frisian|frysk
ga gle: irish|gaeilge|irisch|irlandais|irlandés|irlandese|iers
gd gla: scottish gaelic|gàidhlig|gaelic
gl glg: galician|galego|galicisch|galicien|gallego|galiziano|gallegan
gn gug grn: guarani|avañe’ẽ
gu guj prp: gujarati|ગુજરાતી
gv glv: manx|gaelg
ha hau: hausa
he iw heb: hebrew|עברית|hebräisch|hébreu|hebreo|ebraico|hebraico|hebreeuws
hi hin: hindi|हिन्दी
ho hmo: hiri motu
hr scr hrv: croatian|hrvatski|kroatisch|croate|croata|croato
ht hat: haitian creole|kreyòl ayisyen|haitian
hu hun: hungarian|magyar|ungarisch|hongrois|húngaro|ungherese|hongaars
hy hye arm: armenian|հայերեն|armenisch|arménien|armenio|armeno|armeens
hz her: herero
ia ina: interlingua
id in ind: indonesian|indonesia|indonesisch|indonésien|indonesio|indonesiano|bahasa indonesia|bahasa
ie ile: interlingue
ig ibo: igbo
ii iii: sichuan yi|ꆈꌠꉙ
ik esk ipk: inupiaq
io ido: ido
is isl ice: icelandic|íslenska|isländisch|islandais|islandés|islandese|ijslands
it ita: italian|italiano|italienisch|italien|italiaans
iu ike iku: inuktitut|ᐃᓄᒃᑎᑐᑦ
ja jpn: japanese|日本語|japanisch|japonais|japonés|giapponese|japans
jv jw jav: javanese|jawa
ka kat geo: georgian|ქართული|georgisch|géorgien|georgiano
kg kng kon: kongo
ki kik: kikuyu|gikuyu
kj kua: kuanyama
kk kaz: kazakh|қазақ тілі|kasachisch|kazajo|kazako|cazaque|kazachs
kl kal: kalaallisut
km khm: khmer|ខ្មែរ|cambodian
kn kan: kannada|ಕನ್ನಡ
ko kor: korean|한국어|koreanisch|coréen|coreano|koreaans
kr knc kau: kanuri
ks kas: kashmiri|کٲشُر
ku kmr kur: kurdish|kurdî|kurdisch|kurde|kurdo|curdo|koerdisch|kurmanji
kv kpv kom: komi
kw cor: cornish|kernewek
ky kir: kyrgyz|кыргызча|kirghiz|kyrghyz
la lat: latin|latina
lb ltz: luxembourgish|lëtzebuergesch|luxemburgish
lg lug: ganda|luganda
li lim: limburgish
ln lin: lingala
lo lao: lao|ລາວ
lt lit: lithuanian|lietuvių|litauisch|lituanien|lituano|litouws
lu lub: luba-katanga|tshiluba
lv lvs lav: latvian|latviešu|lettisch|letton|letón|lettone|letão|lets
mg plt mlg: malagasy
mh mah: marshallese
mi mri mao: māori
mk mkd mac: macedonian|македонски|mazedonisch|macédonien|macedonio|macedone|macedonisch
ml mal: malayalam|മലയാളം
mn drh khk mon: mongolian|монгол|mongolisch|mongol|mongolo|mongools
mr mar: marathi|मराठी
ms zsm msa may: malay|melayu|malaiisch|malais|malayo|malese|malaio|maleis|bahasa melayu|bahasa malaysia
mt mlt: maltese|malti|maltesisch|maltais|maltés|maltees
my mya bur: burmese|မြန်မာ
na nau: nauru
nb nob: norwegian bokmål|norsk bokmål|norvégien bokmål|noruego bokmal|norvegese bokmål
 |bokmål norueguês|noors - bokmål|bokmål
nd nde: north ndebele
ne npi nep: nepali|नेपाली
ng ndo: ndonga
nl nld dut: dutch|nederlands|niederländisch|néerlandais|neerlandés|olandese|holandês|flemish|vlaams
nn nno: norwegian nynorsk|norsk nynorsk|norvégien nynorsk|noruego nynorsk|norvegese nynorsk
 |nynorsk norueguês|noors - nynorsk|nynorsk
no nor: norwegian|norsk|norwegisch|norvégien|noruego|norvegese|norueguês|noors
nr nbl: south ndebele
nv nav: navajo|diné bizaad
ny nya: nyanja|chichewa
oc oci: occitan
oj ojg oji: ojibwa
om gaz orm: oromo|oromoo
or ory ori: odia|ଓଡ଼ିଆ|oriya
os oss: ossetic|ирон
pa pan: punjabi|ਪੰਜਾਬੀ|panjabi
pi pli: pali
pl pol: polish|polski|polnisch|polonais|polaco|polacco|polonês|pools
ps pbu pus: pashto|پښتو|paschtu|pachto|pastún|pasjtoe|pushto
pt por: portuguese|português|portugiesisch|portugais|portoghese|portugees|brazilian portuguese
qu quz que: quechua|runasimi
rm roh: romansh|rumantsch|romansch
rn run: rundi|ikirundi
ro mo mol ron rum: romanian|română|rumänisch|roumain|rumano|rumeno|romeno|roemeens|moldavian|moldovan
ru rus: russian|русский|russisch|russe|ruso|russo
rw kin: kinyarwanda|ikinyarwanda
sa cls san: sanskrit|संस्कृत भाषा
sc src srd: sardinian|sardu
sd snd: sindhi|سنڌي
se sme: northern sami|davvisámegiella
sg sag: sango
si sin: sinhala|සිංහල|sinhalese
sk slk slo: slovak|slovenčina|slowakisch|slovaque|eslovaco|slovacco|slowaaks|slovensky
sl slv: slovenian|slovenščina|slowenisch|slovène|esloveno|sloveno|sloveens
sm smo: samoan
sn sna: shona|chishona
so som: somali|soomaali
sq als sqi alb: albanian|shqip|albanisch|albanais|albanés|albanese|albanees
sr scc srp: serbian|српски|serbisch|serbe|serbio|serbo|sérvio|servisch|srpski
ss ssw: swati|siswati
st sot: southern sotho|sesotho
su sun: sundanese|basa sunda
sv swe: swedish|svenska|schwedisch|suédois|sueco|svedese|zweeds
sw swh swa: swahili|kiswahili|suaheli|suajili|suaíli
ta tam: tamil|தமிழ்|tamoul
te tel: telugu|తెలుగు
tg tgk: tajik|тоҷикӣ
th tha: thai|ไทย|thailändisch|tailandés|thailandese
ti tir: tigrinya|ትግርኛ
tk tuk: turkmen|türkmen dili
tl tgl fil: tagalog|filipino|pilipino
tn tsn: tswana|setswana
to ton: tongan|lea fakatonga
tr tur: turkish|türkçe|türkisch|turc|turco|turks
ts tso: tsonga|xitsonga
tt tat: tatar|татар
ty tah: tahitian
ug uig: uyghur|ئۇيغۇرچە|uighur
uk ukr: ukrainian|українська|ukrainisch|ukrainien|ucraniano|ucraino|oekraïens
ur urd: urdu|اردو|ourdou
uz uzn uzb: uzbek|o‘zbek|usbekisch|ouzbek|uzbeko|uzbeco|uzbeque|oezbeeks
ve ven: venda|tshivenḓa
vi vie: vietnamese|tiếng việt|vietnamesisch|vietnamien|vietnamita|vietnamees
vo vol: volapük
wa wln: walloon|walon
wo wol: wolof
xh xho: xhosa|isixhosa
yi ji ydd yid: yiddish|ייִדיש
yo yor: yoruba|èdè yorùbá
za zyb zha: zhuang|vahcuengh
zh cmn zho chi: chinese|中文|chinesisch|chinois|chino|cinese|chinês|chinees|简体中文|繁體中文|mandarin
 |simplified chinese|traditional chinese
zu zul: zulu|isizulu
"""
