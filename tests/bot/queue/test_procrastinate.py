"""Jobs and leadership shared through PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import psycopg
from fakes.chat import Clock

from bot.outbox.delivery import Part, planned
from bot.queue.jobs import Job, Jobs, Task
from bot.queue.procrastinate import PostgresQueue
from bot.store import Store, open_store
from bot.store.leader import Leader
from bot.subscription import Channel, Platform


@dataclass
class Done:
    """Counts what was done, and can be waited for."""

    subjects: Counter[str] = field(default_factory=Counter)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: int = 1

    async def body(self, subject: str) -> None:
        self.subjects[subject] += 1
        if self.subjects.total() >= self.wanted:
            self.enough.set()

    @property
    def jobs(self) -> Jobs:
        return Jobs({Task.ANSWER: self.body, Task.DELIVER: self.body})


async def test_two_workers_share_jobs_and_do_each_once(postgres_store_url: str) -> None:
    done = Done(wanted=20)
    queues = [PostgresQueue(postgres_store_url, done.jobs.run) for _ in range(2)]
    for queue in queues:
        await queue.start()
    for n in range(20):
        await queues[n % 2].put(Job(Task.ANSWER, str(n)))
    await asyncio.wait_for(done.enough.wait(), 20)
    for queue in queues:
        await queue.stop(5)
    assert done.subjects == Counter(map(str, range(20)))


async def test_a_job_that_waits_is_not_doubled(postgres_store_url: str) -> None:
    """Not by the same process, and not by another one."""
    done = Done()
    putting = [PostgresQueue(postgres_store_url, done.jobs.run) for _ in range(2)]
    for queue in (*putting, *putting):
        await queue.open()
        await queue.put(Job(Task.DELIVER, "slack:C1"))
    await putting[1].stop(0)
    await putting[0].start()
    await asyncio.wait_for(done.enough.wait(), 20)
    await putting[0].stop(5)
    assert done.subjects == Counter({"slack:C1": 1})


async def test_a_dead_worker_s_job_is_taken_over(postgres_store_url: str) -> None:
    done = Done()
    queue = PostgresQueue(postgres_store_url, done.jobs.run)
    await queue.open()
    await queue.put(Job(Task.ANSWER, "question"))
    with psycopg.connect(postgres_store_url) as connection:  # what a worker that was killed leaves behind
        connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
        connection.execute(
            "UPDATE procrastinate_jobs SET status = 'doing',"
            " worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    assert await queue.take_over() == 1
    assert await queue.take_over() == 0
    await queue.start()
    await asyncio.wait_for(done.enough.wait(), 20)
    await queue.stop(5)
    assert done.subjects == Counter({"question": 1})


async def test_a_thousand_jobs_are_put_at_once_and_none_that_waits_is_doubled(
    postgres_store_url: str,
) -> None:
    """Two processes put them, in different orders, at the same moment; whoever is first gives the order."""
    done = Done(wanted=1_000)
    queues = [PostgresQueue(postgres_store_url, done.jobs.run) for _ in range(2)]
    for queue in queues:
        await queue.open()
    jobs = [Job(Task.DELIVER, f"slack:C{n}") for n in range(1_000)]
    await asyncio.gather(queues[0].put(*jobs), queues[1].put(*reversed(jobs)), queues[0].put(*jobs))
    with psycopg.connect(postgres_store_url) as connection:
        waiting = connection.execute("SELECT args ->> 'subject' FROM procrastinate_jobs ORDER BY id")
        subjects = [subject for (subject,) in waiting]
    assert subjects in ([j.subject for j in jobs], [j.subject for j in reversed(jobs)])
    await queues[1].start()
    await asyncio.wait_for(done.enough.wait(), 60)
    await queues[1].idle()
    for queue in queues:
        await queue.stop(5)
    assert done.subjects == Counter(j.subject for j in jobs)


async def test_a_job_that_ended_while_the_database_was_away_is_given_back(postgres_store_url: str) -> None:
    """Its end could not be recorded, and its worker lives: nobody else would ever free its lock."""
    done: list[str] = []
    workers: list[int] = []
    again = asyncio.Event()

    async def body(subject: str) -> None:
        done.append(subject)
        if subject == "again":
            again.set()
            return
        with psycopg.connect(postgres_store_url) as connection:
            doing = "SELECT worker_id FROM procrastinate_jobs WHERE lock = 'answer:question'"
            workers.extend(connection.execute(doing).fetchone() or ())

    queue = PostgresQueue(postgres_store_url, Jobs({Task.ANSWER: body}).run)
    await queue.start()
    await queue.put(Job(Task.ANSWER, "question"))
    async with asyncio.timeout(20):
        await queue.idle()
    with psycopg.connect(postgres_store_url) as connection:  # what a job leaves behind whose end was lost
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)"
            " VALUES ('answer', 'answer', 'answer:again', '{\"subject\": \"again\"}', 'doing', %s)",
            workers,
        )
    for _ in range(2):  # what is seen once may be about to begin
        await queue.take_over()
    await asyncio.wait_for(again.wait(), 20)
    await queue.stop(5)
    assert done == ["question", "again"]


async def test_stopping_ends_polls_at_once_and_lets_the_rest_finish(postgres_store_url: str) -> None:
    begun, polling, finish = asyncio.Event(), asyncio.Event(), asyncio.Event()
    done = Done()

    async def brief(subject: str) -> None:
        begun.set()
        await finish.wait()
        await done.body(subject)

    async def poll(subject: str) -> None:
        polling.set()
        try:
            await asyncio.Event().wait()
        finally:
            finish.set()

    queue = PostgresQueue(postgres_store_url, Jobs({Task.POLL: poll, Task.BRIEF: brief}).run)
    await queue.start()
    await queue.put(Job(Task.POLL, "a feed that hangs"), Job(Task.BRIEF, "an article"))
    await asyncio.wait_for(asyncio.gather(begun.wait(), polling.wait()), 20)
    await asyncio.wait_for(queue.stop(60), 10)
    await queue.put(Job(Task.BRIEF, "late"))
    assert done.subjects == Counter({"an article": 1})
    with psycopg.connect(postgres_store_url) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


async def test_one_process_leads_and_the_next_when_it_is_gone(postgres_store_url: str) -> None:
    first, second = await open_store(postgres_store_url), await open_store(postgres_store_url)
    one, two = Leader(first.database, "gateway"), Leader(second.database, "gateway")
    assert (await one.leads(), await two.leads(), await one.leads()) == (True, False, True)
    other = Leader(second.database, "something else")
    assert await other.leads()
    await other.resign()
    await one.resign()
    assert (await two.leads(), await one.leads()) == (True, False)
    await two.resign()
    await first.close()
    await second.close()


async def test_a_leader_whose_connection_is_cut_leads_no_more(postgres_store_url: str) -> None:
    async with await open_store(postgres_store_url) as store:
        one = Leader(store.database, "gateway")
        assert await one.leads()
        with psycopg.connect(postgres_store_url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        assert not await one.leads()
        assert await one.leads()
        await one.resign()


async def test_on_sqlite_every_process_leads(sqlite_store_url: str) -> None:
    async with await open_store(sqlite_store_url) as store:
        assert await Leader(store.database, "gateway").leads()


async def test_a_claim_is_won_by_one_of_many(store: Store) -> None:
    """Ten workers reach for one channel at the same moment."""
    channel, now = Channel(Platform.SLACK, "C1"), Clock()()
    await store.deliveries.add(planned(channel, "o", (Part(payload={}),), now=now))
    claims = await asyncio.gather(*(store.deliveries.claim(channel, now) for _ in range(10)))
    assert sum(c is not None for c in claims) == 1
