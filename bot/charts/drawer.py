"""One drawing at a time, and none that is waited for without end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Final

PATIENCE_SECONDS: Final = 20.0
"""A drawing takes a tenth of a second; no number must wait for one that hangs."""


class DrawingTimeoutError(Exception):
    """A drawing takes too long, or one before it does."""


class Drawer:
    """Draws one image at a time: matplotlib's font cache and Agg renderer are not for threads.

    A thread cannot be killed. So a drawing that takes too long is left to itself, and while it goes
    on no other is begun.
    """

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._turn = Lock()
        self._thread: Thread | None = None

    def image(self, draw: Callable[[], bytes]) -> bytes:
        """What `draw` gives. Raises what it raises, or DrawingTimeoutError."""
        with self._turn:
            if self._thread and self._thread.is_alive():
                raise DrawingTimeoutError("An earlier drawing has not ended.")
            image: Future[bytes] = Future()
            self._thread = Thread(target=_draw, args=(draw, image), name="draw", daemon=True)
            self._thread.start()
            try:
                image.exception(self._patience_seconds)
            except TimeoutError:
                raise DrawingTimeoutError(
                    f"The drawing has not ended after {self._patience_seconds:.0f} s."
                ) from None
            self._thread.join()
        return image.result()


def _draw(draw: Callable[[], bytes], image: Future[bytes]) -> None:
    try:
        result = draw()
    except Exception as error:  # noqa: BLE001  whoever waits is to hear of it, whatever it is
        image.set_exception(error)
    else:
        image.set_result(result)


DRAWER: Final = Drawer()
