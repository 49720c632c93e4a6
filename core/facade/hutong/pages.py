"""What pages are made of beside templates: Markdown, QR codes, parts, other tools' blocks, what is kept."""

from core.kept import (
    Kept as Kept,
    changes_at as changes_at,
)
from core.kept_pages import (
    kept_page as kept_page,
)
from core.markdown import (
    formatted as formatted,
    prose as prose,
)
from core.offers import (
    block_kinds as block_kinds,
    drawn_block as drawn_block,
    menu_entries as menu_entries,
    things_to_share as things_to_share,
)
from core.pieces import (
    Pieces as Pieces,
    Rooms as Rooms,
)
from core.qr import (
    qr_svg as qr_svg,
)
from core.security import (
    allow_frame as allow_frame,
)
from core.theming.public import (
    theme_colours as theme_colours,
    theme_in_force as theme_in_force,
)
