"""Prints a signed identity for a customer of a shop, as the shop's server hands
it to the page: python3 identity.py jwt xk10001 张伟

YIWEN_KEY is what "yiwen identity-key" printed, YIWEN_SITE the site's id.
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwt(key: str, site: str, user: str, name: str = "") -> str:
    """Signs what the shop says of its customer. More may be said: see docs/embed.md."""
    claims = {"sub": user, "aud": site, "exp": int(time.time()) + 3600}
    if name:
        claims["name"] = name
    signed = base64url(b'{"alg":"HS256","typ":"JWT"}') + "." + base64url(json.dumps(claims, ensure_ascii=False).encode())
    return signed + "." + base64url(hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest())


def simple(key: str, user: str) -> str:
    """Signs a customer's id and nothing else."""
    return f"hmac:{base64url(user.encode())}:{hmac.new(key.encode(), user.encode(), hashlib.sha256).hexdigest()}"


def identity(form: str, key: str, site: str, user: str, name: str = "") -> str:
    if not key:
        raise ValueError("YIWEN_KEY is not set")
    if not 1 <= len(user) <= 64:
        # A longer "id" could be made to be the claims of a JWT.
        raise ValueError("an id has 1 to 64 characters")
    if form == "jwt":
        return jwt(key, site, user, name)
    if form == "hmac":
        return simple(key, user)
    raise ValueError(f"{form} is neither jwt nor hmac")


if __name__ == "__main__":
    args = sys.argv[1:] + ["", "", ""]
    try:
        print(identity(args[0], os.environ.get("YIWEN_KEY", ""), os.environ.get("YIWEN_SITE") or "default", args[1], args[2]))
    except ValueError as e:
        sys.exit(str(e))
