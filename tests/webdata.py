"""A small archive with everything that the pages show: corrections, stories, dropped lines, scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.web.app import create_app
from summarizer import Article, Briefing, Point, Reason, Section, Sentence, SentenceKind, Verdict
from summarizer.briefing import Translation

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)

SWEDISH = (
    ("I måndags började den fjärde rundan av samtal mellan Ryssland och Ukraina.", 0),
    ("I London är man inte imponerad.", 1),
    ('Utrikesminister Liz Truss kallar det hela en "rökridå" och tror inte att Moskva vill ha fred.', 1),
    ("– Den som på allvar vill förhandla släpper inte bomber på civila, säger Truss till The Times.", 1),
    ("Vapenvila gav nytt anfall", 2),
    ("Oscar Jonsson är expert på rysk krigföring vid Försvarshögskolan i Stockholm.", 3),
    ("Med stora förluster skulle Ryssland ha nytta av ett eldupphör, bedömer han.", 3),
    ("Kreml säger att samtalen går framåt.", 4),
    ("Läs också: Så följer du kriget", 5),
)
ENGLISH = {
    0: "On Monday the fourth round of talks between Russia and Ukraine began.",
    2: 'Foreign Secretary Liz Truss calls it a "smokescreen" and does not believe Moscow wants peace.',
    3: "– Whoever seriously wants to negotiate does not drop bombs on civilians, Truss tells The Times.",
    6: "With heavy losses Russia would benefit from a ceasefire, he judges.",
    7: "The Kremlin says that the talks are making progress.",
}


def smokescreen() -> Article:
    """A Swedish article with a subhead, a dash quote and a boilerplate line."""
    kinds = {4: SentenceKind.SUBHEAD, 8: SentenceKind.BOILERPLATE}
    return Article(
        id="sv1",
        title="Truss avfärdar fredssamtalen – forskare väntar sig ny offensiv",
        english_title="Truss dismisses the peace talks – researcher expects a new offensive",
        sentences=tuple(Sentence(t, p, kinds.get(i, SentenceKind.BODY)) for i, (t, p) in enumerate(SWEDISH)),
        language="sv",
        outlet="Sundsborgs Dagblad",
        author="Utrikesredaktionen",
        url="https://example.com/rokrida",
        published=datetime.fromisoformat("2026-11-10T06:20:00+01:00"),
    )


def judged(section: Section, text: str, *evidence: int, **fields: object) -> Point:
    defaults = {"verdict": Verdict.SUPPORTED, "translated": True, "evidence": evidence}
    return Point(section=section, text=text, **{**defaults, **fields})  # type: ignore[arg-type]


def briefed() -> Briefing:
    """A briefing of `smokescreen` with all three sections, an unverified and two dropped lines."""
    claims, doubts, experts = Section.KEY_CLAIMS, Section.SKEPTICS, Section.EXPERT_VIEW
    return Briefing(
        headline="British minister calls the talks between Russia and Ukraine a smokescreen",
        points=(
            judged(claims, "The fourth round of talks began on Monday.", 0),
            judged(
                claims, "The talks are making progress.", 7, speaker="The Kremlin",
                verdict=Verdict.UNVERIFIED, reasons=(Reason("polarity", "no translation to compare with"),),
            ),
            judged(
                doubts, "The talks are a smokescreen; Moscow does not want peace.", 2, 3, speaker="Liz Truss",
                speaker_role="UK foreign secretary", via="The Times", quote="rökridå",
            ),
            judged(
                experts, "After heavy losses, a ceasefire would serve Russia.", 5, 6, speaker="Oscar Jonsson",
                speaker_role="expert on Russian warfare, Swedish Defence University",
            ),
        ),
        dropped=(
            judged(
                claims, "Three million people have fled.", 0, verdict=Verdict.REJECTED,
                reasons=(Reason("numbers", "“three million” is not in the cited sentences"),),
            ),
            judged(
                experts, "Russia is winning, says Jonsson.", 6, speaker="Oscar Jonsson",
                verdict=Verdict.REJECTED, reasons=(Reason("support", "the sentence does not say that"),),
            ),
        ),
        translations=tuple(Translation(i, t, "reference") for i, t in ENGLISH.items()),
        engine="extractive",
        seconds=0.4,
    )  # fmt: skip


async def fill(store: Store) -> dict[str, int]:
    """Store the archive; ids of its briefings by name."""
    first, late = smokescreen(), NOW + timedelta(hours=3)
    await store.articles.add(first, now=NOW)
    story = await store.stories.place("sv1", None, now=NOW)
    old = replace(briefed(), points=briefed().points[:3])
    ids = {"old": await store.briefings.add(first, 1, old, now=NOW, story=story)}
    german = _plain(
        "de1", "Truss nennt Gespräche „Nebelwand“", "Die Außenministerin zweifelt.", "de", "Brückenpost"
    )
    ukrainian = _plain(
        "uk1", "Ліз Трасс: переговори — димова завіса", "Про це сказала міністерка.", "uk", "Дніпро Вісник"
    )
    arabic = _plain(
        "ar1", "لندن تشكك في المحادثات", "قالت الوزيرة إن المحادثات ستار دخاني.", "ar", "صوت الميناء"
    )
    for text, headline in (
        (german, "Doubts in London"),
        (ukrainian, "Talks “a smokescreen”, says Truss"),
        (arabic, "London doubts the talks"),
    ):
        await store.articles.add(text, now=NOW)
        if text is not arabic:
            await store.stories.place(text.id, story, now=NOW)
        made = Briefing(
            headline=headline, points=(judged(Section.KEY_CLAIMS, f"{headline}.", 0),), engine="extractive"
        )
        ids[text.language] = await store.briefings.add(text, 1, made, now=NOW, story=story)
    sentences = list(first.sentences)
    sentences[5] = replace(
        sentences[5], text="Oscar Jonsson är expert på rysk krigföring vid Försvarshögskolan."
    )
    second = replace(first, sentences=tuple(sentences))
    await store.articles.add(second, now=late)
    ids["new"] = await store.briefings.add(second, 2, briefed(), now=late, story=story)
    return ids


def _plain(article_id: str, title: str, text: str, language: str, outlet: str) -> Article:
    url = f"https://example.com/{article_id}"
    return Article(
        id=article_id, title=title, sentences=(Sentence(text, 0),), language=language, outlet=outlet, url=url
    )


def web_settings(folder: Path, **env: str) -> Settings:
    """Settings with the archive on this machine, or as `env` says: LISTEN, HEADER, URL, TOKEN."""
    file = folder / "kurir.toml"
    listen, header, url = env.get("listen", "127.0.0.1:8321"), env.get("header", ""), env.get("url", "")
    file.write_text(f'[web]\nlisten = "{listen}"\nproxy_header = "{header}"\nurl = "{url}"\n', "utf-8")
    token = {"KURIR_WEB_TOKEN": env["token"]} if "token" in env else {}
    return load_settings(str(file), {"KURIR_DATA": str(folder), **token})


def browser(store: Store, settings: Settings, **more: Any) -> TestClient:
    """A client of the application; it says the name of this machine."""
    app = create_app(store, settings, metrics=more.pop("metrics", Metrics()), **more)
    return TestClient(app, base_url="http://127.0.0.1:8321")
