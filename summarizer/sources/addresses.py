"""The canonical form of a web address: what says who sent the reader is removed. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|mc_[ce]id|at_(?:medium|campaign|custom\d|link\w*|format|ptr_name)"
    r"|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|oly_(?:anon|enc)_id"
    r"|vero_id|wickedid|s_cid|cmpid?|ns_\w+|ito|xtor|wt_?mc|wt_zmc|ocid|ncid|smid|CMP|ref_src|ref_url|feed_id"
    r"|guccounter|guce_referrer\w*|__twitter_impression|echobox|share_?id|sfnsn|_ga|_gl",
    re.IGNORECASE,
)
"""Query parameters of analytics, advertising and sharing tools; none of them chooses what is shown."""


_CANONICAL = re.compile(r"https?://[a-z0-9.-]*[a-z0-9]/[^?#\s]*")


@lru_cache(maxsize=8192)
def canonical(url: str) -> str:
    """`url` as one spelling: lower-case scheme and host, no default port, tracking or fragment.

    A fragment that looks like a path (``#!/story/1``) is kept: it chooses what is shown.
    """
    if _CANONICAL.fullmatch(url):  # most are
        return url
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        default = {"http": 80, "https": 443}.get(parts.scheme)
        if not host:
            return url
        host = f"[{host}]" if ":" in host else host
        netloc = host if parts.port in (None, default) else f"{host}:{parts.port}"
    except ValueError:
        return url
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)]
    same = len(query) == parts.query.count("&") + 1
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit(
        (parts.scheme, netloc, parts.path or "/", parts.query if same else urlencode(query), fragment)
    )
