from datetime import datetime
from importlib.metadata import version

import pytest

import greeting_py
from greeting_py import EmptyNameError, Greeter, GreetingError, UnknownLanguageError

MORNING = datetime(2026, 3, 1, 8)
NOON = datetime(2026, 3, 1, 12)
NIGHT = datetime(2026, 3, 1, 22)


@pytest.mark.parametrize(
    ("language", "at", "expected"),
    [
        ("en", MORNING, "Good morning, Ada!"),
        ("en", NOON, "Good afternoon, Ada!"),
        ("es-MX", NIGHT, "¡Buenas noches, Ada!"),
        ("ja", NOON, "Adaさん、こんにちは。"),
        ("ko", MORNING, "Ada님, 좋은 아침입니다."),
        ("nb", NIGHT, "God kveld, Ada!"),
    ],
)
def test_hello(language: str, at: datetime, expected: str) -> None:
    assert Greeter(language).hello("Ada", at) == expected


def test_goodbye() -> None:
    assert Greeter("nb").goodbye("Ada") == "Ha det, Ada!"


def test_white_space_in_a_name_is_tidied() -> None:
    assert Greeter().goodbye("  Ada \n Lovelace ") == "Goodbye, Ada Lovelace!"


def test_a_name_is_never_a_template() -> None:
    assert Greeter().goodbye("{name} {0}") == "Goodbye, {name} {0}!"


@pytest.mark.parametrize("name", ["", " ", "\n\t"])
def test_nobody_cannot_be_greeted(name: str) -> None:
    with pytest.raises(EmptyNameError):
        Greeter().hello(name, MORNING)


def test_every_error_is_a_greeting_error() -> None:
    assert issubclass(EmptyNameError, GreetingError)
    assert issubclass(UnknownLanguageError, GreetingError)


def test_the_version_is_that_of_the_installed_distribution() -> None:
    assert greeting_py.__version__ == version("greeting-py")
