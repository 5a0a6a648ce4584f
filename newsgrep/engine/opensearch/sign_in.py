"""The credentials for a server: from the environment, or else from the user's file of settings.

newsgrep never prints them, except for the name of the user.
"""

from __future__ import annotations

import base64
import os
import ssl
from collections.abc import Mapping

from newsgrep.config import server_settings
from newsgrep.config.address import Address, node_name
from newsgrep.config.settings_files import with_home
from newsgrep.errors import UsageError, reason_of

#: The prefix of the environment variable of a setting, as in NEWSGREP_OPENSEARCH_API_KEY.
_PREFIX = "NEWSGREP_OPENSEARCH_"
_KEYS = ("user", "password", "api-key", "token", "ca", "client-certificate", "client-key")

HOW = (
    f"set {_PREFIX}USER and {_PREFIX}PASSWORD, {_PREFIX}API_KEY or {_PREFIX}TOKEN, or name them in "
    "config.toml: see docs/opensearch.md"
)
HOW_TO_TRUST = f"name the file of its certificate authority: {_PREFIX}CA=FILE"


class SignIn:
    """The header with the credentials, and the TLS settings, for the nodes of an address."""

    def __init__(self, address: Address) -> None:
        """Read the settings. Raises UsageError for a wrong one."""
        self._settings = _settings(address)
        self.user = self._settings.get("user", "")
        self.header = self._header()

    def _header(self) -> str:
        settings = self._settings
        if key := settings.get("api-key"):
            return f"ApiKey {_clean(key, 'api-key')}"
        if token := settings.get("token"):
            return f"Bearer {_clean(token, 'token')}"
        if not self.user:
            return ""
        pair = f"{self.user}:{settings.get('password', '')}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"

    def tls(self) -> ssl.SSLContext:
        """Return the TLS settings; certificates are always verified.

        Raises UsageError for a file without certificates.
        """
        authority = self._file("ca")
        try:
            context = ssl.create_default_context(cafile=authority)
        except OSError as error:  # SSLError is one
            reason = "it has none in PEM" if isinstance(error, ssl.SSLError) else reason_of(error)
            hint = f"{_PREFIX}CA, or ca in config.toml, names it"
            raise UsageError(f"{authority} is no file of certificates: {reason}", hint) from error
        if certificate := self._file("client-certificate"):
            try:
                context.load_cert_chain(certificate, self._file("client-key"))
            except OSError as error:
                raise UsageError(
                    f"{certificate} cannot be used as a client certificate: {reason_of(error)}",
                    f"{_PREFIX}CLIENT_CERTIFICATE and {_PREFIX}CLIENT_KEY name two files in PEM",
                ) from error
        return context

    def _file(self, name: str) -> str | None:
        value = self._settings.get(name)
        return os.fspath(with_home(value)) if value else None


def _settings(address: Address) -> Mapping[str, str]:
    """Return the settings of the environment if it has any, else the user's settings for the first node."""
    found = {key: os.environ.get(_PREFIX + key.upper().replace("-", "_"), "") for key in _KEYS}
    found = {key: value for key, value in found.items() if value}
    kept = server_settings(node_name(address.nodes[0]))
    signs_in = found.keys() & {"user", "api-key", "token"}
    # Credentials in the environment replace all those in the file; certificates may come from both.
    files = {key: value for key, value in kept.items() if not signs_in or key.startswith(("ca", "client"))}
    return {**files, **found}


def _clean(secret: str, name: str) -> str:
    if not secret.isascii() or not secret.isprintable():
        raise UsageError(f"the {name} of the server has characters that no header may have", HOW)
    return secret
