"""Units: what a word says that a number counts, in one form for all languages."""

from __future__ import annotations

from functools import lru_cache

from summarizer.gate.lexicon import lexicon, listed
from summarizer.gate.normalise.names import COMPOUNDING

CURRENCIES = listed("euro dollar pound krone zloty hryvnia ruble franc")
_UNITS = {
    "percentage point": "percentage_point* procentenhet* prosentpoeng* procentpoint* prozentpunkt* "
    "procentpunt* points_de_pourcentage point_de_pourcentage punto_porcentual puntos_porcentuales "
    "punto_percentuale punti_percentuali ponto_percentual pontos_percentuais punkt_procentowy "
    "punkty_procentowe punktów_procentowych punktu_procentowego prosenttiyksik* відсоткового_пункту "
    "відсоткових_пунктів відсоткові_пункти",
    "percent": "% percent percentage per_cent procent* prosent* prozent* pour_cent por_ciento por_cento "
    "per_cento prosentt* відсотк* процент* proc pct porcent* percentua* pourcentage*",
    "euro": "€ euro* eur євро евро",
    "dollar": "$ dollar* dólar* dolar* dollari* долар* доллар* usd",
    "pound": "£ pound* pund pundet pfund livre livres libra* funt* фунт* gbp punta* pond sterlin*",
    "krone": "kr kron* koron* kruun* крон* sek nok dkk couronne* corona* coroa*",
    "zloty": "zł złot* zloty* pln злот*",
    "hryvnia": "₴ hryvn* hrywn* griwn* grivn* гривн* грн uah hryvni* гривень",
    "ruble": "rubel* rubl* ruble* рубл* rub roubl*",
    "franc": "franc francs franken schweizerfranc* chf франк*",
    "kilometre": "km kilom* kilóm* quilómetro* кілометр* километр* chilometr*",
    "metre": "m meter metern metre metres mètre* metro metros metriä metri metra metrów метр* metrit",
    "centimetre": "cm centimeter* centimetre* centimètre* centímetro* сантиметр* centymetr* senttimetri*",
    "mile": "mile miles meile* миль милі",
    "scandinavian mile": "mil milen",
    "hectare": "hectare* hektar* hectárea* hehtaari* гектар* ettar* ha",
    "tonne": "ton tonne* tonn tonnes tons tonnen tonnia тонн* tonelada* tonnellat* tonę tony",
    "litre": "litre* liter* litro* litr* літр* litraa",
    "kilogram": "kg kilo kilos kiloa kilon kiloja kilogram* kilogramm* кілограм* chilo*",
    "gram": "gram grams gramm gramme* gramma* gramo* grammo grammi g грам грами грамів grama* gramów",
    "degree": "degree* grad grader celsius grados degré* stopni* градус* gradi graus astett*",
}


@lru_cache(maxsize=1)
def _known_units() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for unit, entries in _UNITS.items():
        for entry in entries.split():
            if entry.endswith("*"):
                beginnings[entry[:-1]] = unit
            else:
                exact[entry] = unit
    return exact, beginnings


def phrase_unit(words: list[str]) -> str | None:
    """The unit that two or three words name: "percentage points"."""
    exact, beginnings = _known_units()
    for size in (3, 2):
        phrase = "_".join(words[:size])
        for n in range(len(phrase), len(words[0]), -1):
            if "_" in phrase[:n] and (
                unit := (exact if n == len(phrase) else {}).get(phrase) or beginnings.get(phrase[:n])
            ):
                return unit
    return None


@lru_cache(maxsize=8192)
def unit_of(word: str, language: str) -> str | None:
    """The unit that `word` names in `language`; "per cent" is asked as ``per_cent``."""
    if found := lexicon(language, "units").of_word(word):
        return min(found)
    exact, beginnings = _known_units()
    if word in exact:
        return exact[word]
    if unit := next((beginnings[word[:n]] for n in range(len(word), 2, -1) if word[:n] in beginnings), None):
        return unit
    if language in COMPOUNDING and len(word) > 7:  # "Arbeitsstunden", "arbetstimmar"
        return next((u for n in range(3, len(word) - 4) if (u := time_unit(word[n:], language))), None)
    return None


def time_unit(ending: str, language: str) -> str | None:
    """The unit of time that `ending`, the second part of a compound, names."""
    return min(lexicon(language, "units").of_word(ending), default=None)
