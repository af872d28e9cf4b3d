"""Two colours that the CMS sets, checked against what they are read on, and made into a small stylesheet."""

import hashlib
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against what it stands on."""
LIGHT_GROUNDS = ("#ffffff", "#eef5f4", "#f8eff5", "#e4f3e9", "#fbe8e6")
DARK_GROUNDS = ("#101a1c", "#1a2a2c", "#2d1f2c", "#17301f", "#3a1f1f")
"""What links and headings stand on in each scheme: static/scss/_colours.scss has the same."""


@dataclass(frozen=True)
class Scheme:
    """The colour of links, headings and bars in one scheme, and all that it has to be read on."""

    colour: str
    grounds: tuple[str, ...]

    @property
    def hardest_ground(self) -> str:
        """What it stands out from least."""
        return min(self.grounds, key=lambda ground: contrast(self.colour, ground))

    @property
    def contrast(self) -> float:
        """How far it stands out from that: 1 (not at all) to 21."""
        return contrast(self.colour, self.hardest_ground)

    @property
    def is_readable(self) -> bool:
        return self.contrast >= LEAST_CONTRAST


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as `#rrggbb`. Source: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def stylesheet(light: str, dark: str) -> str:
    """The two custom properties from which the site's own stylesheet mixes all that it needs."""
    return f":root{{--px-brand-on-light:{light};--px-brand-on-dark:{dark}}}\n"


def digest(text: str) -> str:
    """What tells one stylesheet from another, for its address."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
