"""The phrases, by language."""

from dataclasses import dataclass

from greeting_py.daytime import Daytime
from greeting_py.errors import UnknownLanguageError


@dataclass(frozen=True)
class Phrases:
    """What one language says; ``{name}`` stands for the person."""

    morning: str
    afternoon: str
    evening: str
    farewell: str

    def hello(self, daytime: Daytime) -> str:
        """Returns the greeting for a part of the day."""
        by_daytime = {
            Daytime.MORNING: self.morning,
            Daytime.AFTERNOON: self.afternoon,
            Daytime.EVENING: self.evening,
        }
        return by_daytime[daytime]


_PHRASES = {
    "en": Phrases(
        morning="Good morning, {name}!",
        afternoon="Good afternoon, {name}!",
        evening="Good evening, {name}!",
        farewell="Goodbye, {name}!",
    ),
    "es": Phrases(
        morning="¡Buenos días, {name}!",
        afternoon="¡Buenas tardes, {name}!",
        evening="¡Buenas noches, {name}!",
        farewell="¡Adiós, {name}!",
    ),
    "ja": Phrases(
        morning="{name}さん、おはようございます。",
        afternoon="{name}さん、こんにちは。",
        evening="{name}さん、こんばんは。",
        farewell="{name}さん、さようなら。",
    ),
    "ko": Phrases(
        morning="{name}님, 좋은 아침입니다.",
        afternoon="{name}님, 안녕하세요.",
        evening="{name}님, 좋은 저녁입니다.",
        farewell="{name}님, 안녕히 가세요.",
    ),
    "nb": Phrases(
        morning="God morgen, {name}!",
        afternoon="God dag, {name}!",
        evening="God kveld, {name}!",
        farewell="Ha det, {name}!",
    ),
}


def languages() -> tuple[str, ...]:
    """Returns the tags of the languages that have phrases, sorted."""
    return tuple(sorted(_PHRASES))


def phrases_in(language: str) -> Phrases:
    """Returns the phrases of a language such as ``es`` or ``es-MX``.

    A regional tag falls back to its base language.

    Raises:
        UnknownLanguageError: neither the tag nor its base language has phrases.
    """
    tag = language.replace("_", "-").lower()
    while tag:
        if tag in _PHRASES:
            return _PHRASES[tag]
        tag = tag.rpartition("-")[0]
    raise UnknownLanguageError(language)
