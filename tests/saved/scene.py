"""A business with a site, and what it does with templates."""

import io
from dataclasses import dataclass

from PIL import Image

from core.database import db
from core.gallery.catalog import template_named
from core.gallery.operations import apply_template, share_everything
from core.gallery.saved import template_of
from core.gallery.saving import About, Choices, save_template
from core.media.operations import store_photo
from core.tenants.models import Tenant
from core.testing.application import TenantUnderTest

ABOUT = About(
    title={"zh": "街坊洗衣", "en": "Laundry next door"},
    summary={"zh": "洗得干净", "en": "It gets clean"},
    author="Qinghe",
    licence="CC-BY-4.0",
)


def picture(colour="teal", width=700):
    """A photo as a phone sends it, with a place in it."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken by kanari at home"
    Image.new("RGB", (width, 400), colour).save(file, "JPEG", exif=exif)
    file.seek(0)
    return file


@dataclass
class Business:
    tenant: TenantUnderTest

    def begin(self, name="laundry", template=None):
        """Apply a scenario."""
        with self.tenant.scope():
            apply_template(self.row(), template or template_named(name), ("zh", "en"))
            share_everything(self.tenant.info())
            db.session.commit()

    def row(self):
        return db.session.get(Tenant, self.tenant.id)

    def photo(self, **options):
        """A new photo's code."""
        with self.tenant.scope():
            code = store_photo(file=picture(**options)).code
            db.session.commit()
            return code

    def save(self, *, about=ABOUT, **choices):
        """A version as it is unpacked."""
        info = self.tenant.info()
        with self.tenant.scope():
            row = save_template(info=info, choices=Choices(**choices), about=about)
            db.session.commit()
            return template_of(row)
