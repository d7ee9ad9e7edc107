"""What a user can mend: every such error is a `DezoneError`, and its text ends with the mend."""


class DezoneError(Exception):
    """Base of all errors that the user of the program can mend.

    The text names the thing, what is wrong with it, and what to do, in that order.

    Examples
    --------
    >>> str(DezoneError("places.csv, line 3: latitude 128.0 is beyond 90: swap lon and lat"))
    'places.csv, line 3: latitude 128.0 is beyond 90: swap lon and lat'
    """


class PositionError(DezoneError):
    """A position cannot be read, or lies outside the ranges of longitude and latitude.

    Examples
    --------
    >>> from geo.coordinates import read_position
    >>> read_position("128E 38.5")
    Traceback (most recent call last):
        ...
    geo.errors.PositionError: '128E 38.5': a number without a hemisphere: add N, S, E or W
    """


class InputFileError(DezoneError):
    """A file, or one record of it, cannot be read or written.

    Examples
    --------
    >>> from geo.files import read_records
    >>> read_records("nowhere.geojson")
    Traceback (most recent call last):
        ...
    geo.errors.InputFileError: nowhere.geojson: does not exist: check the name and the folder
    """


def cut(text: str, length: int) -> str:
    """Shorten a text for a message to so many characters, the last one an ellipsis.

    Examples
    --------
    >>> cut("twenty miles off the coast", 12), cut("twenty", 12)
    ('twenty mile…', 'twenty')
    """
    return text if len(text) <= length else f"{text[: length - 1]}…"
