"""A stub that answers as a server does on its bad days, with and without TLS."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Of localhost, valid for a hundred years, with its key; made for these tests.
CERTIFICATE = Path(__file__).parent / "localhost.pem"


class Stub(http.server.ThreadingHTTPServer):
    """A server that answers with what it is told, one after the other; the last one stays."""

    daemon_threads = True

    def __init__(self, *answers: tuple[int, object] | bytes | None) -> None:
        super().__init__(("", 0), _Handler)
        self.answers = list(answers)
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Stub

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:  # the connection is lost
            self.close_connection = True
        elif isinstance(answer, bytes):  # the beginning of an answer
            self.wfile.write(answer)
            self.close_connection = True
        else:
            data = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@contextmanager
def served(*answers: tuple[int, object] | bytes | None, tls: bool = False) -> Iterator[Stub]:
    """A stub that runs, behind TLS if asked."""
    stub = Stub(*answers)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        stub.socket = context.wrap_socket(stub.socket, server_side=True)
    thread = threading.Thread(target=stub.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        stub.server_close()
        thread.join()


def error(kind: str, reason: str) -> dict[str, object]:
    """An error as OpenSearch words it."""
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}}
