"""As whom PostgreSQL runs: it refuses root, and ``initdb`` refuses a user that has no name.

An ordinary user runs it directly. Root runs it in a user namespace, where root shows as an ordinary user while files
stay root's: nothing on the machine changes, and private folders above are no obstacle. Where namespaces are denied
(most containers), root hands the cluster to ``nobody``. What a private folder above then keeps from ``nobody`` is given
back: the programs are copied to a readable place, and the data is reached with the one capability that passes folders.
"""

import os
import pwd
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Unavailable, WrongState
from clause.embedded.binaries import readable_copy
from clause.embedded.processes import Launch, probe

_ORDINARY_NAMES = ("postgres", "daemon", "bin", "nobody")


class Identity(BaseModel):
    """How the launcher changes user, and who then owns the files (as the machine sees it)."""

    model_config = ConfigDict(frozen=True)

    launch: Launch
    owner_uid: int
    owner_gid: int
    programs: Path
    """Where this user finds the programs."""

    def take(self, path: Path) -> None:
        """Give ``path`` (itself only) to the user that the server runs as."""
        if path.lstat().st_uid != self.owner_uid:
            os.chown(path, self.owner_uid, self.owner_gid, follow_symlinks=False)


def choose_identity(programs: Path, data_dir: Path) -> Identity:
    """The first way of running PostgreSQL that works here, each tried with a real process.

    Raises Unavailable (EMB-008 for root, EMB-015 for a user without a name) when none does.
    """
    found = _as_ourselves(programs, data_dir) or (_as_nobody(programs, data_dir) if os.geteuid() == 0 else None)
    if found is None and os.geteuid() != 0:
        raise Unavailable("EMB-015", uid=os.geteuid())
    if found is None:
        raise Unavailable("EMB-008", path=str(data_dir))
    return found


def _as_ourselves(programs: Path, data_dir: Path) -> Identity | None:
    """The user that we are: as such, or under another's number in a namespace."""
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0 and _has_a_name(uid):
        return Identity(launch=Launch(), owner_uid=uid, owner_gid=gid, programs=programs)
    shown = _ordinary_user()
    if shown is None:
        return None
    launch = Launch(mode="namespace", uid=shown.pw_uid, gid=shown.pw_gid)
    if not probe(launch, (programs / "postgres", data_dir)):
        return None
    return Identity(launch=launch, owner_uid=uid, owner_gid=gid, programs=programs)


def _as_nobody(programs: Path, data_dir: Path) -> Identity | None:
    """``nobody`` with no right at all, else with the right to pass private folders on the way to the data."""
    user = _nobody()
    if user is None:
        return None
    plain = Launch(mode="switch", uid=user.pw_uid, gid=user.pw_gid)
    if not probe(plain, (programs / "postgres",)):
        try:
            programs = readable_copy(programs)
        except OSError:
            return None
    for launch in (plain, plain.model_copy(update={"keep_access": True})):
        if probe(launch, (programs / "postgres", data_dir)):
            return Identity(launch=launch, owner_uid=user.pw_uid, owner_gid=user.pw_gid, programs=programs)
    return None


def _nobody() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return None


def _has_a_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


@lru_cache(maxsize=1)
def _ordinary_user() -> pwd.struct_passwd | None:
    """A user other than root that has a name on this machine: the namespace only borrows its number."""
    for name in _ORDINARY_NAMES:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        if user.pw_uid != 0:
            return user
    return None


def possible_owners() -> frozenset[int]:
    """The users to whom an earlier start of ours, in another way, may have left files."""
    uid, nobody = os.geteuid(), _nobody()
    return frozenset({uid, nobody.pw_uid} if uid == 0 and nobody else {uid})


def hand_over(cluster: Path, identity: Identity) -> None:
    """Make sure that the cluster belongs to whom it will run as.

    Root may find a cluster that another way of running left to ``nobody`` (or the reverse) and hands it over; a
    cluster of anybody else is refused with WrongState (EMB-007).
    """
    owner = cluster.stat().st_uid
    if owner == identity.owner_uid:
        return
    if owner not in possible_owners():
        raise WrongState("EMB-007", folder=str(cluster), owner=owner)
    for path in (*cluster.rglob("*"), cluster):  # the folder last: an interrupted hand-over is then done again
        identity.take(path)
