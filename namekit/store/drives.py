"""Is a folder on a network drive? There SQLite's write-ahead log, which shares memory, is not safe.

Linux tells the kind of every mounted drive, Windows that of a drive letter; elsewhere it is not known, and the file
says so itself (`Store.create(path, shared=True)`).
"""

import os
import sys
from pathlib import Path

# As the kernel calls them; with fuse, what is mounted stands behind the point.
_NETWORK = frozenset(
    """nfs nfs4 cifs smb smb2 smb3 smbfs afs ncpfs 9p ceph glusterfs lustre gpfs beegfs ocfs2 gfs2 vboxsf prl_fs davfs
    fuse.sshfs fuse.glusterfs fuse.cephfs fuse.rclone fuse.s3fs fuse.davfs2 fuse.vmhgfs-fuse fuse.gvfsd-fuse
    virtiofs drvfs acfs panfs coda""".split()  # noqa: SIM905 (a list to read, not to quote)
)
_MOUNTS = Path("/proc/self/mounts")
_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def network_drive(path: Path) -> str:
    """The kind of the network drive that `path` is on ("nfs4", "cifs" …), or "" where it is a drive of this machine."""
    real = Path(os.path.realpath(path))
    if sys.platform == "win32":  # pragma: no cover (needs Windows)
        return _windows(real)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    return _kind(real, mounts)


def _kind(real: Path, mounts: str) -> str:
    """The kind of the drive mounted nearest above `real`, where it is one of the network's."""
    nearest, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2 and real.is_relative_to(point := _unescaped(fields[1])):  # noqa: PLR2004 (device, point, kind)
            depth = len(Path(point).parts)
            if depth >= nearest:
                nearest, kind = depth, fields[2]
    return kind if kind in _NETWORK else ""


def _unescaped(field: str) -> str:
    """A mount point as it is: spaces, tabs and backslashes are written in octal."""
    for octal, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(octal, sign)
    return field


def _windows(real: Path) -> str:  # pragma: no cover (needs Windows)
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        if real.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(real.anchor) == _REMOTE:
            return "network drive"
    return ""
