"""How arguments and results cross to the native library."""

from __future__ import annotations

from ctypes import byref, c_char, c_size_t, c_uint64
from datetime import timedelta
from typing import Any, Callable, Optional, Union

from ._library import Str
from ._names import MAX_EXPLANATION_LEN, MAX_LEN
from .errors import BadExpiryError, ExpiryLooksAbsoluteError, OutOfRangeError, error_of

#: One call, one token: every such token and its NUL fits this many bytes.
CAPACITY = MAX_LEN + 1
#: Every explanation and its NUL fits this many.
EXPLANATION_CAPACITY = MAX_EXPLANATION_LEN + 1
U32_MAX = 2**32 - 1
U64_MAX = 2**64 - 1
BUFFER_TOO_SMALL = 3


def raise_for(status: int) -> None:
    """Raise the exception of a status that is not OK."""
    if status:
        raise error_of(status)


# The (out, capacity, out_len) that are free. A call takes one and puts it back: other than a buffer for each thread,
# that also holds where a signal handler or a finaliser makes a token in the middle of another.
_outputs: list[tuple[Any, ...]] = []


def _new_output(capacity: int) -> tuple[Any, ...]:
    return (c_char * capacity)(), c_size_t(capacity), byref(c_size_t())


def text_out(function: Callable[..., int], *arguments: Any) -> str:
    """Call a function that writes text, and give the text."""
    try:
        output = _outputs.pop()
    except IndexError:
        output = _new_output(CAPACITY)
    status = function(*(arguments + output))
    if status:
        if status != BUFFER_TOO_SMALL:
            raise error_of(status)
        return long_text_out(function, output[2]._obj.value + 1, *arguments)
    text: str = output[0].value.decode()
    _outputs.append(output)
    return text


def long_text_out(function: Callable[..., int], capacity: int, *arguments: Any) -> str:
    """Call a function that writes text into a buffer of its own, which takes all of it."""
    output = _new_output(capacity)
    raise_for(function(*(arguments + output)))
    return str(output[0].value, "utf-8")


# The strings that are free, as with `_outputs`: to set one anew takes half as long as to make one. Only the calls whose
# cost counts give theirs back, and only when they succeed: what is kept here is short, and no certificate.
_texts: list[Str] = []
give_back = _texts.append


def text_in(value: str, name: str) -> Str:
    """A string for the library, which says what it thinks of one that is not UTF-8."""
    try:
        data = str.encode(value)
    except UnicodeEncodeError:
        # Its own message would show the string, which may be the certificate.
        data = str.encode(value, "utf-8", "surrogatepass")
    except TypeError:
        raise TypeError(f"{name} must be a str, not {type(value).__name__}") from None
    # Faster than Str(data, len(data)).
    try:
        # To raise the error costs more than to make a string: it is for a thread that came in between.
        text = _texts.pop() if _texts else Str()
    except IndexError:
        text = Str()
    text.data = data
    text.len = len(data)
    return text


def texts_in(values: Any, name: str) -> Any:
    """An array of strings for the library."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{name} must be a list of str, not one {type(values).__name__}")
    strings = [text_in(value, f"each of {name}") for value in values]
    return (Str * len(strings))(*strings)


def bytes_in(value: Union[str, bytes], name: str) -> Str:
    """Bytes for the library where it does not ask for UTF-8."""
    if isinstance(value, bytes):
        return Str(value, len(value))
    return text_in(value, name)


def number(value: int, name: str, highest: int = U32_MAX, lowest: int = 0) -> int:
    """A number that C's type can hold: ctypes would cut it to that in silence."""
    if type(value) is int and lowest <= value <= highest:
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    if not lowest <= value <= highest:
        raise OutOfRangeError(f"{name} must be from {lowest} to {highest}")
    return value


def seconds(value: Union[int, timedelta], name: str = "expires_in") -> int:
    """A lifetime in whole seconds that C's type can hold; never rounded, never cut."""
    if type(value) is int and 0 <= value <= U32_MAX:
        return value
    if isinstance(value, timedelta):
        if value.microseconds:
            raise BadExpiryError(f"{name} must be whole seconds")
        value = value.days * 86400 + value.seconds
    elif isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int of seconds or a timedelta, not {type(value).__name__}")
    if value < 0:
        raise BadExpiryError(f"{name} must not be negative: it is seconds from now")
    if value > U32_MAX:
        raise ExpiryLooksAbsoluteError
    return value


_SYSTEM_CLOCK = c_uint64(0)


def time(value: Optional[int]) -> c_uint64:
    """The time of a check, where None is the system clock."""
    return _SYSTEM_CLOCK if value is None else c_uint64(number(value, "now", U64_MAX, 1))


class Owner:
    """An object that owns a handle."""

    __slots__ = ("__weakref__", "_handle")
    _handle: Any

    def close(self) -> None:
        """Give the native object back, as leaving a ``with`` block does; calls that other threads are in go on.

        Every later call raises :class:`~agora_token.errors.ClosedError`. To close twice is fine, and an object
        that is never closed is closed by the garbage collector.
        """
        # The library sees NULL from now on, and refuses it.
        self._handle = None
