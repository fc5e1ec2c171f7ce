"""What `/metrics` tells Prometheus; one value that is passed to whoever counts."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.outbox.delivery import Delivery, State
from summarizer.briefing import Briefing, Verdict
from summarizer.sources.look import Look, Reading

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300)
LATE = (1, 5, 15, 60, 300, 900, 3600, 14400)


class Metrics:
    """Counters, gauges and histograms of one process, on a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.polls = Counter(
            "kurir_polls", "Looks at sources by how they ended", ["outcome"], registry=registry
        )
        self.articles = Counter(
            "kurir_articles", "Articles stored: new, updated", ["change"], registry=registry
        )
        self.briefings = Counter(
            "kurir_briefings",
            "Briefings, by engine and their least sure verdict",
            ["engine", "verdict"],
            registry=registry,
        )
        self.gate_failures = Counter(
            "kurir_gate_failures", "Points that a check of the gate dropped", ["check"], registry=registry
        )
        self.deliveries = Counter(
            "kurir_deliveries",
            "Deliveries by platform and end state",
            ["platform", "state"],
            registry=registry,
        )
        self.lateness = Histogram(
            "kurir_delivery_lateness_seconds", "From due to posted", buckets=LATE, registry=registry
        )
        self.queue = Gauge("kurir_queue_depth", "Deliveries that wait", registry=registry)
        self.ack = Histogram(
            "kurir_ack_seconds", "From a platform's event to its acknowledgement", ["platform"],
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self.tokens = Counter("kurir_llm_tokens", "Tokens used, by kind", ["kind"], registry=registry)
        self.cost = Counter("kurir_llm_cost_usd", "What language models cost", registry=registry)

    def briefed(self, briefing: Briefing) -> None:
        """Count a briefing, what the gate dropped from it, and what it cost."""
        verdicts = {p.verdict for p in briefing.points}
        least = next((v.value for v in (Verdict.UNVERIFIED, Verdict.SUPPORTED) if v in verdicts), "empty")
        self.briefings.labels(briefing.engine, least).inc()
        for check in (r.check for p in briefing.dropped for r in p.reasons):
            self.gate_failures.labels(check).inc()
        used = briefing.tokens
        for kind, number in (
            ("prompt", used.prompt),
            ("completion", used.completion),
            ("cached", used.cached),
        ):
            self.tokens.labels(kind).inc(number)
        self.cost.inc(briefing.cost_usd)

    def acknowledged(self, platform: str, seconds: float) -> None:
        """Note how soon a platform's event was acknowledged."""
        self.ack.labels(platform).observe(seconds)

    def looked(self, look: Look) -> None:
        """Count a look at a source."""
        outcome = "failed" if look.failed else "unchanged" if look.unchanged else "read"
        self.polls.labels(outcome).inc()

    def arrived(self, reading: Reading) -> None:
        """Count articles."""
        self.articles.labels("new").inc(len(reading.new))
        self.articles.labels("updated").inc(len(reading.updated))

    def delivered(self, delivery: Delivery, state: State, now: datetime) -> None:
        """Count a delivery that is at its end, and how late it was if it was posted."""
        self.deliveries.labels(delivery.channel.platform.value, state.value).inc()
        if state is State.SENT:
            self.lateness.observe(max(0.0, (now - delivery.due).total_seconds()))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
