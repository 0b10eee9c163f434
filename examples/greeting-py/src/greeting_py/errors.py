"""What can go wrong when somebody is greeted."""


class GreetingError(Exception):
    """Base of all errors of this package."""


class UnknownLanguageError(GreetingError, LookupError):
    """There are no phrases in the language that was asked for."""

    def __init__(self, language: str) -> None:
        """Keeps the language tag that was asked for as ``language``."""
        super().__init__(f"no phrases in {language!r}")
        self.language = language


class EmptyNameError(GreetingError, ValueError):
    """There is nobody to greet."""
