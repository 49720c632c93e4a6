"""What is wrong with a file and what to do, in the reader's language."""

from hutong import gettext as _
from hutong.photos import PhotoError, photo_fault
from plugins.complaint.cleaning.limits import (
    MEGABYTE,
    MOST_AUDIO,
    MOST_BYTES,
    MOST_FILES,
    MOST_PAGES,
    MOST_TOGETHER,
    MOST_VIDEO,
    MOST_VOICE,
    Reason,
)


def file_limits() -> dict[str, int | str]:
    """What the input of files says and checks before anything is sent; see ``complaint/_files.html``."""
    return {
        "files": MOST_FILES,
        "bytes": MOST_BYTES,
        "together": MOST_TOGETHER,
        "megabytes": MOST_BYTES // MEGABYTE,
        "voice": MOST_VOICE,
        "many": fault_words("many"),
        "large": fault_words("large"),
        "too_much": fault_words("together"),
        "sort": fault_words("type"),
        "empty": fault_words("empty"),
    }


def fault_words(reason: Reason) -> str:
    """One or two sentences."""
    match reason:
        case "pixels" | "small" | "animated":
            return photo_fault(PhotoError(reason))
        case "many":
            return _(
                "%(num)s files go with one message. Send this one with your next message.", num=MOST_FILES
            )
        case "large":
            return _(
                "Larger than %(num)s MB. Send a part of it, or a photo of it.", num=MOST_BYTES // MEGABYTE
            )
        case "together":
            return _(
                "Your files come to more than %(num)s MB. Send this one with your next message.",
                num=MOST_TOGETHER // MEGABYTE,
            )
        case "long":
            return _(
                "Too long: %(audio)s minutes of sound or %(video)s of video. Send the part that matters.",
                audio=MOST_AUDIO // 60,
                video=MOST_VIDEO // 60,
            )
        case "pages":
            return _("More than %(num)s pages. Send the pages that matter.", num=MOST_PAGES)
    return _plain_words()[reason]


def _plain_words() -> dict[str, str]:
    return {
        "empty": _("There is nothing in this file. Choose it again."),
        "type": _("We don’t take this sort of file. Send it as a PDF or a photo."),
        "markup": _("This is a web page or a drawing in code. Send it as a PDF or a photo."),
        "encoding": _("We can’t read this text. Save it as UTF-8, or copy it into your letter."),
        "broken": _("This file arrived broken or cut off. Choose it again, or send a photo of it."),
        "locked": _("This PDF is locked. Save it without a password, or send photos of its pages."),
        "odd": _("We can’t make this file safe. Print it to a new PDF, or send photos of it."),
        "slow": _("This file took too long to check. Send a shorter part of it."),
    }
