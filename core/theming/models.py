"""What a theme is: one look (an enumerated shape) and one set of colour tokens, light and dark.

A palette replaces colours only. Every value has a type, so that no selector, address or font file can come
from a tenant.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$", to_lower=True)]
Text = dict[str, str]
Length = Annotated[str, StringConstraints(pattern=r"^(0|-?\d*\.?\d+(px|em|%))$")]

REQUIRED = frozenset(
    "bg surface ink ink-2 line edge main on-main link wash tile on-tile sky on-sky on-sky-line pop on-pop "
    "good bad bad-wash a1 a2 a3 a4 a5 a6".split()
)
OPTIONAL = frozenset("deep on-deep on-deep-2 deep-line".split())  # the dark band of look "bands"

Look = Literal["cards", "bands", "rules", "plain"]
Colours = dict[str, Colour]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shape(Strict):
    """Corners, widths and the title's face. `pad` and `leader` are names of what public.css knows."""

    title: Literal["sans", "serif"]
    tw: Literal["600", "700", "900"]
    track: Length = "0"
    r: Length
    rb: Length
    rt: Length
    bw: Length
    gap: Length
    pad: Literal["24px 20px", "44px var(--side)", "28px 0 36px", "28px var(--side)"]
    leader: Literal["0", "2px dotted var(--ink-2)", "1px solid var(--line)"] = "0"
    shadow: Literal["none", "0 1px 2px rgb(16 60 76 / .06), 0 8px 24px -16px rgb(16 60 76 / .22)"] = "none"
    page: Length
    margin: Length


class Glow(Strict):
    """Strength in percent of the halo round the open sign."""

    light: int = Field(20, ge=0, le=100)
    dark: int = Field(25, ge=0, le=100)


class Palette(Strict):
    title: Text
    light: Colours = Field(default_factory=dict)
    dark: Colours = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_tokens(self) -> "Palette":
        unknown = (set(self.light) | set(self.dark)) - REQUIRED - OPTIONAL
        if unknown:
            raise ValueError(f"unknown colour tokens: {', '.join(sorted(unknown))}")
        return self


class Theme(Strict):
    """A theme file. `tint` says how far a tenant's own main colour reaches: links and buttons only (none),
    also the hero's ground as a soft wash (soft), or the hero's ground itself (full).
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    order: int
    title: Text
    summary: Text
    look: Look
    tint: Literal["none", "soft", "full"]
    glow: Glow
    shape: Shape
    light: Colours
    dark: Colours
    palettes: dict[str, Palette] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> "Theme":
        for half, colours in (("light", self.light), ("dark", self.dark)):
            missing, unknown = REQUIRED - set(colours), set(colours) - REQUIRED - OPTIONAL
            if missing or unknown:
                raise ValueError(f"{self.name}, {half}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return self

    @property
    def first_palette(self) -> str:
        return next(iter(self.palettes))

    def colours(self, palette: str | None) -> tuple[Colours, Colours]:
        """Light and dark tokens under a palette; an unknown palette counts as the first."""
        chosen = self.palettes.get(palette or "", self.palettes[self.first_palette])
        return {**self.light, **chosen.light}, {**self.dark, **chosen.dark}


class ThemeChoice(BaseModel):
    """What a tenant stores: a theme, one of its palettes, perhaps a main colour of its own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = "breeze"
    palette: str | None = None
    main: Colour | None = None
