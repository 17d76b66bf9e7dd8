"""What zipfile raises over an archive that is damaged, locked or packed by a method that it does not know."""

from __future__ import annotations

import struct
import zipfile
import zlib

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,  # the packed bytes
    struct.error,  # its lists
    OSError,
    EOFError,
    ValueError,  # names and dates that are none
    RuntimeError,  # a password
    NotImplementedError,  # another method
)
