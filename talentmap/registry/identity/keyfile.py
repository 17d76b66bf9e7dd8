"""The key file: where the secret behind the pseudonyms lives, which is never beside the data.

The file holds 64 hexadecimal characters on one line, after `sm3:` where national cryptography is required. It is looked
for where the environment variable `TALENTMAP_KEY_FILE` says, else in the user's own configuration folder. Whoever has
both this file and the tables can try out resident IDs; whoever loses it can no longer join new extracts to old tables.
Keep a copy in a safe.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from pathlib import Path

from talentmap.bilingual import both
from talentmap.errors import EnvironmentFault
from talentmap.registry.identity.pseudonym import Digest, PseudonymKey, Purpose

VARIABLE = "TALENTMAP_KEY_FILE"
_ILLUSTRATIVE = PseudonymKey(b"talentmap: published key of illustrative editions, protects nothing")
_SECRET = re.compile(r"(?:(sha256|sm3):)?([0-9a-fA-F]{64})")


def pseudonym_key(illustrative: bool) -> PseudonymKey:
    """The key to build with.

    Illustrative editions hold invented people: they use a published, fixed key, so that everybody gets the same
    bytes. Every other edition uses the key file; EnvironmentFault says how to make one when there is none.
    """
    return _ILLUSTRATIVE if illustrative else read_key_file(key_file())


def key_file() -> Path:
    """Where the key file is expected."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else _config_folder() / "talentmap" / "pseudonym.key"


def new_key_file(path: Path | None = None, digest: Digest = Digest.SHA256) -> Path:
    """A new key file that only its owner can read, at `path` or at the expected place; never overwrites one."""
    target = path or key_file()
    PseudonymKey(b"tried before anything is written", digest).for_purpose(Purpose.PERSON)
    _refuse_data_folder(target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise EnvironmentFault(
            both(f"{target} exists already.", f"{target} 已经存在。"),
            both(
                "A new key would make all earlier pseudonyms useless: keep the old one, or name another file.",
                "新密钥会使此前的假名全部作废：请保留原密钥，或另指文件。",
            ),
        ) from fault
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(("" if digest is Digest.SHA256 else f"{digest}:") + secrets.token_hex(32) + "\n")
    return target


def read_key_file(path: Path) -> PseudonymKey:
    """The key in the file at `path`; EnvironmentFault where it is missing, open to others, or no key."""
    _refuse_data_folder(path)
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError as fault:
        raise EnvironmentFault(
            both(f"There is no pseudonym key at {path}.", f"{path} 没有假名密钥。"),
            both(
                f"Make one with `talentmap key new`, or set {VARIABLE} to the file that your bureau keeps.",
                f"请用 `talentmap key new` 生成，或把 {VARIABLE} 设为本单位保管的密钥文件。",
            ),
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise EnvironmentFault(
            both(
                f"The pseudonym key at {path} cannot be read ({type(fault).__name__}).",
                f"无法读取假名密钥 {path}（{type(fault).__name__}）。",
            ),
            both("Check who owns the file and that it is the key file.", "请检查该文件属于谁，是否就是密钥文件。"),
        ) from fault
    _refuse_open_file(path)
    found = _SECRET.fullmatch(text)
    if not found:
        raise EnvironmentFault(
            both(
                f"{path} is not a pseudonym key: it must hold 64 hexadecimal characters and nothing else.",
                f"{path} 不是假名密钥：其中应为 64 个十六进制字符，别无其他。",
            ),
            both(
                f"Restore it from your copy, or set {VARIABLE} to the right file.",
                f"请从备份恢复，或把 {VARIABLE} 设为正确的文件。",
            ),
        )
    return PseudonymKey(bytes.fromhex(found[2]), Digest(found[1] or "sha256"))


def former_key_file(current: Path) -> Path:
    """Where the key in use goes when a new one replaces it; EnvironmentFault where an older one still lies there."""
    former = current.with_name(current.name + ".former")
    if former.exists():
        raise EnvironmentFault(
            both(f"{former} exists already.", f"{former} 已经存在。"),
            both(
                "Move that older key to the safe, or destroy it, before the key is changed again.",
                "再次更换密钥之前，请把更早的密钥移入保险柜或销毁。",
            ),
        )
    return former


def put_in_place(new: Path, current: Path) -> Path:
    """Make `new` the key in use and keep the former one beside it; gives where the former one now lies."""
    former = former_key_file(current)
    current.rename(former)
    new.rename(current)
    return former


def _refuse_data_folder(path: Path) -> None:
    """EnvironmentFault where the key would lie inside an edition: whoever copies the data would copy the key."""
    edition = next((parent for parent in path.absolute().parents if (parent / "edition.toml").exists()), None)
    if edition is not None:
        raise EnvironmentFault(
            both(
                f"The pseudonym key {path} lies inside the edition {edition}.",
                f"假名密钥 {path} 放在了年度版 {edition} 里面。",
            ),
            both(
                "Key and data must never travel together: keep the key file outside every edition.",
                "密钥与数据绝不能放在一起：请把密钥放在所有年度版之外。",
            ),
        )


def _refuse_open_file(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise EnvironmentFault(
            both(
                f"Others on this machine can read the pseudonym key {path}.", f"本机的其他用户可以读取假名密钥 {path}。"
            ),
            both(f"Run: chmod 600 '{path}'", f"请运行：chmod 600 '{path}'"),
        )


def _config_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
