"""The plugin API: everything a plugin may import, under one name.

>>> from hutong import hookimpl, TenantOwned, Base, policy, PublicBlueprint
"""

from core.accounts.limits import (
    may_try as may_try,
    sender as sender,
)
from core.acts.models import (
    Stage as Stage,
)
from core.acts.operations import (
    record_act as record_act,
    record_act_once as record_act_once,
    take_back_act as take_back_act,
)
from core.acts.queries import (
    funnel_total as funnel_total,
    funnels_by_link as funnels_by_link,
)
from core.blueprints import (
    ConsoleBlueprint as ConsoleBlueprint,
    PublicBlueprint as PublicBlueprint,
)
from core.codes import (
    hash_token as hash_token,
    new_code as new_code,
    new_token as new_token,
)
from core.compaction import (
    forget_order_of_writing as forget_order_of_writing,
)
from core.conflicts import (
    conflict_page as conflict_page,
    digest_of as digest_of,
    form_conflict_page as form_conflict_page,
)
from core.csv_cells import (
    BOM as BOM,
    csv_text as csv_text,
    safe_cell as safe_cell,
)
from core.database import (
    HARMLESS as HARMLESS,
    NOT_MOVED as NOT_MOVED,
    OF_PERSON as OF_PERSON,
    PERSONAL as PERSONAL,
    Base as Base,
    LocalizedText as LocalizedText,
    UtcDateTime as UtcDateTime,
    begin_to_write as begin_to_write,
    changed_rows as changed_rows,
    db as db,
    insert_with_conflicts as insert_with_conflicts,
    now as now,
    take_turns as take_turns,
    type_json as type_json,
    writing as writing,
)
from core.entrance.forms import (
    check_new_password as check_new_password,
)
from core.errors import (
    Conflict as Conflict,
    error_page as error_page,
)
from core.fields import (
    KINDS as KINDS,
    OTHER as OTHER,
    TOKEN_FIELD as TOKEN_FIELD,
    TOKEN_PLACE as TOKEN_PLACE,
    AnswerForm as AnswerForm,
    Answers as Answers,
    BotVerdict as BotVerdict,
    Choice as Choice,
    Cleaned as Cleaned,
    Column as Column,
    CompiledPages as CompiledPages,
    DefinitionError as DefinitionError,
    ExpiredTokenError as ExpiredTokenError,
    ForeignTokenError as ForeignTokenError,
    FormDefinition as FormDefinition,
    FormToken as FormToken,
    FormTokenError as FormTokenError,
    Kind as Kind,
    Option as Option,
    Page as Page,
    PageView as PageView,
    Problem as Problem,
    Progress as Progress,
    Question as Question,
    QuestionView as QuestionView,
    TamperedTokenError as TamperedTokenError,
    Trouble as Trouble,
    Turn as Turn,
    answers_digest as answers_digest,
    challenge_for as challenge_for,
    chosen_options as chosen_options,
    clean_answers as clean_answers,
    compile_form as compile_form,
    compile_pages as compile_pages,
    condition_in_words as condition_in_words,
    is_askable as is_askable,
    issue_form_token as issue_form_token,
    join_with_token as join_with_token,
    judge_sender as judge_sender,
    kind_of as kind_of,
    new_id as new_id,
    nps_score as nps_score,
    number_bands as number_bands,
    option_words as option_words,
    other_words as other_words,
    page_view as page_view,
    progress as progress,
    read_form_token as read_form_token,
    reasons_in_words as reasons_in_words,
    scale_values as scale_values,
    split_around_token as split_around_token,
    take_turn as take_turn,
    visible_questions as visible_questions,
    with_nonce as with_nonce,
)
from core.fields.posting import (
    page_token as page_token,
    posted_token as posted_token,
)
from core.fields.question_editor import (
    SIMPLE_KINDS as SIMPLE_KINDS,
    question_data as question_data,
    question_form as question_form,
    question_in as question_in,
)
from core.hookspecs import (
    hookimpl as hookimpl,
)
from core.i18n import (
    LANGUAGE_NAMES as LANGUAGE_NAMES,
    LANGUAGES as LANGUAGES,
    asked_language as asked_language,
    babel_locale as babel_locale,
    force_locale as force_locale,
    gettext as gettext,
    html_language as html_language,
    interface_language as interface_language,
    language_name as language_name,
    lazy_gettext as lazy_gettext,
    ngettext as ngettext,
    speaking as speaking,
)
from core.jobs.operations import (
    enqueue as enqueue,
)
from core.jobs.registry import (
    daily as daily,
    every as every,
)
from core.kept import (
    Kept as Kept,
    changes_at as changes_at,
)
from core.keys import (
    application_keys as application_keys,
    stretch as stretch,
    stretching_cost as stretching_cost,
)
from core.local_times import (
    LocalDateTimeField as LocalDateTimeField,
    SkippedTimeError as SkippedTimeError,
    local_time as local_time,
    moment_of as moment_of,
)
from core.mail.operations import (
    send_mail as send_mail,
    sender_address as sender_address,
    withdraw_mails as withdraw_mails,
)
from core.mail.rendering import (
    text_of as text_of,
)
from core.markdown import (
    formatted as formatted,
    prose as prose,
)
from core.media.models import (
    Photo as Photo,
)
from core.media.operations import (
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
from core.moments import (
    day as day,
    day_and_time as day_and_time,
)
from core.money import (
    CURRENCIES as CURRENCIES,
    MoneyError as MoneyError,
    MoneyField as MoneyField,
    format_money as format_money,
    parse_money as parse_money,
)
from core.notices import (
    notify as notify,
)
from core.notifications.operations import (
    speaking_to as speaking_to,
    tell_person as tell_person,
)
from core.notifications.queries import (
    unread_notices as unread_notices,
)
from core.payments import (
    payment_ways as payment_ways,
    report_payment as report_payment,
)
from core.people.info import (
    PersonInfo as PersonInfo,
    person_here as person_here,
    person_names as person_names,
)
from core.people.joining import (
    contact_with as contact_with,
    join_community as join_community,
    meet_contact as meet_contact,
)
from core.people.models import (
    Person as Person,
)
from core.people.operations import (
    forget_phones as forget_phones,
)
from core.people.queries import (
    Colleague as Colleague,
    colleagues as colleagues,
    keepers as keepers,
    person_by_id as person_by_id,
    reachable_colleagues as reachable_colleagues,
)
from core.people.returning import (
    personal_link_token as personal_link_token,
)
from core.people.search_text import (
    search_text_of as search_text_of,
    search_words as search_words,
)
from core.people.sessions import (
    remember_person as remember_person,
)
from core.people.withholding import (
    require_permission as require_permission,
)
from core.permissions import (
    can_open as can_open,
    permitted as permitted,
)
from core.pieces import (
    Pieces as Pieces,
    Rooms as Rooms,
)
from core.plugin_manager import (
    plugins as plugins,
)
from core.plugin_types import (
    ActInfo as ActInfo,
    Manifest as Manifest,
    MenuEntry as MenuEntry,
    PageBlock as PageBlock,
    Payable as Payable,
    Payment as Payment,
    PaymentWay as PaymentWay,
    ShareTarget as ShareTarget,
    Starter as Starter,
    StarterError as StarterError,
    WaitingItem as WaitingItem,
)
from core.policy import (
    policy as policy,
)
from core.pool.finding import (
    find_people as find_people,
)
from core.pool.models import (
    Segment as Segment,
)
from core.pool.queries import (
    all_segments as all_segments,
    people_in_segment as people_in_segment,
    segment_by_id as segment_by_id,
)
from core.portions import (
    send_in_portions as send_in_portions,
)
from core.printing import (
    NoPdfError as NoPdfError,
    can_print as can_print,
    pdf_of as pdf_of,
)
from core.qr import (
    qr_svg as qr_svg,
)
from core.sharing.models import (
    ShareLink as ShareLink,
)
from core.sharing.operations import (
    create_link as create_link,
    first_link as first_link,
    personal_link_of as personal_link_of,
)
from core.sharing.queries import (
    asked_via as asked_via,
    link_by_id as link_by_id,
    link_in_use as link_in_use,
    link_shared_by as link_shared_by,
    links_of as links_of,
    share_address as share_address,
)
from core.sharing.visits import (
    count_visit as count_visit,
)
from core.starter_files import (
    read_starter as read_starter,
    starter_error as starter_error,
)
from core.streams.answers import (
    listeners as listeners,
    stream as stream,
)
from core.tenancy import (
    TenantOwned as TenantOwned,
    current_tenant_id as current_tenant_id,
    tenant_foreign_key as tenant_foreign_key,
    tenant_relationship as tenant_relationship,
    tenant_scope as tenant_scope,
)
from core.tenants.info import (
    TenantInfo as TenantInfo,
)
from core.tenants.operations import (
    touch_tenant as touch_tenant,
)
from core.tenants.queries import (
    tenant_in_scope as tenant_in_scope,
)
from core.tenants.working import (
    in_tenant as in_tenant,
)
from core.text_forms import (
    AskedText as AskedText,
    AskedTexts as AskedTexts,
    TextsForm as TextsForm,
    label_in as label_in,
    texts_data as texts_data,
    texts_form as texts_form,
)
from core.texts import (
    text_in as text_in,
)
from core.theming.public import (
    theme_colours as theme_colours,
    theme_in_force as theme_in_force,
)
from core.urls import (
    console_url as console_url,
    platform_url as platform_url,
    public_url as public_url,
    static_url as static_url,
)
from core.whole_number import (
    WholeNumber as WholeNumber,
)
