"""The `llm` engine: drafts with a model, in English; it does not decide what is true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from summarizer.article import Article
from summarizer.briefing import Draft, DraftPoint, Point
from summarizer.errors import ReplyError
from summarizer.gate import is_english
from summarizer.gate.case import ENGLISH
from summarizer.gate.lexicon import words
from summarizer.llm.caller import Answer, Caller
from summarizer.llm.parts import merged, parts
from summarizer.llm.ports import Request
from summarizer.llm.prompt import ROOM, briefing_request, english_request, revision_request
from summarizer.llm.reading import Proposal, read_proposal

NAME = "llm"
DRAFTING = 2 / 3
"""Share of the deadline that drafting may take, all its questions together; the rest is for revising."""


class _Hurried:
    """A caller whose questions together may take a share of its deadline."""

    def __init__(self, caller: Caller, share: float) -> None:
        self._caller = caller
        self._end = caller.clock() + share * caller.deadline

    async def ask(
        self, request: Request, read: Callable[[str], Proposal], *, article: str
    ) -> tuple[Proposal, Answer]:
        """See `Caller.ask`."""
        left = max(self._end - self._caller.clock(), 0.0)
        return await replace(self._caller, deadline=left).ask(request, read, article=article)


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMEngine:
    """Drafts by one call an article, more where it is longer than `window`.

    Attributes:
        window: tokens that the model takes, prompt and answer together.
    """

    caller: Caller
    window: int = 16_000
    name: str = field(default=NAME, init=False)

    def charged_to(self, channel: str) -> LLMEngine:
        """The same engine at the expense of `channel`."""
        return replace(self, caller=replace(self.caller, channel=channel))

    async def draft(self, article: Article, *, words: int) -> Draft:
        """Propose points for `article`.

        Raises:
            EngineError: the endpoint, its answer or the budget did not allow it.
        """
        proposals: list[Proposal] = []
        spent = Answer("")
        chunks = parts(article, window=self.window, room=ROOM)
        if not chunks:
            raise ReplyError("the article has no sentences to brief")
        hurried = _Hurried(self.caller, DRAFTING)
        for chunk in chunks:
            request = briefing_request(article, chunk, words=words)
            proposal, cost = await self._in_english(article, request, hurried)
            proposals.append(proposal)
            spent = _plus(spent, cost)
        notes = (f"The article is long: it was read in {len(chunks)} parts.",) if len(chunks) > 1 else ()
        draft = self._as_draft(article, merged(proposals, words=words), spent, notes)
        if not draft.points:
            raise ReplyError("the LLM cited no sentence that it was given")
        return draft

    async def revise(self, article: Article, draft: Draft, rejected: Sequence[Point], *, words: int) -> Draft:
        """`draft` with what the model puts in place of the `rejected` points; the others of them stay.

        Raises:
            EngineError: as `draft`.
        """
        wrong = {(p.text, p.evidence) for p in rejected}
        kept = tuple(p for p in draft.points if (p.text, p.evidence) not in wrong)
        cited = {i for p in rejected for i in p.evidence}
        around = [c for c in parts(article, window=self.window, room=ROOM) if cited & set(c)]
        chunk = (around or parts(article, window=self.window, room=ROOM))[0]
        request = revision_request(briefing_request(article, chunk, words=words), draft.points, rejected)
        hurried = _Hurried(self.caller, 1 - DRAFTING)
        proposal, answer = await hurried.ask(request, read_proposal, article=article.id)
        again = self._as_draft(article, proposal, answer, draft.notes)
        fresh = tuple(p for p in again.points if (p.text, p.evidence) not in wrong and p not in kept)
        fresh = fresh[: len(rejected)]
        corrected = {i for p in fresh for i in p.evidence}
        left = tuple(p for p in draft.points if p not in kept and not corrected & set(p.evidence))
        return replace(
            draft,
            points=kept + fresh + left,
            tokens=draft.tokens + again.tokens,
            cost_usd=draft.cost_usd + again.cost_usd,
        )

    async def _in_english(
        self, article: Article, request: Request, hurried: _Hurried
    ) -> tuple[Proposal, Answer]:
        """A proposal, asked for once more if something in it is not English."""
        proposal, answer = await hurried.ask(request, read_proposal, article=article.id)
        texts = (proposal.headline, *(p.text for p in proposal.points))
        foreign = [t for t in texts if _is_foreign(article, t)]
        if not foreign:
            return proposal, answer
        request = english_request(request, answer.text, foreign)
        try:
            again, more = await hurried.ask(request, read_proposal, article=article.id)
        except ReplyError:
            return proposal, answer
        return again, _plus(answer, more)

    def _as_draft(self, article: Article, proposal: Proposal, spent: Answer, notes: tuple[str, ...]) -> Draft:
        headline = proposal.headline
        return Draft(
            headline=headline if headline and not _is_foreign(article, headline) else article.title,
            points=tuple(
                _in_its_language(article, p) for p in proposal.points if _rests_on_given(article, p)
            ),
            engine=self.name,
            model=self.caller.model.name,
            notes=notes,
            tokens=spent.tokens,
            cost_usd=spent.cost_usd,
        )


def _rests_on_given(article: Article, point: DraftPoint) -> bool:
    """Whether the model was given any of what it cites; where not, it made the point up."""
    return bool(set(point.evidence) & set(article.evidence))


def _in_its_language(article: Article, point: DraftPoint) -> DraftPoint:
    """`point`, or where it is not English its evidence in the original, for a translator to take up."""
    if not _is_foreign(article, point.text) or not all(
        0 <= i < len(article.sentences) for i in point.evidence
    ):
        return point
    return replace(point, text=article.text(point.evidence), language=article.language)


def _is_foreign(article: Article, text: str) -> bool:
    """Whether `text` is not English; a few words of another language that it has copied look like any."""
    if not is_english(text):
        return True
    said = set(words(text))
    return (
        article.language != ENGLISH
        and bool(said)
        and said <= {w for t in (article.title, *(s.text for s in article.sentences)) for w in words(t)}
    )


def _plus(first: Answer, second: Answer) -> Answer:
    return Answer(second.text, first.tokens + second.tokens, first.cost_usd + second.cost_usd)
