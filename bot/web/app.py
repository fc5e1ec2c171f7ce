"""The web application: routes in, pages out. Decisions are in `access` and `page`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.errors import StoreError
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store import Store
from bot.store.briefings import ArchivedBriefing
from bot.web import feeds
from bot.web.access import Access, Door, load_key
from bot.web.document import environment
from bot.web.headers import SecurityHeaders
from bot.web.page import evidence_page
from bot.web.search import ArchiveFacets, Search, parse_search
from summarizer.article import Article

HERE = Path(__file__).parent
PAGE = 20
EDITIONS = 10
"""Most briefings of one article on its page."""

FORMATS = {
    "rss": (feeds.rss, "application/rss+xml"),
    "atom": (feeds.atom, "application/atom+xml"),
    "json": (feeds.json_feed, "application/feed+json"),
}

Problems = Callable[[], Mapping[str, str]]
SlackAnswer = Callable[[Mapping[str, str], bytes], Awaitable[tuple[int, str, dict[str, str]]]]
"""Headers and body of a request → status, body and headers of the answer."""

LARGEST_EVENT = 1_000_000
"""Bytes of one request of Slack; theirs have a few thousand."""


def create_app(
    store: Store,
    settings: Settings,
    *,
    metrics: Metrics,
    problems: Problems = dict,
    slack: SlackAnswer | None = None,
    front: bool = True,
) -> Starlette:
    """The application.

    Args:
        store: what is shown.
        settings: `settings.web` and the token in `settings.secrets`.
        metrics: what ``/metrics`` tells.
        problems: which parts of the bot do not work and why, for ``/readyz``.
        slack: answers Slack's requests in HTTP mode; it checks their signature itself.
        front: also what people read; False for a worker, which only tells how it is.
    """
    token = settings.secrets.kurir_web_token
    door = Door(
        host=settings.web.listen.rpartition(":")[0],
        key=load_key(settings.data),
        url=settings.web.url,
        token=token.get_secret_value() if token else None,
        proxy_header=settings.web.proxy_header.lower(),
    )
    pages = Pages(store, door, settings.web.url)
    health = Health(store, metrics, problems, door)
    read = [
        Route("/", pages.archive),
        Route("/b/{id:int}", pages.briefing),
        Route("/feed.{form:str}", pages.feed),
        *([Route("/slack/events", _SlackEvents(slack).answer, methods=["POST"])] if slack else []),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return Starlette(
        routes=[
            Route("/healthz", health.alive),
            Route("/readyz", health.ready),
            Route("/metrics", health.metrics),
            *(read if front else []),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: pages.refuse, StoreError: pages.broken},
    )


class Pages:
    """The pages that people read."""

    def __init__(self, store: Store, door: Door, url: str) -> None:
        self._store = store
        self._door = door
        self._url = url
        self._facets = ArchiveFacets(store.briefings)
        self._templates = environment()

    async def archive(self, request: Request) -> Response:
        """The newest briefings, or those that match."""
        self._require_all(request)
        search = parse_search(request.query_params)
        found = await self._found(search, PAGE + 1)
        older = replace(search, before=found[PAGE - 1].id) if len(found) > PAGE and not search.best else None
        return self._page(
            "archive.html",
            search=search,
            found=found[:PAGE],
            older=older and urlencode(older.params()),
            feed=urlencode(replace(search, before=None, best=False).params()),
            facets=await self._facets.current(),
        )

    async def briefing(self, request: Request) -> Response:
        """One briefing with its evidence."""
        number = int(request.path_params["id"])
        access = _access(self._door, request, number)
        if access is Access.NONE:
            raise HTTPException(HTTPStatus.UNAUTHORIZED)
        found = await self._store.briefings.with_article(number) if number < 2**63 else None
        if not found:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        kept, article = found
        story = await self._store.stories.of_article(kept.article_id)
        page = evidence_page(
            kept,
            article,
            editions=await self._editions(kept, article),
            story=story,
            story_briefings=await self._store.briefings.of_story(story.id) if story else (),
        )
        return self._page("briefing.html", page=page, alone=access is Access.ONE)

    async def feed(self, request: Request) -> Response:
        """The newest matching briefings for a feed reader."""
        self._require_all(request)
        if request.path_params["form"] not in FORMATS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        write, media_type = FORMATS[request.path_params["form"]]
        found = await self._found(replace(parse_search(request.query_params), best=False), PAGE)
        home = self._url or str(request.base_url).rstrip("/")
        own = f"{home}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
        body = write(feeds.channel(home, own, found), found)
        return Response(body, media_type=f"{media_type}; charset=utf-8")

    async def refuse(self, _request: Request, error: Exception) -> Response:
        """A page that says what is wrong; a sign-in where one would help."""
        status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
        asks = status is HTTPStatus.UNAUTHORIZED and self._door.token
        headers = {"www-authenticate": 'Basic realm="Kurir", charset="UTF-8"'} if asks else {}
        return self._page("error.html", status=status, http_status=status, headers=headers)

    async def broken(self, _request: Request, _error: Exception) -> Response:
        """The database does not answer; its cause is for the operator's log, not for readers."""
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return self._page("error.html", status=status, http_status=status)

    async def _found(self, search: Search, limit: int) -> list[ArchivedBriefing]:
        if search.query:
            return await self._store.briefings.search(
                search.query, limit=limit, ranked=search.best, where=search.filter
            )
        return await self._store.briefings.newest(limit=limit, where=search.filter)

    async def _editions(
        self, kept: ArchivedBriefing, article: Article
    ) -> list[tuple[ArchivedBriefing, Article]]:
        """The article's newest briefings, each with the version it was made from."""
        made = (await self._store.briefings.of_article(kept.article_id))[:EDITIONS]
        if len(made) == 1:
            return [(made[0], article)]
        texts = {s.version: s.article for s in await self._store.articles.versions(kept.article_id)}
        return [(m, texts[m.version]) for m in made if m.version in texts]

    def _require_all(self, request: Request) -> None:
        if _access(self._door, request) is not Access.ALL:
            raise HTTPException(HTTPStatus.UNAUTHORIZED)

    def _page(
        self,
        name: str,
        *,
        http_status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> HTMLResponse:
        text = self._templates.get_template(name).render(**values)
        # Half a surrogate pair in a text becomes a question mark, not an error.
        return HTMLResponse(text.encode("utf-8", "replace"), status_code=http_status, headers=headers)


class _SlackEvents:
    """Slack's HTTP mode; who asks is proved by Slack's signature, not by our token."""

    def __init__(self, slack: SlackAnswer) -> None:
        self._slack = slack

    async def answer(self, request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_EVENT:
                return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        status, text, headers = await self._slack(request.headers, body)
        return Response(text, status_code=status, headers=headers)


class Health:
    """What operators and their tools ask."""

    def __init__(self, store: Store, metrics: Metrics, problems: Problems, door: Door) -> None:
        self._store = store
        self._metrics = metrics
        self._problems = problems
        self._door = door

    async def alive(self, _request: Request) -> Response:
        """The process answers."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """Everything works. Says which part does not, and no more: anybody may ask."""
        failed = dict.fromkeys(self._problems(), "failed")
        try:
            await self._store.ping()
        except StoreError:
            failed["database"] = "failed"
        return JSONResponse({"status": "failed" if failed else "ok", **failed}, 503 if failed else 200)

    async def metrics(self, request: Request) -> Response:
        """Figures for Prometheus."""
        if _access(self._door, request) is not Access.ALL:
            raise HTTPException(HTTPStatus.UNAUTHORIZED)
        self._metrics.queue.set(await self._store.deliveries.unfinished())
        return Response(self._metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _access(door: Door, request: Request, briefing: int | None = None) -> Access:
    return door.access(request.headers, briefing, request.query_params.get("k", ""))
