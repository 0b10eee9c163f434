import pytest

from greeting_py import Daytime, UnknownLanguageError, languages
from greeting_py.phrases import phrases_in


def test_the_languages_are_sorted() -> None:
    assert languages() == ("en", "es", "ja", "ko", "nb")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("daytime", Daytime)
def test_every_phrase_names_the_person_once(language: str, daytime: Daytime) -> None:
    phrases = phrases_in(language)
    for phrase in (phrases.hello(daytime), phrases.farewell):
        assert phrase.count("{name}") == 1
        assert phrase.format(name="Ada").replace("Ada", "{name}") == phrase


@pytest.mark.parametrize("tag", ["es", "ES", "es-MX", "es_MX", "es-Latn-MX"])
def test_a_regional_tag_falls_back_to_its_language(tag: str) -> None:
    assert phrases_in(tag) is phrases_in("es")


@pytest.mark.parametrize("tag", ["", "-", "tlh", "e", "english"])
def test_an_unknown_language_is_an_error_that_names_it(tag: str) -> None:
    with pytest.raises(UnknownLanguageError) as raised:
        phrases_in(tag)
    assert raised.value.language == tag
