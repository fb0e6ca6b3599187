"""One question to a service that may not be there: its status."""

import http.client


def ask(port: int, path: str, seconds: float = 60.0) -> int:
    """The status of an answer, 0 when there is none.

    A plain connection, for those who ask again and again: making ready for TLS at each attempt would slow down what
    they wait for.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
