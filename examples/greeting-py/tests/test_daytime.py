from datetime import datetime

import pytest

from greeting_py import Daytime, daytime_of


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (0, 0, Daytime.EVENING),
        (4, 59, Daytime.EVENING),
        (5, 0, Daytime.MORNING),
        (11, 59, Daytime.MORNING),
        (12, 0, Daytime.AFTERNOON),
        (17, 59, Daytime.AFTERNOON),
        (18, 0, Daytime.EVENING),
        (23, 59, Daytime.EVENING),
    ],
)
def test_the_day_has_three_parts(hour: int, minute: int, expected: Daytime) -> None:
    assert daytime_of(datetime(2026, 3, 1, hour, minute)) is expected
