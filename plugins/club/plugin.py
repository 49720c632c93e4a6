"""Customer club: the table of contents of the tool. Each hook only delegates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint
from markupsafe import Markup

from hutong import (
    ActInfo,
    Manifest,
    MenuEntry,
    PageBlock,
    ShareTarget,
    Starter,
    TenantInfo,
    WaitingItem,
    hookimpl,
    permitted,
)
from hutong.money import Payment, PaymentWay
from plugins.club import earning, merging, offer_faces, offering, paying
from plugins.club.console import blueprint as console
from plugins.club.jobs import HANDLERS
from plugins.club.public import blueprint as public
from plugins.club.starter import apply_starter, export_starter
from plugins.club.starting.policy import POLICY


@hookimpl
def manifest() -> Manifest:
    """Who the tool is."""
    return Manifest(
        name="club",
        title={"zh": "客户俱乐部", "en": "Customer club"},
        summary={
            "zh": "一张会员卡，积分、优惠券、会员，老客带新客。",
            "en": "A card, points, coupons and memberships; customers bring customers.",
        },
        icon="card",
        api="1.0",
        console_endpoint="club_console.index",
        order=25,
        permissions={
            "club.serve": {"zh": "在柜台扫卡、记账、核销", "en": "Serve cards at the counter"},
            "club.offers": {"zh": "开优惠、改优惠、印券", "en": "Make offers, change them, print coupons"},
            "club.points": {
                "zh": "定积分规则、等级、徽章",
                "en": "Write rules, tiers and badges",
            },
            "club.adjust": {"zh": "看客人的积分账，人工加减", "en": "See and correct a member’s points"},
            "club.sell": {"zh": "卖会员，确认收款", "en": "Sell memberships and confirm payments"},
        },
        verbs={
            "visit": {"zh": "到店消费", "en": "Paid at the counter"},
            "check_in": {"zh": "到店签到", "en": "Checked in at the counter"},
            "refund": {"zh": "退了一笔消费", "en": "Was given money back"},
            "undo_check_in": {"zh": "签到撤回了", "en": "Was checked out again"},
            "other_phone": {"zh": "在新手机上打开了卡", "en": "Opened the card on another phone"},
            "refer": {"zh": "带来一位朋友", "en": "Brought a friend"},
            "join_club": {"zh": "领了会员卡", "en": "Joined the club"},
            "claim": {"zh": "领了券", "en": "Took a coupon"},
            "redeem": {"zh": "用了券", "en": "Used a coupon"},
            "undo_redeem": {"zh": "用券撤回了", "en": "Got a used coupon back"},
            "pick_up": {"zh": "来取了", "en": "Picked things up"},
            "order_membership": {"zh": "下单买会员", "en": "Ordered a membership"},
            "subscribe": {"zh": "买了会员", "en": "Bought a membership"},
            "refund_membership": {"zh": "退了会员", "en": "Was given back the money for a membership"},
        },
        holds={
            "club_member": {"zh": "会员", "en": "Members"},
            "club_visit": {"zh": "消费记录", "en": "Visits"},
            "club_entry": {"zh": "积分进出", "en": "Points booked"},
            "club_coupon": {"zh": "券", "en": "Coupons"},
            "club_membership": {"zh": "卖出的会籍", "en": "Memberships sold"},
        },
        starter_policy=POLICY,
    )


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    """The customer's side and the business's."""
    return (public, console)


@hookimpl
def jobs() -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
    """What is done at night."""
    return HANDLERS


@hookimpl
def menu(tenant: TenantInfo, language: str) -> Iterable[MenuEntry]:
    """The club."""
    return offering.menu_entries(tenant, language)


@hookimpl
def share_targets(tenant: TenantInfo, object_id: UUID | None = None) -> Iterable[ShareTarget]:
    """The club's page."""
    return offering.share_targets(tenant, object_id)


@hookimpl
def slot(tenant: TenantInfo, name: str) -> Markup | None:
    """On the console's first page: today at the counter."""
    return offering.today_card(tenant) if name == "console.today" and permitted("club.serve") else None


@hookimpl
def waiting(tenant: TenantInfo) -> Iterable[WaitingItem]:
    """Orders to be paid."""
    return offering.waiting_items(tenant)


@hookimpl
def page_blocks(tenant: TenantInfo) -> Iterable[PageBlock]:
    """The card of one offer."""
    return [offer_faces.offer_block(tenant)]


@hookimpl
def payment_ways(tenant: TenantInfo, language: str) -> Iterable[PaymentWay]:
    """At the counter, and by transfer."""
    return paying.ways_to_pay(tenant, language)


@hookimpl
def payment_received(tenant: TenantInfo, payment: Payment) -> None:
    """A membership was paid by a way that says so itself."""
    paying.take_payment(tenant, payment)


@hookimpl
def starter_apply(tenant: TenantInfo, starter: Starter) -> None:
    """A template's club."""
    apply_starter(tenant, starter)


@hookimpl
def starter_export() -> Mapping[str, Any]:
    """The tenant's club as a template has it."""
    return export_starter()


@hookimpl
def act_recorded(tenant: TenantInfo, act: ActInfo) -> None:
    """Points for an answered survey."""
    earning.act_recorded(tenant, act)


@hookimpl
def people_merged(tenant: TenantInfo, kept_id: UUID, gone_id: UUID) -> None:
    """Of two cards of one person one takes the other over."""
    merging.people_merged(tenant, kept_id, gone_id)


@hookimpl
def people_parted(tenant: TenantInfo, kept_id: UUID, gone_id: UUID) -> None:
    """It gives back what it took."""
    merging.people_parted(tenant, kept_id, gone_id)
