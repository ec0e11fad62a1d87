"""Named strategies: what the laws are tried on."""

from functools import cache

from hypothesis import strategies as st

import namekit
from namekit.names.kin import given, given_names, patronymic, patronymics
from namekit.romanization.orthography import LANGUAGES, may_grow, orthography, possible
from namekit.romanization.system import system
from namekit.table import read_table, table_names

SYSTEMS = table_names("systems")

any_text = st.text(max_size=60)
"""Whatever Unicode holds, surrogates aside."""

hostile_text = st.one_of(
    any_text,
    st.text(alphabet="абвĸiІіў’'ʼ\u0301\u200b\u00a0.,-()\"ЩЬЪQчch12\n\t\0", max_size=40),
    st.lists(st.sampled_from(["ch", "Л.", "Ц", "'", ",", "ЁЁ", "й", "и\u0306", "a" * 30]), max_size=20).map("".join),
)
"""Any text, and text of what names are spoilt by."""


@st.composite
def words(draw: st.DrawFn, language: str, max_size: int = 12) -> str:
    """An orthographically possible word of the language, in lower case."""
    spelling = orthography(language)
    word = ""
    for _ in range(draw(st.integers(1, max_size))):
        word += draw(st.sampled_from([c for c in spelling.alphabet if may_grow(word, c, spelling)]))
    for ending in ("", "е", "я", "а"):
        if possible(word + ending, language):
            return word + ending
    return "а"


@st.composite
def cased_words(draw: st.DrawFn, language: str) -> str:
    """A possible word in lower case, with a capital, or (two letters and more) in capitals."""
    word = draw(words(language))
    styles = [str.lower, lambda w: w[0].upper() + w[1:]]
    if sum(c.isalpha() for c in word) > 1:
        styles.append(str.upper)
    return draw(st.sampled_from(styles))(word)


@st.composite
def words_for_a_system(draw: st.DrawFn) -> tuple[str, str]:
    """A system's id and a possible word of its language."""
    system_id = draw(st.sampled_from(SYSTEMS))
    return system_id, draw(words(system(system_id).language))


@cache
def listed_names(language: str) -> tuple[list[str], list[str], list[str]]:
    """Full given names, patronymics, and common surnames that are neither, of a language."""
    rows = read_table("names", "surnames")["surname"]
    surnames = [row[language] for row in rows if language in row]
    full = [(form, n.gender) for n in given_names() for form in dict(n.forms).get(language, ())]
    return (
        [form for form, _ in full],
        [patronymics(form)[0] for form, gender in full if gender == "male"],
        [s for s in surnames if not given(s).groups and not patronymic(s).groups],
    )


first_and_last = st.sampled_from(LANGUAGES).flatmap(
    lambda language: st.tuples(*map(st.sampled_from, listed_names(language)[::2]))
)
"""A given name and a surname of one language."""


@st.composite
def names(draw: st.DrawFn) -> str:
    """Words as names have them, in some order, with or without a comma, initials, or a word beside the name."""
    language = draw(st.sampled_from(LANGUAGES))
    beside = ["А.", "Т. Г.", "фон", "оглы", "Dr.", "née", "мл.", "(Анна)", "ИванИванович", "3", "ЛИ"]
    word = st.one_of(*map(st.sampled_from, (*listed_names(language), beside)), words(language))
    return draw(st.sampled_from([" ", ", "])).join(draw(st.lists(word, min_size=1, max_size=4)))


@st.composite
def registered_spellings(draw: st.DrawFn) -> tuple[str, str]:
    """An id of the starter registry and one of the spellings, as it is, in capitals, or in lower case."""
    entity = draw(st.sampled_from(namekit.Registry.starter().entities))
    name = draw(st.sampled_from(entity.names)).text
    return entity.id, draw(st.sampled_from([str, str.upper, str.lower]))(name)
