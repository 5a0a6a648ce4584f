"""English adjectives of countries, regions and peoples, which have capitals and name nothing by themselves.

>>> [is_nationality(word) for word in ("Japanese", "Iranians", "West German", "Kurdish")]
[True, True, True, False]

Peoples without a state of their own are not among them: no other name stands for them.
"""

from __future__ import annotations

_LISTED = """
    afghan african albanian algerian american andorran angolan argentine argentinian armenian asian
    australian austrian azerbaijani azeri bahamian bahraini bangladeshi barbadian belarusian belgian
    belizean beninese bhutanese bolivian bosnian brazilian british bruneian bulgarian burkinabe burmese
    burundian cambodian cameroonian canadian chadian chilean chinese colombian congolese croatian cuban
    cypriot czech czechoslovak danish dominican dutch ecuadorean ecuadorian egyptian emirati english
    eritrean estonian ethiopian european fijian filipino finnish french gabonese gambian georgian german
    ghanaian greek grenadian guatemalan guinean guyanese haitian honduran hungarian icelandic indian
    indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kazakhstani
    kenyan korean kosovar kuwaiti kyrgyz lao laotian latvian lebanese lesothan liberian libyan lithuanian
    luxembourgish macedonian malagasy malawian malaysian maldivian malian maltese mauritanian mauritian
    mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan
    nigerian nigerien norwegian omani pakistani panamanian paraguayan persian peruvian philippine polish
    portuguese qatari romanian russian rwandan salvadoran saudi scottish senegalese serbian singaporean
    slovak slovakian slovene slovenian somali soviet spanish sudanese surinamese swedish swiss syrian
    taiwanese tajik tanzanian thai togolese trinidadian tunisian turkish turkmen ugandan ukrainian
    uruguayan uzbek venezuelan vietnamese welsh western yemeni yugoslav zairean zambian zimbabwean
"""
_ADJECTIVES = frozenset(_LISTED.split())
#: Words that may stand before an adjective, also with a hyphen: West German, Franco-German.
_FIRST = (
    "north south east west northern southern eastern western central latin anglo franco sino russo indo pan"
)
_BEFORE = frozenset(_FIRST.split())


def is_nationality(name: str) -> bool:
    """Return whether a name is an adjective of a country or a continent, several, or their plural."""
    *before, last = name.lower().replace("-", " ").split()
    singular = last[:-1] if last.endswith("s") and last not in _ADJECTIVES else last
    return singular in _ADJECTIVES and all(word in _BEFORE or word in _ADJECTIVES for word in before)
