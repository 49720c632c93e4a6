"""Names of the API that are on their way out: they still work, and warn.

`LEAVING` is the only place to announce one; plugins/README.md lists it. A test fails once Hutong has reached
the version that a name was to leave with, so that nothing stays for ever.
"""

import importlib
import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple


class Leaving(NamedTuple):
    """Where a name is found now, and the version of Hutong that removes it from its old place."""

    now: str
    removed_in: str


_MOVED = {
    "hutong.exports": "BOM NoPdfError can_print csv_text pdf_of send_in_portions",
    "hutong.fields": """
        OTHER SIMPLE_KINDS TOKEN_FIELD BotVerdict Choice Column CompiledPages DefinitionError
        ExpiredTokenError
        FormDefinition FormToken FormTokenError Question TamperedTokenError Trouble Turn answers_digest
        compile_pages condition_in_words is_askable issue_form_token join_with_token judge_sender kind_of
        new_id
        nps_score number_bands option_words page_token page_view posted_token question_data question_form
        question_in
        read_form_token reasons_in_words scale_values split_around_token take_turn with_nonce
    """,
    "hutong.money": """
        CURRENCIES MoneyField Payable Payment PaymentWay format_money payment_ways report_payment
    """,
    "hutong.pages": "Kept Pieces Rooms changes_at formatted prose qr_svg theme_colours theme_in_force",
    "hutong.people": """
        Colleague Person PersonInfo Segment all_segments colleagues contact_with find_people forget_phones
        join_community keepers meet_contact people_in_segment person_by_id person_here person_names
        personal_link_token reachable_colleagues remember_person search_text_of search_words segment_by_id
        speaking_to tell_person unread_notices
    """,
    "hutong.photos": """
        Photo PhotoError all_photos draw_photo photo_fault photo_url photos_by_code store_photo
    """,
    "hutong.secrets": """
        application_keys check_new_password forget_order_of_writing may_try sender stretch stretching_cost
    """,
    "hutong.streams": "listeners stream",
}

LEAVING: Mapping[str, Leaving] = {
    name: Leaving(place, removed_in="0.3") for place, names in _MOVED.items() for name in names.split()
}
"""Names that once stood in `hutong` itself."""


def leaving(name: str) -> Any:
    """What `name` stands for, with a warning. Raises `AttributeError` for a name that never was one."""
    if name not in LEAVING:
        msg = f"the plugin API has no {name!r}: see plugins/README.md"
        raise AttributeError(msg)
    now, removed_in = LEAVING[name]
    warnings.warn(
        f"hutong.{name} moved to {now}; its old place is removed in Hutong {removed_in}",
        DeprecationWarning,
        stacklevel=3,
    )
    return getattr(importlib.import_module(now), name)
