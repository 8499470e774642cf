"""Sealing of personal data, and the keyed hashes that stand for what is not kept.

``settings.CIPHER`` chooses the family, ``aes-256-gcm`` with SHA-256 or ``sm4-gcm``
with SM3. It is chosen once, when an installation is set up: sealed data name their
cipher and stay readable after a change, but keyed hashes, query codes among them, do
not survive it.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECRET_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16

# The first byte of an envelope. A landed number never changes its meaning.
FAMILIES = {"aes-256-gcm": 1, "sm4-gcm": 2}
BLOCK_CIPHERS = {1: (algorithms.AES, 32), 2: (algorithms.SM4, 16)}
HASHES = {"sha256": hashes.SHA256, "sm3": hashes.SM3}


class CannotOpen(Exception):
    """The key was destroyed or is another, or the data or its context was altered."""


def new_secret() -> bytes:
    """Return a fresh data key; whoever destroys it destroys what it sealed."""
    return secrets.token_bytes(SECRET_BYTES)


def wrap(secret: bytes) -> bytes:
    """Return ``secret`` sealed under the master key, fit for a column."""
    return _encrypt(_setting_key("MASTER_KEY"), secret, "data key")


def unwrap(wrapped: bytes) -> bytes:
    """Return the secret that :func:`wrap` was given.

    Raises:
        CannotOpen: it was wrapped under another master key, or altered.
    """
    return _decrypt(_setting_key("MASTER_KEY"), wrapped, "data key")


def seal(value: Mapping[str, Any], *, secret: bytes, context: str) -> bytes:
    """Return ``value`` as an envelope: cipher, key id, nonce, ciphertext, tag.

    ``context`` names the row it belongs to; moved to another row it stays shut.
    """
    return _encrypt(secret, canonical(value), context)


def open_sealed(sealed: bytes, *, secret: bytes, context: str) -> dict[str, Any]:
    """Return what :func:`seal` was given.

    Raises:
        CannotOpen: another secret, another context, or an altered envelope.
    """
    return json.loads(_decrypt(secret, sealed, context))


def keyed_hash(purpose: str, value: str | bytes) -> str:
    """Return 64 hex digits that only this installation can compute.

    Hashes of one value for two purposes have nothing in common.
    """
    return digest(_setting_key("PEPPER"), purpose.encode(), _bytes(value)).hex()


def salted_hash(value: Any, salt: str | bytes) -> str:
    """Return the keyed hash of a JSON-able value, unguessable without ``salt``."""
    material = canonical(value)
    return digest(_setting_key("PEPPER"), b"salted", _bytes(salt), material).hex()


def digest(key: bytes, *parts: bytes, algorithm: str | None = None) -> bytes:
    """Return the HMAC of ``parts``, whose borders count."""
    mac = hmac.HMAC(key, HASHES[algorithm or hash_name()]())
    for part in parts:
        mac.update(len(part).to_bytes(8, "big"))
        mac.update(part)
    return mac.finalize()


def hash_name() -> str:
    """Return the hash of the chosen family: ``sha256`` or ``sm3``."""
    return "sm3" if _family() == FAMILIES["sm4-gcm"] else "sha256"


def canonical(value: Any) -> bytes:
    """Return the one JSON spelling of ``value``, for hashing and sealing.

    Halves of surrogate pairs, which a hostile socket may send, pass like any text.

    Raises:
        TypeError: it holds something JSON cannot say.
    """
    spelled = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return spelled.encode(errors="surrogatepass")


def pepper() -> bytes:
    """Return the key of all keyed hashes."""
    return _setting_key("PEPPER")


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _family() -> int:
    try:
        return FAMILIES[settings.CIPHER]
    except KeyError:
        raise ImproperlyConfigured(
            f"MINYI_CIPHER 只能是 {' 或 '.join(FAMILIES)}，现在是“{settings.CIPHER}”。"
        ) from None


def _setting_key(name: str) -> bytes:
    try:
        key = base64.b64decode(getattr(settings, name), validate=True)
    except ValueError:
        key = b""
    if len(key) != SECRET_BYTES:
        raise ImproperlyConfigured(
            f"MINYI_{name} 应当是 {SECRET_BYTES} 字节随机数的 base64，"
            "说明见 docs/settings.md。"
        )
    return key


def _derive(secret: bytes, family: int) -> tuple[bytes, bytes]:
    """Return the id and the cipher key that ``secret`` gives in ``family``."""
    _algorithm, size = BLOCK_CIPHERS[family]
    info = b"minyi envelope %d" % family
    material = HKDF(hashes.SHA256(), KEY_ID_BYTES + size, None, info).derive(secret)
    return material[:KEY_ID_BYTES], material[KEY_ID_BYTES:]


def _encrypt(secret: bytes, plain: bytes, context: str) -> bytes:
    family = _family()
    key_id, key = _derive(secret, family)
    header = bytes([family]) + key_id
    nonce = secrets.token_bytes(NONCE_BYTES)
    algorithm, _size = BLOCK_CIPHERS[family]
    encryptor = Cipher(algorithm(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header + context.encode())
    text = encryptor.update(plain) + encryptor.finalize()
    return header + nonce + text + encryptor.tag


def _decrypt(secret: bytes, envelope: bytes, context: str) -> bytes:
    # PostgreSQL's driver hands out memoryviews.
    envelope = bytes(envelope)
    start = 1 + KEY_ID_BYTES
    if len(envelope) < start + NONCE_BYTES + TAG_BYTES:
        raise CannotOpen("密文不完整。")
    if envelope[0] not in BLOCK_CIPHERS:
        raise CannotOpen("密文的算法未知。")
    key_id, key = _derive(secret, envelope[0])
    header, nonce = envelope[:start], envelope[start : start + NONCE_BYTES]
    if header[1:] != key_id:
        raise CannotOpen("密文不是用这把密钥加密的。")
    algorithm, _size = BLOCK_CIPHERS[envelope[0]]
    mode = modes.GCM(nonce, envelope[-TAG_BYTES:])
    decryptor = Cipher(algorithm(key), mode).decryptor()
    decryptor.authenticate_additional_data(header + context.encode())
    text = decryptor.update(envelope[start + NONCE_BYTES : -TAG_BYTES])
    try:
        return text + decryptor.finalize()
    except InvalidTag:
        raise CannotOpen("密文被改动过，或不属于这条记录。") from None
