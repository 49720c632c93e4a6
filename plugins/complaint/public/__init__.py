"""The writer's side: the letter, the way back to it, the receipt."""

from plugins.complaint.public import choosing, improvements, proving, pushing, talk, writing
from plugins.complaint.public.blueprint import blueprint

__all__ = ["blueprint", "choosing", "improvements", "proving", "pushing", "talk", "writing"]
