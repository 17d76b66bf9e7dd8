"""Faults in running: what stops a command. Faults in data are values, see `talentmap.model.problem`."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from talentmap.bilingual import Bilingual, both

_DENIED = both("access is denied, or another program such as Excel holds it open", "没有权限，或正被 Excel 等程序打开")
_OF_SYSTEM: Mapping[int, Bilingual] = {
    errno.ENOENT: both("there is no such file or folder", "没有这个文件或文件夹"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EBUSY: _DENIED,
    errno.EROFS: both("the disk can only be read", "磁盘只读"),
    errno.ENOSPC: both("the disk is full", "磁盘空间不足"),
    errno.EDQUOT: both("the quota of the disk is used up", "磁盘配额用完"),
    errno.ENOTDIR: both("a file stands where a folder is needed", "需要文件夹的地方是一个文件"),
    errno.EEXIST: both("a file of that name is in the way", "已有同名文件"),
    errno.EISDIR: both("it is a folder, not a file", "它是文件夹，不是文件"),
    errno.ENAMETOOLONG: both("the name is too long", "名称过长"),
}


class TalentmapError(Exception):
    """A run cannot go on; carries one clear sentence, what to do next, and the exit code to leave with."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class EditionError(TalentmapError):
    """The edition's folder or `edition.toml` cannot be used."""

    exit_code = 3


class CatalogError(TalentmapError):
    """The catalogs hold a fault that would make results wrong."""

    exit_code = 4


class DisclosureFault(TalentmapError):
    """What was to be published would tell an enterprise or a person apart."""

    exit_code = 6


class EnvironmentFault(TalentmapError):
    """Something the machine should provide (a font, a library, a key, room on the disk) is missing."""

    exit_code = 5


class UnexpectedFault(TalentmapError):
    """A fault that nobody foresaw."""

    exit_code = 70


def unopened(fault: OSError) -> Bilingual:
    """Why the system would not open or write a file."""
    told = fault.strerror or type(fault).__name__
    return _OF_SYSTEM.get(fault.errno or 0, both(told, told))


def system_fault(fault: BaseException) -> EnvironmentFault | None:
    """The system's refusal to read or write a file as a fault that names it; None where it is no such refusal."""
    refusal = fault if isinstance(fault, OSError) else next((a for a in fault.args if isinstance(a, OSError)), None)
    if refusal is None or refusal.errno not in _OF_SYSTEM:
        return None
    why = unopened(refusal)
    place = refusal.filename2 or refusal.filename or ""
    return EnvironmentFault(
        both(f"{place or 'A file'}: {why}.", f"{place or '文件'}：{why.zh}。"),
        both("Mend that, or name another place, and run the command again.", "处理之后，或换一个位置，再运行一次。"),
    )
