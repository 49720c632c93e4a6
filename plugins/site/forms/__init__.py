"""Forms of the editor: validation only, no database."""

from plugins.site.forms.block_form import BlockForm
from plugins.site.forms.kinds import FORMS, ContributedForm
from plugins.site.forms.page_forms import NewPageForm, PageForm
from plugins.site.forms.rows import reshape

__all__ = ["FORMS", "BlockForm", "ContributedForm", "NewPageForm", "PageForm", "reshape"]
