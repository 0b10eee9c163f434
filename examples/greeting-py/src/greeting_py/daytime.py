"""The part of the day, by the hour."""

from datetime import datetime
from enum import Enum


class Daytime(Enum):
    """A part of the day that has a greeting of its own."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def daytime_of(moment: datetime) -> Daytime:
    """Returns the part of the day at ``moment``, in its own time zone.

    The morning is from 5:00, the afternoon from noon, and the evening from 18:00
    until the next morning.
    """
    if 5 <= moment.hour < 12:
        return Daytime.MORNING
    if 12 <= moment.hour < 18:
        return Daytime.AFTERNOON
    return Daytime.EVENING
