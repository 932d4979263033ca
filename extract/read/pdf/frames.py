"""Frames: a page turned so that text of one direction stands upright, with the origin in its upper left corner."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

Box = tuple[float, float, float, float]


class Frame(Struct, frozen=True, gc=False):
    """The page's box in its own space (y grows upwards), seen after `turn` clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        return (self.top - self.bottom) if self.turn % 2 else (self.right - self.left)

    @property
    def height(self) -> float:
        return (self.right - self.left) if self.turn % 2 else (self.top - self.bottom)

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """x0, top, x1, bottom in this frame of a box in the page's own space."""
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def unplace(self, box: Box) -> Box:
        """left, bottom, right, top in the page's own space of a box in this frame: the inverse of `place`."""
        x0, top, x1, bottom = box
        if self.turn == 0:
            return x0 + self.left, self.top - bottom, x1 + self.left, self.top - top
        if self.turn == 1:
            return top + self.left, x0 + self.bottom, bottom + self.left, x1 + self.bottom
        if self.turn == 2:
            return self.right - x1, top + self.bottom, self.right - x0, bottom + self.bottom
        return self.right - bottom, self.top - x1, self.right - top, self.top - x0

    def turned(self, turn: int) -> Frame:
        return replace(self, turn=turn % 4)
