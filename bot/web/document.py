"""The templates, and a briefing's page as one file that needs no server: `kurir brief --format html`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.store.briefings import ArchivedBriefing
from bot.view import day, language_name
from bot.web.page import evidence_page
from summarizer.article import Article
from summarizer.briefing import Briefing


@cache
def environment() -> Environment:
    """The templates; everything in them is escaped, and a name that is missing is an error."""
    made = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "language": language_name}
    made.globals["inline"] = None
    return made


def document(article: Article, briefing: Briefing) -> str:
    """The evidence page of a briefing that is in no archive: self-contained, it requests nothing."""
    kept = ArchivedBriefing(
        id=0,
        article_id=article.id,
        version=1,
        story=None,
        made=datetime.now(UTC),
        language=article.language,
        outlet=article.outlet,
        briefing=briefing,
    )
    page = evidence_page(kept, article, editions=[(kept, article)])
    text = environment().get_template("briefing.html").render(page=page, alone=True, inline=_assets())
    return text.encode("utf-8", "replace").decode()


def _assets() -> dict[str, str]:
    """Styles and script, as they stand in the page instead of being linked."""
    static = files("bot.web") / "static"
    read = {
        name: (static / name).read_text(encoding="utf-8")
        for name in ("kurir.css", "targets.css", "evidence.js")
    }
    styles = read["targets.css"] + read["kurir.css"].replace('@import url("targets.css");', "")
    return {"css": styles, "js": read["evidence.js"]}
