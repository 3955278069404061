"""Where secrets and pictures are kept: keys, sealed secrets, and the encrypted picture store.

Knows nothing of the web, the database or the rules above it.
"""

from portal.storage.contract import (
    PictureDamaged,
    PictureMissing,
    Pictures,
    StorageUnavailable,
    StoredPicture,
    new_picture_id,
)
from portal.storage.keys import Keyring, KeyringError
from portal.storage.pictures import PictureStore
from portal.storage.sealed import SealBroken, open_sealed, seal

__all__ = [
    "Keyring",
    "KeyringError",
    "PictureDamaged",
    "PictureMissing",
    "PictureStore",
    "Pictures",
    "SealBroken",
    "StorageUnavailable",
    "StoredPicture",
    "new_picture_id",
    "open_sealed",
    "seal",
]
