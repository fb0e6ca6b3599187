"""Become the right user, tie one's life to the parent's, and turn into a server: run as a script, never imported.

``python launch.py SPEC PROGRAM ARGUMENT…`` where SPEC is a JSON object:

- ``mode``: ``same`` (stay who we are), ``namespace`` (a user namespace in which our user shows as ``uid``/``gid``),
  ``switch`` (really become ``uid``/``gid``);
- ``keep_access``: with ``switch``, keep root's right to pass private folders (one capability, nothing else);
- ``parent`` and ``signal``: the signal to get when the parent dies (Linux only); ``parent`` 0 leaves that out;
- ``probe``: instead of a program, paths that must be usable: the exit status says whether they are.

A separate process, because what it does between fork and exec is not safe in a parent that has threads.
Standard library only: it starts with ``-I -S``, before any package can be found.
"""

import ctypes
import json
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
REFUSED = 77


def _call(function: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


def _prctl(option: int, *values: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    _call("prctl", ctypes.c_int(option), *padded)


def enter_namespace(uid: int, gid: int) -> None:
    """Show as ``uid``/``gid`` to ourselves and our children, while the machine goes on seeing the user we are."""
    own_uid, own_gid = os.geteuid(), os.getegid()
    _call("unshare", ctypes.c_int(CLONE_NEWUSER))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {own_uid} 1"),
        ("gid_map", f"{gid} {own_gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def switch_user(uid: int, gid: int, keep_access: bool) -> None:
    """Become ``uid``/``gid`` for good, with no right left but, if asked, that of passing private folders."""
    if keep_access:
        _prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if keep_access:
        _keep_only(CAP_DAC_OVERRIDE)


def _keep_only(capability: int) -> None:
    """Reduce our rights to one capability, and let it survive the change of program (as an ambient one)."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    mask = 1 << capability
    low = (mask, mask, mask)  # effective, permitted, inheritable
    _call("capset", header, (ctypes.c_uint32 * 6)(*low, 0, 0, 0))
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def die_with(parent: int, number: int) -> None:
    """Ask for signal ``number`` when the parent dies. After any change of user: such a change cancels it."""
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(REFUSED)


def _usable(path: str) -> bool:
    """Try it: ``access()`` would leave out the very capability that we may have kept."""
    try:
        if os.path.isdir(path):
            os.stat(os.path.join(path, "."))
        else:
            os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True


def main() -> None:
    """Do what SPEC says, then become the program; leaves with status 77 when the system refuses."""
    spec = json.loads(sys.argv[1])
    try:
        if spec["mode"] == "namespace":
            enter_namespace(spec["uid"], spec["gid"])
        elif spec["mode"] == "switch":
            switch_user(spec["uid"], spec["gid"], spec["keep_access"])
        if spec.get("probe"):
            sys.exit(0 if all(_usable(path) for path in spec["probe"]) else REFUSED)
        if spec["parent"] and sys.platform == "linux":
            die_with(spec["parent"], spec["signal"])
    except (OSError, AttributeError) as error:  # AttributeError: a C library without the call
        sys.stderr.write(f"launch: {error}\n")
        sys.exit(REFUSED)
    os.umask(0o077)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores these, and a program inherits it
        signal.signal(number, signal.SIG_DFL)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - the whole point


if __name__ == "__main__":
    main()
