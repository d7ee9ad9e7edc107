"""Waiting for what a page does in its own time: by asking again, never by a fixed number of seconds alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKS, APART_MS = 100, 200


def until(page: Any, fact: Callable[[], bool]) -> bool:
    """Ask again and again, 20 seconds at most, and give the last answer.

    From outside, because the policy of our pages forbids what `page.wait_for_function` does inside.
    """
    for _ in range(LOOKS):
        if fact():
            return True
        page.wait_for_timeout(APART_MS)
    return fact()


def settled(page: Any, look: Callable[[], Any]) -> Any:
    """Give what is seen when nothing moves any more: the same in two looks one after the other."""
    seen = [look()]

    def same() -> bool:
        page.wait_for_timeout(APART_MS)
        seen.append(look())
        return bool(seen[-1] == seen[-2])

    assert until(page, same), "it never came to rest"
    return seen[-1]
