"""Pictures that a tenant has uploaded."""

from core.media.models import (
    Photo as Photo,
)
from core.media.operations import (
    photo_bytes as photo_bytes,
    photo_fault as photo_fault,
    store_photo as store_photo,
)
from core.media.photos import (
    PhotoError as PhotoError,
    draw_photo as draw_photo,
)
from core.media.queries import (
    all_photos as all_photos,
    photo_url as photo_url,
    photos_by_code as photos_by_code,
)
