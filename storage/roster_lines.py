"""The roster line by line: a person's post from a day to a day, kept, changed, listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import Role
from bot.domain.programmes import fold
from storage.tables import AgencyRow, MembershipRow, PersonRow


@dataclass(frozen=True)
class Post:
    """What a line of the roster says of somebody."""

    name: str
    form_of_address: str
    title: str
    phone: str
    role: Role
    agency_id: int | None
    agency: str
    programme: str
    channel: str
    from_on: date | None  # None in a line that does not say: from today, where the post is new
    to_on: date | None


@dataclass(frozen=True)
class Kept:
    """What became of a line: "new", "changed" or "same", and whose it is."""

    outcome: str
    person_id: int


async def keep_post(
    session: AsyncSession, post: Post, now: datetime, today: date, *, others: Collection[int] = ()
) -> Kept:
    """Keep a line. One name in one agency, or with one telephone, is one person, whose number may have changed.

    `others` are people of the same file: a namesake among them with another telephone is somebody else.
    """
    person = await _find(session, post, others)
    if person is None:
        person = PersonRow(name=post.name, created_at=now)
        session.add(person)
    before = (person.form_of_address, person.title, person.phone, person.channel)
    person.form_of_address = post.form_of_address
    person.title, person.phone = post.title or person.title or "", post.phone or person.phone or ""
    person.channel = post.channel or person.channel or ""
    await session.flush()
    membership = await _membership(session, person.id, post, today)
    if membership is None:
        session.add(
            MembershipRow(
                person_id=person.id,
                role=post.role.value,
                agency_id=post.agency_id,
                programme=post.programme,
                from_on=post.from_on or today,
                to_on=post.to_on,
            )
        )
        await session.flush()
        return Kept("new", person.id)
    changed = membership.to_on != post.to_on or before != (
        person.form_of_address, person.title, person.phone, person.channel,
    )  # fmt: skip
    membership.to_on = post.to_on
    await session.flush()
    return Kept("changed" if changed else "same", person.id)


async def _find(session: AsyncSession, post: Post, others: Collection[int]) -> PersonRow | None:
    query = select(PersonRow).where(PersonRow.erased_at.is_(None), PersonRow.name == post.name)
    namesakes = (await session.scalars(query.order_by(PersonRow.id))).all()
    for row in namesakes:
        if post.phone and row.phone == post.phone:
            return row
    for row in namesakes:
        if post.phone and row.phone and row.id in others:
            continue
        agencies = select(MembershipRow.agency_id).where(MembershipRow.person_id == row.id)
        if post.agency_id in set(await session.scalars(agencies)):
            return row
    return None


async def _membership(session: AsyncSession, person_id: int, post: Post, today: date) -> MembershipRow | None:
    query = select(MembershipRow).where(
        MembershipRow.person_id == person_id,
        MembershipRow.role == post.role.value,
    )
    if post.from_on is None:  # the post that goes on; one that is over stays over
        query = query.where(MembershipRow.to_on.is_(None) | (MembershipRow.to_on >= today))
    else:
        query = query.where(MembershipRow.from_on == post.from_on)
    rows = await session.scalars(query.order_by(MembershipRow.from_on.desc(), MembershipRow.id))
    return next(
        (row for row in rows if row.agency_id == post.agency_id and post.programme in ("", row.programme)), None
    )


async def load_posts(session: AsyncSession) -> list[Post]:
    """Every line, in protocol order of the agencies, those without one last."""
    query = (
        select(MembershipRow, PersonRow, AgencyRow.name)
        .join(PersonRow, PersonRow.id == MembershipRow.person_id)
        .outerjoin(AgencyRow, AgencyRow.id == MembershipRow.agency_id)
        .where(PersonRow.erased_at.is_(None))
        .order_by(AgencyRow.position.is_(None), AgencyRow.position, MembershipRow.id)
    )
    return [
        Post(
            name=person.name,
            form_of_address=person.form_of_address,
            title=person.title,
            phone=person.phone,
            role=Role(row.role),
            agency_id=row.agency_id,
            agency=agency or "",
            programme=row.programme,
            channel=person.channel,
            from_on=row.from_on,
            to_on=row.to_on,
        )
        for row, person, agency in await session.execute(query)
    ]


async def find_people_named(session: AsyncSession, words: str) -> list[int]:
    """People whose name has all these words, with or without diacritics."""
    wanted = fold(words).split()
    rows = await session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.erased_at.is_(None)))
    return [row[0] for row in rows if wanted and all(word in fold(row[1]).split() for word in wanted)]
