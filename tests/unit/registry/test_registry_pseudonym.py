import hashlib
import hmac
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentmap.errors import EnvironmentFault
from talentmap.registry import key_file, new_key_file, pseudonym_key
from talentmap.registry.pseudonym import Pseudonymiser, PseudonymKey, folded_name

KEY = PseudonymKey(b"k" * 32)


def test_a_pseudonym_is_the_hmac_under_the_purposes_own_key():
    own = hmac.new(b"k" * 32, b"talentmap/person/1", hashlib.sha256).digest()
    expected = hmac.new(own, b"11010519491231002X", hashlib.sha256).hexdigest()[:24]
    assert Pseudonymiser.of(KEY).person("11010519491231002X") == expected


@given(st.text(min_size=1))
def test_purposes_and_keys_never_agree(value):
    one, other = Pseudonymiser.of(KEY), Pseudonymiser.of(PseudonymKey(b"o" * 32))
    made = {one.person(value), one.phone(value), one.record(value), other.person(value)}
    assert len(made) == 4


def test_nothing_gives_nothing():
    pseudonyms = Pseudonymiser.of(KEY)
    assert pseudonyms.person("") == pseudonyms.phone("") == pseudonyms.name(" · ") == ""


@pytest.mark.parametrize(
    "written", ["阿依古丽·买买提", "阿依古丽• 买买提", "阿依古丽．买买提", "阿依古丽买买提", "阿依古丽・买买提"]
)
def test_names_fold(written):
    assert folded_name(written) == "阿依古丽买买提"


def test_names_fold_case_and_width():
    assert folded_name("ＳＭＩＴＨ John") == folded_name("Smith john")


def test_the_key_shows_itself_nowhere():
    assert "kkk" not in repr(KEY) + repr(Pseudonymiser.of(KEY)) + str(KEY)
    assert "b'" not in repr(Pseudonymiser.of(KEY))


def test_illustrative_key_is_fixed():
    made = Pseudonymiser.of(pseudonym_key(illustrative=True)).person("11010519491231002X")
    assert made == "d6dc6fe2ea333f489b64f0b3"


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
