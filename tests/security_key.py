"""A security key in software, as far as the portal can tell: makes key pairs, signs challenges, counts."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
"""Flags of an authenticator's data (WebAuthn 6.1)."""


@dataclass
class SecurityKey:
    """One key, used at one origin; `origin` is what the browser would put in, wherever the answer is sent."""

    origin: str
    host: str = "localhost"
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def register(self, options: dict[str, Any]) -> str:
        """The answer to a request for a new key."""
        numbers = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self.data(PRESENT | VERIFIED | WITH_KEY) + made
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self.client("webauthn.create", options["challenge"])
        return self.told({"clientDataJSON": client, "attestationObject": statement})

    def sign(self, options: dict[str, Any]) -> str:
        """The answer to a challenge."""
        self.count += 1
        data, client = self.data(PRESENT | VERIFIED), self.client("webauthn.get", options["challenge"])
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.told({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def told(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.id)
        parts = {each: bytes_to_base64url(value) for each, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
