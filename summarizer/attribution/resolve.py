"""From clauses to speakers: one pass over the article that remembers who holds the floor.

What a sentence says about itself comes first; else a quotation goes on with whoever held the floor, in
the same paragraph or after a dash; an interviewer's question passes the floor to who is interviewed.
Where nothing of this holds, nobody is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.article import Article
from summarizer.attribution.lines import Line, Paragraph, paragraphs
from summarizer.attribution.names import ROLE_TAGS
from summarizer.attribution.quotes import after_dash
from summarizer.attribution.register import Entry, Register, same_word, to_speaker
from summarizer.attribution.speech import Finding, find_speech, stands_in_genitive
from summarizer.attribution.subjects import Subject
from summarizer.attribution.values import Attribution, Attributions, Manner, SpeakerKind
from summarizer.languages import table


@dataclass(slots=True)
class _Said:
    """A sentence's attribution while the register is still growing."""

    entry: Entry | None
    manner: Manner
    via: str | None = None
    speech: str | None = None


_NOBODY = _Said(None, Manner.NARRATED)
_LONG = 5  # a speaker who was silent for more paragraphs than this no longer owns a loose quotation


class Reader:
    """Reads one article once, from the top."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.pro_drop = bool(table(article.language, "attribution").get("pro_drop"))
        self.register = Register()
        self.said: dict[int, _Said] = {}
        self.last: Entry | None = None  # who was last said to speak, or introduced
        self.last_person: Entry | None = None
        self.since = _LONG + 1  # paragraphs since then

    def read(self) -> Attributions:
        body = paragraphs(self.article)
        for paragraph in body:
            for line in paragraph.lines:
                for mention in line.mentions:
                    declined = stands_in_genitive(line.tokens, mention)
                    self.register.meet(mention, line.index, genitive=declined)
        for paragraph in body:
            self._paragraph(paragraph)
            self.since += 1
        return self._result()

    def _result(self) -> Attributions:
        speaking = {id(s.entry) for s in self.said.values() if s.entry}
        entries = [e for e in self.register.entries if id(e) in speaking or (e.role and e.tags & ROLE_TAGS)]
        speakers = {id(e): to_speaker(e, self.article.language) for e in entries}
        sentences = tuple(
            Attribution(speakers[id(s.entry)] if s.entry else None, s.manner, s.via, s.speech)
            for s in (self.said.get(i, _NOBODY) for i in range(len(self.article.sentences)))
        )
        return Attributions(tuple(speakers.values()), sentences)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.is_question:
            self.since = 0 if self.last else self.since
            return
        findings = [find_speech(line, pro_drop=self.pro_drop) for line in paragraph.lines]
        floor = self.last if self.since <= _LONG else None
        if paragraph.dash:
            self._dash_paragraph(paragraph, findings, floor)
            return
        previous: _Said = _NOBODY
        body = False  # a body that has no name here spoke last: "she" may be the agency
        for n, (line, finding) in enumerate(zip(paragraph.lines, findings, strict=True)):
            said = None if body and finding and finding.subject.pronoun else self._own(line, finding)
            body = _is_unnamed_body(finding, said) or (body and said is None)
            if said is None and line.is_all_speech:
                said = self._loose_quote(paragraph, findings, n, previous)
            if said is None and finding is None:
                said = self._carried_on(line, previous) or self._introduced(line)
            said = said or _NOBODY
            self._note(line, said)
            previous = said

    def _dash_paragraph(
        self, paragraph: Paragraph, findings: list[Finding | None], floor: Entry | None
    ) -> None:
        owner = next((f for f in findings if f), None)
        entry = self._entry(owner.subject, paragraph.lines[0].index) if owner else floor
        for line, finding in zip(paragraph.lines, findings, strict=True):
            via = finding.via if finding else None
            speech = _dash_speech(line, finding)
            self._note(line, _Said(entry, Manner.QUOTED if entry else Manner.NARRATED, via, speech))

    def _own(self, line: Line, finding: Finding | None) -> _Said | None:
        if finding is None:
            return None
        if finding.manner is Manner.REPORTED and self._is_unknown(finding.subject):
            return None
        entry = self._entry(finding.subject, line.index)
        return _Said(entry, finding.manner, finding.via, _speech(line)) if entry else None

    def _is_unknown(self, subject: Subject) -> bool:
        """A lone capitalised word that nobody introduced may be a place: it needs a quotation beside it."""
        mention = subject.mention
        return mention is not None and not mention.full and self.register.find(mention.name) is None

    def _loose_quote(
        self, paragraph: Paragraph, findings: list[Finding | None], n: int, previous: _Said
    ) -> _Said | None:
        """A sentence that is all quotation: of who spoke before it, else of who is named after it."""
        line = paragraph.lines[n]
        if previous.entry:
            return _Said(previous.entry, Manner.QUOTED, previous.via, _speech(line))
        for later, finding in zip(paragraph.lines[n + 1 :], findings[n + 1 :], strict=True):
            if finding:
                return _Said(self._entry(finding.subject, later.index), Manner.QUOTED, None, _speech(line))
        if n == 0 and self.last and self.since <= 1:
            return _Said(self.last, Manner.QUOTED, None, _speech(line))
        return None

    def _carried_on(self, line: Line, previous: _Said) -> _Said | None:
        """Indirect speech goes on in the mood of reported speech, and with a pronoun for its speaker."""
        in_mood = any("mood" in t.tags for t in line.tokens)
        if previous.entry and in_mood and previous.manner is not Manner.NARRATED:
            return _Said(previous.entry, Manner.REPORTED)
        opening = next((t for t in line.tokens if t.is_word), None)
        if opening and opening.tags & {"he", "she"} and "they" not in opening.tags:
            person = self._pronoun("she" if "she" in opening.tags else "he")
            return _Said(person, Manner.ABOUT) if person else None
        return None

    def _introduced(self, line: Line) -> _Said:
        """A sentence about somebody: it names one person, with a role or as its subject."""
        for mention in line.mentions:
            if mention.kind is SpeakerKind.PERSON and (mention.tags & ROLE_TAGS or mention.begin <= 1):
                entry = self.register.find(mention.name)
                if entry and (entry.tags & ROLE_TAGS or entry.role):
                    return _Said(entry, Manner.ABOUT)
        return _NOBODY

    def _note(self, line: Line, said: _Said) -> None:
        self.said[line.index] = said
        if said.entry is None:
            return
        said.entry.mentions.add(line.index)
        self.last = said.entry
        if said.entry.kind is SpeakerKind.PERSON:
            self.last_person = said.entry
        self.since = 0

    def _entry(self, subject: Subject, index: int) -> Entry | None:
        """Who a subject stands for, if that can be told."""
        if subject.mention:
            known = self.register.find(subject.mention.name)
            return known or (None if subject.mention.doubtful else self.register.add(subject.mention, index))
        if subject.pronoun in {"he", "she"}:
            return self._pronoun(subject.pronoun)
        if subject.pronoun == "they":
            return self.last if self.last and self.last.kind is SpeakerKind.BODY else None
        if subject.noun:
            return self._by_noun(subject)
        return self.last if self.since <= _LONG else None

    def _pronoun(self, gender: str) -> Entry | None:
        """The last person spoken of so far who is not known to be of the other gender."""
        persons = [self.last_person] if self.last_person else []
        persons += sorted(
            (
                e
                for e in self.register.entries
                if e.kind is SpeakerKind.PERSON
                and e.tags & ROLE_TAGS
                and min(e.mentions, default=self._here + 1) <= self._here
            ),
            key=lambda e: -max(i for i in e.mentions if i <= self._here),
        )
        for person in persons:
            if person.gender in (None, gender):
                person.gender = gender
                return person
        return None

    @property
    def _here(self) -> int:
        return max(self.said, default=0)

    def _by_noun(self, subject: Subject) -> Entry | None:
        """A definite role noun means the newest speaker with that role; any other stays unnamed."""
        noun = subject.noun
        if noun is None or subject.indefinite:
            return None
        known = [e for e in self.register.entries if min(e.mentions, default=0) <= self._here + 1]
        for entry in reversed(known):
            if entry.role and any(same_word(noun.text.casefold(), w.casefold()) for w in entry.role.split()):
                return entry
        classes = noun.tags & {"expert", "critic"} or (
            noun.tags & {"official"} if "anaphor" in noun.tags else set()
        )
        if classes and "body" not in noun.tags and self.last_person and self.last_person.tags & classes:
            return self.last_person
        return None


def _is_unnamed_body(finding: Finding | None, said: _Said | None) -> bool:
    noun = finding.subject.noun if finding and said is None else None
    return noun is not None and "body" in noun.tags


def _speech(line: Line) -> str | None:
    """The longest quotation in the sentence."""
    spans = [line.text[a:b].strip().rstrip(",") for a, b in line.spans]
    return max(spans, key=len, default=None)


def _dash_speech(line: Line, finding: Finding | None) -> str | None:
    start = after_dash(line.text)
    end = line.tokens[finding.clause].start if finding else len(line.text)
    spoken = line.text[start:end].rstrip(" ,–—-") if end > start else ""
    return spoken or None
