"""Greets people in their language and at their time of day."""

from importlib.metadata import version

from greeting_py.daytime import Daytime, daytime_of
from greeting_py.errors import EmptyNameError, GreetingError, UnknownLanguageError
from greeting_py.greeter import Greeter
from greeting_py.phrases import languages

__version__ = version("greeting-py")

__all__ = [
    "Daytime",
    "EmptyNameError",
    "Greeter",
    "GreetingError",
    "UnknownLanguageError",
    "__version__",
    "daytime_of",
    "languages",
]
