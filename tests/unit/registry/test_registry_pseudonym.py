import hashlib
import hmac
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.errors import EnvironmentFault
from talentmap.registry import key_file, new_key_file, pseudonym_key
from talentmap.registry.identity.pseudonym import (
    Digest,
    KeyedHash,
    Pseudonymiser,
    PseudonymKey,
    Purpose,
    folded_name,
)

KEY = PseudonymKey(b"k" * 32)


def test_a_pseudonym_is_the_hmac_under_the_purposes_own_key():
    extracted = hmac.new(bytes(32), b"k" * 32, hashlib.sha256).digest()
    own = hmac.new(extracted, b"talentmap/person/2\x01", hashlib.sha256).digest()
    expected = hmac.new(own, b"11010519491231002X", hashlib.sha256).hexdigest()[:24]
    assert Pseudonymiser(KEY).person.of("11010519491231002X") == expected


@given(st.binary(max_size=100), st.text(min_size=1, max_size=200), st.sampled_from(list(Digest)))
def test_the_prepared_hash_is_the_standard_hmac(key, value, digest):
    assert KeyedHash(key, digest).of(value) == hmac.digest(key, value.encode(), digest.value)[:12].hex()


def test_sm3_is_that_of_the_standard():
    # GB/T 32905-2016, annex A, example 1
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert hashlib.new(Digest.SM3, b"abc").hexdigest() == expected
    other = PseudonymKey(KEY.secret, Digest.SM3)
    assert Pseudonymiser(other).person.of("1") != Pseudonymiser(KEY).person.of("1")


def test_a_python_without_sm3_stops_clearly(monkeypatch):
    def refuse(*_):
        raise ValueError("unsupported hash type sm3")

    monkeypatch.setattr("talentmap.registry.identity.pseudonym.hashlib.new", refuse)
    with pytest.raises(EnvironmentFault, match="does not offer SM3"):
        PseudonymKey(b"k" * 32, Digest.SM3).keyed(Purpose.PERSON)


def test_every_purpose_has_a_key_of_its_own():
    assert len({KEY.for_purpose(purpose) for purpose in Purpose}) == len(Purpose)


@pytest.mark.parametrize(
    ("one", "other"), [("张伟", "章伟"), ("張偉", "张伟"), ("王晓明", "王小明"), ("吕布", "呂布"), ("张伟", "ZhangWei")]
)
def test_names_that_sound_alike_share_the_second_pseudonym(one, other):
    name, sound = Pseudonymiser(KEY).name(one)
    other_name, other_sound = Pseudonymiser(KEY).name(other)
    assert (name == other_name, sound == other_sound) == (False, True)


@given(st.text(min_size=1))
def test_purposes_and_keys_never_agree(value):
    one, other = Pseudonymiser(KEY), Pseudonymiser(PseudonymKey(b"o" * 32))
    made = {one.person.of(value), one.phone.of(value), one.record.of(value), other.person.of(value)}
    assert len(made) == 4


def test_nothing_gives_nothing():
    pseudonyms = Pseudonymiser(KEY)
    assert pseudonyms.person.of("") == pseudonyms.phone.of("") == pseudonyms.phone_tail("") == ""
    assert pseudonyms.name(" · ") == ("", "")


@pytest.mark.parametrize(
    "written", ["阿依古丽·买买提", "阿依古丽• 买买提", "阿依古丽．买买提", "阿依古丽买买提", "阿依古丽・买买提"]
)
def test_names_fold(written):
    assert folded_name(written) == "阿依古丽买买提"


def test_names_fold_case_and_width():
    assert folded_name("ＳＭＩＴＨ John") == folded_name("Smith john")


def test_the_key_shows_itself_nowhere():
    assert "kkk" not in repr(KEY) + repr(Pseudonymiser(KEY)) + str(KEY)
    assert "b'" not in repr(Pseudonymiser(KEY))


def test_illustrative_key_is_fixed():
    made = Pseudonymiser(pseudonym_key(illustrative=True)).person.of("11010519491231002X")
    assert made == "409cb1e89fe2a6bd03e19986"


def test_a_new_key_file_serves_and_is_private(tmp_path, monkeypatch):
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(tmp_path / "deep" / "bureau.key"))
    path = new_key_file()
    assert path == key_file()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pseudonym_key(illustrative=False) == pseudonym_key(illustrative=False)
    assert len(pseudonym_key(illustrative=False).secret) == 32
    assert pseudonym_key(illustrative=False) != pseudonym_key(illustrative=True)


def test_a_key_file_is_never_overwritten(tmp_path):
    path = new_key_file(tmp_path / "a.key")
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault, match="exists already"):
        new_key_file(path)
    assert path.read_bytes() == before


def test_missing_key_says_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(tmp_path / "none.key"))
    with pytest.raises(EnvironmentFault) as raised:
        pseudonym_key(illustrative=False)
    assert raised.value.message == f"There is no pseudonym key at {tmp_path / 'none.key'}."
    assert "TALENTMAP_KEY_FILE" in raised.value.hint


def test_the_users_configuration_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("TALENTMAP_KEY_FILE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_file() == tmp_path / "talentmap" / "pseudonym.key"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert key_file() == tmp_path / "Roaming" / "talentmap" / "pseudonym.key"


def test_a_key_inside_an_edition_is_refused(tmp_path, monkeypatch):
    (tmp_path / "edition.toml").touch()
    inside = tmp_path / "registry" / "a.key"
    with pytest.raises(EnvironmentFault, match="inside the edition"):
        new_key_file(inside)
    assert not inside.exists()
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(inside))
    with pytest.raises(EnvironmentFault, match="never travel together"):
        try:
            pseudonym_key(illustrative=False)
        except EnvironmentFault as fault:
            raise EnvironmentFault(fault.hint) from fault


def test_a_spoilt_key_is_refused_without_showing_it(tmp_path, monkeypatch):
    path = tmp_path / "a.key"
    path.write_text("secret words\n")
    path.chmod(0o600)
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(path))
    with pytest.raises(EnvironmentFault) as raised:
        pseudonym_key(illustrative=False)
    assert "64 hexadecimal" in raised.value.message
    assert "secret words" not in raised.value.message + raised.value.hint


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_a_key_that_others_can_read_is_refused(tmp_path, monkeypatch):
    path = new_key_file(tmp_path / "a.key")
    path.chmod(0o644)
    monkeypatch.setenv("TALENTMAP_KEY_FILE", str(path))
    with pytest.raises(EnvironmentFault) as raised:
        pseudonym_key(illustrative=False)
    assert raised.value.hint == f"Run: chmod 600 '{path}'"
