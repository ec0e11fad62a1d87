"""Patronymics as one language makes them: by its rules (tables/names/patronymics.toml), the irregular ones listed."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from namekit.names.kin import GivenName, given_names
from namekit.names.surnames import Gender
from namekit.romanization.orthography import possible
from namekit.table import read_table

Patronymic = tuple[str, Gender]
_Rule = tuple[str, int, tuple[str, ...], tuple[str, ...]]
_SOFT_FATHER = ("’евіч", "’еўна", "ьевіч", "ьеўна", "’євич")  # of a father in -ій, -ь; not of one in a hard consonant
_FOLDED = str.maketrans("ёяєії'", "еееии’")


def folded(name: str) -> str:
    """A name as it is looked up: lower case, one kind of apostrophe, ё as е."""
    return name.lower().replace("'", "’").replace("ё", "е")


@lru_cache(maxsize=16_384)
def patronymics_in(father: str, language: str) -> tuple[Patronymic, ...]:
    """Patronymics of a given name of "be", "ru" or "uk", with the bearer's gender, the usual ones first.

    `father` is spelled in that language. Those listed with the name come before those made by rule, where they begin
    like it.
    """
    name = father.replace("'", "’")
    listed = [
        form
        for group in fathers(language).get(folded(name), ())
        for form in in_language(group.patronymics, language)
        if _same_start(form, name) and not (name[-1:].lower() not in "йьіы" and form.endswith(_SOFT_FATHER))
    ]
    found = dict.fromkeys(sorted(listed, key=lambda form: "ьович" in form))
    for _, drop, male, female in sorted(_fitting(name, language), key=lambda r: -len(r[0]))[:1]:
        stem = name[: len(name) - drop]
        found.update(dict.fromkeys(stem + ending for ending in (*male, *female)))
    return tuple((form, _gender(form)) for form in found)


def _fitting(name: str, language: str) -> Iterator[_Rule]:
    return (rule for rule in _rules(language) if name.lower().endswith(rule[0]))


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    return tuple(
        (end, row["drop"], tuple(row["male"]), tuple(row["female"]))
        for row in read_table("names", "patronymics")["rule"]
        if row["language"] == language
        for end in row["father"]
    )


def _gender(form: str) -> Gender:
    return "female" if form.endswith("а") else "male"


def _same_start(form: str, father: str) -> bool:
    """Whether the first letters are one; stress moves (Пётр, Пятровіч), so е, ё and я are alike."""
    return form[:1].lower().translate(_FOLDED) == father[:1].lower().translate(_FOLDED)


@cache
def fathers(language: str) -> Mapping[str, tuple[GivenName, ...]]:
    """Male given names by their full forms in a language, as `folded` spells them."""
    found: dict[str, tuple[GivenName, ...]] = {}
    for name in given_names():
        if name.gender == "male":
            for form in dict(name.forms).get(language, ()):
                found[folded(form)] = (*found.get(folded(form), ()), name)
    return found


def in_language(listed: tuple[str, ...], language: str) -> list[str]:
    """Those of a name's listed patronymics that are of the language, by their endings and the feminine beside them.

    -ович is Russian beside -овна, Ukrainian beside -івна; -ич beside -инична and -івна, -іч beside -інічна.
    """
    forms = list(listed)
    return [form for form in forms if possible(form.replace("-", ""), language) and _OF[language](form, forms)]


def _belarusian(form: str, listed: list[str]) -> bool:
    return form.endswith(("віч", "ўна", "ічна")) or (
        form.endswith(("іч", "ыч")) and _beside(form[:-2], ("інічна", "ічна", "аўна"), listed)
    )


def _russian(form: str, listed: list[str]) -> bool:
    if form.endswith("ович"):
        return _beside(form[:-4], ("овна",), listed)
    return form.endswith(("евич", "овна", "евна", "ична", "ишна")) or (
        form.endswith(("ич", "ыч")) and _beside(form[:-2], ("инична", "ична"), listed)
    )


def _ukrainian(form: str, listed: list[str]) -> bool:
    if form.endswith(("йович", "ьович", "івна", "ївна")):
        return True
    return not form.endswith("евич") and any(
        form.endswith(end) and _beside(form[: -len(end)], ("івна",), listed) for end in ("ович", "ич", "іч")
    )


def _beside(stem: str, endings: tuple[str, ...], listed: list[str]) -> bool:
    return any(stem + ending in listed for ending in endings)


_OF: Mapping[str, Callable[[str, list[str]], bool]] = {"be": _belarusian, "ru": _russian, "uk": _ukrainian}


@cache
def known_patronymics(language: str) -> Mapping[str, tuple[tuple[GivenName, Gender], ...]]:
    """Fathers' names and the bearer's gender by patronymic of the language, as `folded` spells it."""
    found: dict[str, dict[tuple[str, Gender], GivenName]] = {}
    for name in given_names():
        if name.gender != "male":
            continue
        made = {form for father in dict(name.forms).get(language, ()) for form, _ in patronymics_in(father, language)}
        for form in made | set(in_language(name.patronymics, language)):
            found.setdefault(folded(form), {})[name.id, _gender(form)] = name
    return {form: tuple((name, gender) for (_, gender), name in by.items()) for form, by in found.items()}
