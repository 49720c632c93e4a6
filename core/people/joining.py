"""Becoming known on the public side, whichever page asks."""

from flask import g

from core.accounts.limits import may_try
from core.i18n import interface_language
from core.mail.operations import send_mail
from core.people.info import person_here
from core.people.models import Person
from core.people.operations import add_person
from core.people.queries import person_by_email, person_by_id
from core.sharing.queries import link_in_use
from core.urls import public_url

AN_ADDRESS_MAY = "6 per hour"
"""Mails that strangers can have sent to somebody's address by naming it."""


def join_community(*, name: str, email: str = "", phone: str = "") -> Person:
    """A new member of the tenant of this request, who came by the link in use.

    An address that somebody here already has stays theirs; they are told by mail how they come back.
    """
    known = person_by_email(email) if email else None
    if known is not None and may_be_mailed(known):
        send_mail(
            to=known.email or "",
            template="people/mail/known",
            language=known.language or interface_language(),
            shop=g.tenant.name_in(known.language or interface_language()),
            link=public_url(g.tenant, "people.come_back"),
        )
    link = link_in_use()
    return add_person(
        role="member",
        name=name,
        email=None if known else email or None,
        phone=phone,
        language=interface_language(),
        share_link_id=link.id if link else None,
    )


def meet_contact(*, name: str, email: str = "", phone: str = "") -> Person:
    """Whoever left their name with a tool: the person this phone knows, else a new contact.

    A contact takes no seat of the plan. An address that somebody here already has stays theirs, for typing
    it proves nothing; the two are suggested to the owner as one.
    """
    here = person_here()
    found = person_by_id(here.id) if here else None
    if found is not None:
        return found
    is_free = bool(email) and person_by_email(email) is None
    link = link_in_use()
    return add_person(
        role="contact",
        name=name,
        email=email if is_free else None,
        phone=phone,
        language=interface_language(),
        share_link_id=link.id if link else None,
    )


def contact_with(*, name: str, email: str, phone: str = "", language: str = "") -> Person:
    """Whom the business means by an address it typed itself: who has it, else a new contact.

    Who is known stays as they are: `name`, `phone` and `language` are only a new contact's.
    """
    known = person_by_email(email)
    if known is not None and known.state != "left":
        return known
    return add_person(
        role="contact", name=name, email=None if known else email, phone=phone, language=language
    )


def may_be_mailed(person: Person) -> bool:
    """Whether one more mail may go to this address, of those that strangers can ask for."""
    return may_try(AN_ADDRESS_MAY, "code", str(g.tenant.id), person.email or "")
