"""Chapter: jobs move through their pipelines, tasks are planned and done."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from demo.story import dated, later
from demo.texts.work import DETAILS, JOBS, RESTRICTED, RESTRICTED_JOBS, STEPS, TASKS
from models import Job, Subtask, Task
from models.base import clock
from models.work.task import CLOSED, STATUSES

OPEN = ("planned",) * 7 + ("in_progress",) * 6 + tuple(status for status in STATUSES if status not in CLOSED)
URGENCY = ("normal",) * 6 + ("high",) * 2 + ("low", "urgent")


def plan(story, client):
    dice = client.dice("work")
    client.jobs = []
    if client.has(dice):
        for _ in client.some(dice, 1, 2, 2, 3):
            story.at(client.lately(dice, 30), _start_job, client, dice, False)
        for _ in range(dice.randint(0, 3)):
            story.at(client.moment(dice, 0.8), _start_job, client, dice, True)
    if client.shows("jobs"):
        for _, kind in groupby(sorted(JOBS[client.type]), key=itemgetter(0)):
            story.at(story.days_ago(dice, 20), _start_job, client, dice, False, next(kind))
    if client.shows("restricted job"):
        story.at(story.days_ago(dice, 35), _start_restricted, client, dice)
    if client.has(dice):
        for _ in range(dice.randint(2, 6)):
            story.at(client.lately(dice, 30), _plan_task, client, dice, dice.choice(OPEN))
        for _ in range(dice.randint(0, 3)):
            status = dice.choices(CLOSED, (9, 1))[0]
            story.at(client.moment(dice, 0.8), _plan_task, client, dice, status)
    if client.shows("tasks"):
        for status in STATUSES:
            planned_at = story.days_ago(dice, 20) if status in CLOSED else client.lately(dice, 30)
            story.at(planned_at, _plan_task, client, dice, status)


def _start_job(client, dice, done: bool, kind=None):
    pipeline, title, days = kind or dice.choice(JOBS[client.type])
    stages = client.office.stages[pipeline]
    job = Job.start(
        client.account,
        stages[-1] if done else dice.choice(stages[:-1]),
        dated(title, clock.today()),
        dice.sample(client.team, dice.randint(1, len(client.team))),
        due_on=clock.today() + timedelta(days=days),
    )
    client.jobs.append(job)
    if done:
        client.story.at(later(clock.now(), days=dice.randint(10, days)), _complete, job)


def _start_restricted(client, dice):
    stage = dice.choice(client.office.stages[RESTRICTED][:-1])
    title = dated(dice.choice(RESTRICTED_JOBS), clock.today())
    Job.start(
        client.account, stage, title, [client.office.manager], due_on=clock.today() + timedelta(days=150)
    )


def _complete(record: Job | Task):
    type(record).update(completed_at=clock.now()).where(type(record).id == record.id).execute()


def _plan_task(client, dice, status: str):
    task = Task.plan(
        dice.choice(client.team),
        client.account,
        dated(dice.choice(TASKS[client.type]), clock.today()),
        dice.sample(client.team, min(len(client.team), dice.choice((1, 1, 2)))),
        status="planned" if status in CLOSED else status,
        priority=dice.choice(URGENCY),
        description=dice.choice(DETAILS),
        due_on=clock.today() + timedelta(days=dice.randint(3, 45)) if dice.random() < 0.9 else None,
        job=dice.choice(client.jobs) if client.jobs and dice.random() < 0.5 else None,
    )
    if dice.random() < 0.15:
        done = dice.randint(0, 2)
        for place, title in enumerate(dice.sample(STEPS, 3)):
            Subtask.create(
                task=task, title=title, position=place, completed_at=clock.now() if place < done else None
            )
    if status in CLOSED:
        client.story.at(later(clock.now(), days=dice.randint(1, 12)), _close, task, status)


def _close(task: Task, status: str):
    Task.update(status=status, completed_at=clock.now()).where(Task.id == task.id).execute()
