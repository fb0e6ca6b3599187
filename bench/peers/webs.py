"""`python -m bench.peers.webs`: the web processes as ``clause serve`` starts them, on servers that run; no worker.

A worker would catch up with the days of a country that was filled a minute ago while others are timed.
"""

import signal
import sys
from functools import partial

from clause.answering import answer, application, shares
from clause.children import command
from clause.embedded.processes import stop
from clause.forking import fork, loading_for_all
from clause.listening import open_port
from clause.settings import load_settings


def main() -> int:
    """Answer until a signal says stop, or a web process ends; the status is 0 when it was asked."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listener, settings = open_port(load_settings(), move=False)
    with loading_for_all():
        app = application(settings)
    webs = [
        fork(command(settings, "web"), partial(answer, app, settings, share), [listener.fileno()])
        for share in shares(listener, settings.web_processes)
    ]
    try:
        webs[0].wait()
    finally:
        for web in webs:
            stop(web, [(signal.SIGTERM, 15.0)])
    return 1


if __name__ == "__main__":
    sys.exit(main())
