"""Two colours that the CMS sets, checked against what they are read on, and made into a small stylesheet."""

import hashlib
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")
LIGHT_PAPER, DARK_PAPER = "#ffffff", "#101a1c"
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against what it stands on."""


@dataclass(frozen=True)
class Scheme:
    """The colour of links, headings and bars in one scheme, and what it has to be read on."""

    colour: str
    paper: str

    @property
    def contrast(self) -> float:
        """How far the colour stands out from its paper: 1 (not at all) to 21."""
        return contrast(self.colour, self.paper)

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


def towards(colour: str, other: str, share: float) -> str:
    """The colour this share of the way towards another one."""
    parts = ((int(colour[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def stylesheet(light: str, dark: str) -> str:
    """The custom properties of both schemes. `light` also carries white text, on buttons and bars of either scheme."""
    deep = towards(light, "#000000", 0.3)
    return (
        f":root{{--px-brand:{light};--px-brand-strong:{deep};--px-brand-surface:{light};--px-brand-surface-strong:{deep}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--px-brand:{dark};"
        f"--px-brand-strong:{towards(dark, '#ffffff', 0.3)}}}}}\n"
    )


def digest(text: str) -> str:
    """What tells one stylesheet from another, for its address."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
