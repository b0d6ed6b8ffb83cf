"""A hand on the keyboard and the mouse, counted by the keystroke-level model of Card, Moran and Newell."""

from typing import Any

KEY, POINT, PRESS, HOME, THINK = 0.2, 1.1, 0.2, 0.4, 1.35  # seconds: an average skilled typist's


class Hand:
    """What a person does on a page, done, with what it takes. It begins on the mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.seconds = 0.0
        self.actions = 0
        self.clicks = 0
        self._on_keys = False

    def think(self) -> None:
        """Make up one's mind."""
        self.seconds += THINK

    def click(self, target: Any) -> None:
        """Point at something and press the button."""
        self._move(on_keys=False)
        self.seconds += POINT + PRESS
        self.actions += 1
        self.clicks += 1
        target.click()

    def write(self, target: Any, words: str, end: str = "Enter") -> None:
        """Write words into a field that has the focus, and end with a key."""
        self._move(on_keys=True)
        self.seconds += KEY * (len(words) + 1)
        self.actions += 1
        target.fill(words)
        target.press(end)

    def press(self, key: str) -> None:
        """Press a key."""
        self._move(on_keys=True)
        self.seconds += KEY
        self.actions += 1
        self.page.keyboard.press(key)

    def _move(self, on_keys: bool) -> None:
        """Bring the hand from the mouse to the keys or back."""
        if self._on_keys is not on_keys:
            self.seconds += HOME
            self._on_keys = on_keys
