"""Names and colours of labels, for files that a person looks at."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from glossator.core.model.label import Label


class Palette:
    """Asks the project's labels; a label that is unknown gets its key as its name and a hue from its letters."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._labels = {label.id: label for label in labels}

    def name(self, key: str) -> str:
        """What a person calls the label."""
        label = self._labels.get(key)
        return label.name if label and label.name else key

    def hue(self, key: str) -> int:
        """Its place on the colour circle, 0 to 359 degrees."""
        label = self._labels.get(key)
        return (label.hue if label else 37 * sum(map(ord, key))) % 360

    def color(self, key: str, saturation: float, lightness: float) -> str:
        """Its colour as ``RRGGBB``; saturation and lightness are 0 to 1."""
        rgb = colorsys.hls_to_rgb(self.hue(key) / 360, lightness, saturation)
        return "".join(f"{round(255 * part):02X}" for part in rgb)
