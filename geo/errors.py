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
    """A position cannot be read, or lies outside the ranges of longitude and latitude."""


class InputFileError(DezoneError):
    """A file, or one record of it, cannot be read or written."""


def cut(text: str, length: int) -> str:
    """Shorten a text for a message to so many characters, the last one an ellipsis.

    Examples
    --------
    >>> cut("twenty miles off the coast", 12), cut("twenty", 12)
    ('twenty mile…', 'twenty')
    """
    return text if len(text) <= length else f"{text[: length - 1]}…"
