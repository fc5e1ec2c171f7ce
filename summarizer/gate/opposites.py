"""Concepts that are the opposite of one another; the words for them are in `summarizer.languages`."""

from __future__ import annotations

from summarizer.gate.lexicon import listed

OPPOSITES = (
    ("rise", "fall"), ("accept", "reject"), ("support", "oppose"), ("support", "reject"),
    ("confirm", "deny"), ("trust", "doubt"),
    ("allow", "ban"), ("open", "close"), ("begin", "end"), ("win", "lose"), ("better", "worse"),
    ("safe", "danger"), ("cheap", "costly"), ("early", "late"),
    ("more", "less"), ("enough", "short"), ("legal", "illegal"), ("guilty", "innocent"),
    ("build", "demolish"), ("buy", "sell"), ("majority", "minority"), ("hire", "fire"), ("restore", "scrap"),
    ("keep", "scrap"), ("join", "leave"), ("often", "seldom"),
)  # fmt: skip
"""Pairs so marked that one in the point and the other in what it tells is a contradiction."""

FOR = listed("accept support confirm agree trust allow")
"""What somebody does who is for a thing."""

AGAINST = listed("reject oppose deny disagree doubt ban")
"""What somebody does who is against it."""

FINER = (
    *((a, b) for a in sorted(FOR) for b in sorted(AGAINST) if (a, b) not in OPPOSITES),
    ("before", "after"),
    ("include", "exclude"), ("affected", "unaffected"), ("succeed", "fail"), ("have", "lack"),
    ("feasible", "impossible"), ("true", "false"), ("known", "unknown"), ("satisfied", "unhappy"),
    ("positive", "unfavourable"), ("agree", "disagree"), ("agree", "reject"), ("accept", "deny"),
    ("confirm", "reject"), ("stay", "resign"), ("accept", "exclude"), ("keep", "lose"), ("enough", "lack"),
    ("fast", "slow"), ("warm", "cold"), ("healthy", "sick"), ("longer", "shorter"), ("larger", "smaller"),
    ("stronger", "weaker"), ("easy", "difficult"), ("mandatory", "voluntary"), ("temporary", "permanent"),
    ("full", "empty"), ("clean", "dirty"), ("remember", "forget"), ("profit", "loss"), ("survive", "die"),
    ("continue", "end"), ("release", "arrest"), ("optimistic", "pessimistic"), ("fair", "unfair"),
    ("likely", "unlikely"), ("necessary", "unnecessary"), ("ready", "unfinished"), ("same", "different"),
    ("independent", "dependent"), ("punish", "reward"), ("peaceful", "violent"), ("rich", "poor"),
    ("protect", "threaten"), ("combine", "separate"), ("attend", "absent"), ("fatter", "thinner"),
    ("day", "night"), ("inevitable", "avoidable"), ("plausible", "implausible"), ("recommend", "dissuade"),
    ("comply", "breach"), ("tighten", "loosen"), ("useful", "useless"), ("effective", "ineffective"),
    ("deliberate", "accidental"), ("calm", "worried"), ("public", "secret"), ("north", "south"),
    ("east", "west"), ("cautious", "bold"), ("stay", "withdraw"), ("join", "withdraw"), ("export", "import"),
    ("visible", "hidden"), ("keep", "breach"), ("high", "low"),
)  # fmt: skip
"""Pairs of everyday words, which contradict each other only where both stand in the same clause."""

DENIALS = listed(
    "reject deny ban exclude unaffected fail lack impossible false disagree unlikely unnecessary"
)
"""Concepts that say "not" of whatever they stand beside."""


def axis(concept: str) -> str | None:
    """The pair that `concept` is in, under one name for both of its ends."""
    return _AXES.get(concept)


def pole_mates(concept: str) -> frozenset[str]:
    """`concept` and its opposites."""
    return _MATES.get(concept, frozenset()) | {concept}


def opposite(concept: str) -> str:
    """The other end of the first pair that `concept` is in."""
    return next(b if a == concept else a for a, b in (*OPPOSITES, *FINER) if concept in (a, b))


def are_opposite(one: str, other: str) -> bool:
    """Whether the two concepts are the ends of a pair."""
    return (one, other) in _BOTH


_BOTH = frozenset(p for a, b in (*OPPOSITES, *FINER) for p in ((a, b), (b, a)))
_AXES = {c: pair[0] for pair in (*FINER, *OPPOSITES) for c in pair}
_MATES = {c: frozenset(b for a, b in _BOTH if a == c) for c in _AXES}
