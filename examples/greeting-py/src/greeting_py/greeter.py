"""The greeter."""

from dataclasses import dataclass
from datetime import datetime

from greeting_py.daytime import daytime_of
from greeting_py.errors import EmptyNameError
from greeting_py.phrases import phrases_in


@dataclass(frozen=True)
class Greeter:
    """Greets in one language.

    Attributes:
        language: a language tag such as ``en`` or ``es-MX``.
    """

    language: str = "en"

    def hello(self, name: str, at: datetime) -> str:
        """Returns the greeting of ``name`` at the time ``at``.

        Raises:
            EmptyNameError: the name has no visible character.
            UnknownLanguageError: there are no phrases in this language.
        """
        phrase = phrases_in(self.language).hello(daytime_of(at))
        return phrase.format(name=_clean(name))

    def goodbye(self, name: str) -> str:
        """Returns the farewell to ``name``; raises as :meth:`hello` does."""
        return phrases_in(self.language).farewell.format(name=_clean(name))


def _clean(name: str) -> str:
    words = name.split()
    if not words:
        raise EmptyNameError("a name must have a visible character")
    return " ".join(words)
