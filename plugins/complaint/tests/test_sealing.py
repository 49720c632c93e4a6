"""Who can open what."""

from contextlib import nullcontext

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import inspect, select

from hutong import db
from plugins.complaint.codes import LISTS, BadCodeError, _check, _places, _words, halves, new_code, read_code
from plugins.complaint.errors import TokenUsedError, WrongPasswordError
from plugins.complaint.keyholding import unlock_handler
from plugins.complaint.letters import Letter, open_letter
from plugins.complaint.models import Case, CaseKey
from plugins.complaint.queries import keyring
from plugins.complaint.receipts import BadReceiptError, is_proof_of, read_receipt
from plugins.complaint.recovery import BadRecoveryKeyError, read_words, words_of
from plugins.complaint.sealing import BLOCK, CaseKeys, KeyPair, SealError, lock, unlock
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up, topic_of
from plugins.complaint.writing import write_letter, writer_opens

TEXT = "CANARY my coat came back with a hole"
SALT = bytes(16)


@pytest.mark.both_databases
def test_a_letter_opens_for_its_handler_its_writer_and_the_recovery_key_only(tenant):
    with tenant.scope():
        handler, recovery = set_up()
        written, code = make_case(tenant.info(), make_box(), TEXT)
        db.session.flush()
        case = written.case
        key = db.session.scalars(select(CaseKey)).one()
        pair = unlock_handler(handler, BOX_PASSWORD)
        keys = keyring()
        _, opening = halves(code, salt=keys.code_salt, cost=keys.code_cost)
        by_handler = CaseKeys.unsealed(key.sealed, pair)
        assert open_letter(case, by_handler.talk).text == TEXT
        assert open_letter(case, writer_opens(case, opening)).text == TEXT
        assert CaseKeys.unsealed(case.recovery_key, recovery) == by_handler
        stored = [getattr(row, column.key) for row in (case, key) for column in inspect(type(row)).columns]
        assert not any(isinstance(value, bytes) and b"CANARY" in value for value in stored)
        with pytest.raises(WrongPasswordError):
            unlock_handler(handler, BOX_PASSWORD + "x")
        with pytest.raises(SealError):
            CaseKeys.unsealed(key.sealed, KeyPair.new())
        with pytest.raises(SealError):  # notes are locked with a key the writer does not have
            unlock(writer_opens(case, opening), lock(by_handler.notes, b"note", b"here"), b"here")


@pytest.mark.both_databases
def test_the_same_form_sent_twice_is_one_letter_and_other_words_are_refused(tenant):
    with tenant.scope():
        set_up()
        box = make_box()
        sent = {
            "tenant": tenant.info(),
            "box": box,
            "topic": topic_of(box),
            "code": new_code("zh", keyring().code_salt),
            "nonce": "n1",
        }
        first = write_letter(letter=Letter("坏了", "zh"), **sent)
        again = write_letter(letter=Letter("坏了", "zh"), **sent)
        assert (again.case.id, again.receipt, again.is_new) == (first.case.id, first.receipt, False)
        with pytest.raises(TokenUsedError):
            write_letter(letter=Letter("别的", "zh"), **sent)
        assert len(db.session.scalars(select(Case)).all()) == 1


def test_a_receipt_is_verified_with_the_public_key_and_says_nothing(tenant):
    with tenant.scope():
        set_up()
        written, _ = make_case(tenant.info(), make_box(), TEXT)
        letter = open_letter(written.case, written.talk_key)
        public = keyring().receipt_public
        receipt = read_receipt(written.receipt, public)
        assert (receipt.community, receipt.day) == (tenant.info().slug, written.case.received_on)
        assert is_proof_of(receipt.proof, letter.proven(), bytes.fromhex(letter.proof_secret))
        assert "CANARY" not in written.receipt
        for changed in (
            written.receipt.replace("day: 2", "day: 3"),
            written.receipt.replace("proof: ", "proof: a"),
        ):
            with pytest.raises(BadReceiptError):
                read_receipt(changed, public)


@given(st.binary(max_size=3000), st.binary(max_size=40))
def test_what_is_locked_opens_at_its_place_only_and_its_length_is_padded(plain, where):
    key = bytes(range(32))
    locked = lock(key, plain, where)
    assert unlock(key, locked, where) == plain
    assert (len(locked) - 24 - 16) % BLOCK == 0
    with pytest.raises(SealError):
        unlock(key, locked, where + b"x")
    with pytest.raises(SealError):
        unlock(key, locked[:-1] + bytes([locked[-1] ^ 1]), where)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["zh", "en"]), st.integers(0, 3), st.integers(0, 2047))
def test_a_code_is_read_as_it_is_written_by_people_and_a_slip_is_told(language, position, other):
    code = new_code(language, SALT)
    joined = "".join(code) if language == "zh" else ". ".join(word.upper() for word in code)
    assert read_code(joined, SALT) == code
    if language == "en":
        assert read_code(" ".join(word[:4] for word in code), SALT) == code
    changed = list(code)
    changed[position] = new_code(language, SALT)[0]
    if tuple(changed) != code:
        refused = BadCodeError if _check_word(changed) != code[4] else ()
        with pytest.raises(refused) if refused else nullcontext():
            read_code(" ".join(changed), SALT)
    with pytest.raises(BadCodeError):
        read_code(" ".join(code[:4]), SALT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_recovery_key_comes_back_from_its_words(language):
    pair = KeyPair.new()
    words = words_of(pair, language)
    assert [len(words), all(map(str.isascii, words))] == [24, language == "en"]
    typed = "\n".join(f"{number}. {word.upper()}" for number, word in enumerate(words, 1))
    assert read_words(typed) == pair
    with pytest.raises(BadRecoveryKeyError):
        read_words(" ".join(words[:23]))


def test_characters_of_a_sheet_need_no_spaces():
    pair = KeyPair.new()
    assert read_words("".join(words_of(pair, "zh"))) == pair


def _check_word(words):
    """The word that would make a code of the first four."""
    in_list = [_places(LISTS["zh" if words[0] > "zz" else "en"])[word[:4]] for word in words[:4]]
    return _words(LISTS["zh" if words[0] > "zz" else "en"])[_check(in_list, SALT)]
