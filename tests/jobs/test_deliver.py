"""What is owed arrives: once, in order, at the right chat; and what cannot arrive is closed with its reason."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.simulator import Phones, SimulatorChannel
from bot.channels.telegram import is_group
from bot.clock import RehearsedClock
from bot.domain.messages import Address, Button, Outgoing
from bot.domain.owed import ANSWER, BROADCAST, Owed
from bot.domain.rates import Rates
from bot.domain.typed_choices import message_code
from storage.claims import Claim, claim
from storage.engine import Sessions
from storage.outbox import delivery_faults, enqueue
from storage.sent import find_sent
from tests.fakes.bot_api import FakeBotApi, Limits
from tests.jobs.workshop import FAST, HASTY, Workshop, read_nothing, telegram_of

pytestmark = pytest.mark.slow


@dataclass
class Pointed:
    """Where a channel is pointed, and with which token."""

    url: str
    token: str


async def test_what_is_owed_is_sent_and_recorded(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The row ends as sent, with the platform's id, and the ledger has the one attempt."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    message = Outgoing(text="Nhiệm vụ I.2.a.5", buttons=((Button("Xong", "st:1:done"),),))

    async with workshop.running():
        owed = await workshop.owe(1001, "", key="k", message=message)
        await workshop.until_settled()

    shown = bot_api.person(1001).screen
    assert [each.text for each in shown] == ["Nhiệm vụ I.2.a.5"]
    assert shown[0].action_of("xong") == "st:1:done"
    row = await workshop.message(owed)
    assert (row.state, row.ref, row.attempts) == ("sent", str(shown[0].ref), 1)
    assert [each.outcome for each in await workshop.attempts(owed)] == ["sent"]


async def test_a_promise_made_twice_is_kept_once(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The key names the promise."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        await workshop.owe(1001, "một", key="k")
        async with sessions.begin() as session:
            again = await enqueue(session, Owed("k", "notice", Outgoing(text="hai")), workshop.now())
        await workshop.until_settled()

    assert again is None
    assert bot_api.delivered(1001) == ["một"]


async def test_messages_to_one_person_arrive_in_order(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Also when the first of them has to be tried again."""
    bot_api.reset("sendMessage", to=1001, accepts=False)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        for text in ("một", "hai", "ba"):
            await workshop.owe(1001, text)
        await workshop.until_settled()

    assert [text.splitlines()[-1] for text in bot_api.delivered(1001)] == ["một", "hai", "ba"]


async def test_answers_go_before_broadcasts(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Of what is due at the same time, the answer leaves first."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=replace(FAST, overall=20))
    await workshop.owe_each(range(2001, 2031), "thông báo", priority=BROADCAST)
    await workshop.owe(1001, "trả lời", priority=ANSWER)

    async with workshop.running():
        await bot_api.until(lambda: bot_api.delivered(1001))

    assert len(bot_api.calls_of("sendMessage")) < 20


async def test_a_wait_that_was_told_is_obeyed_exactly(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Nothing is sent to that chat before the second is over, and one attempt is enough then."""
    bot_api.refuse("sendMessage", 429, retry_after=1)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        owed = await workshop.owe(1001, "tin")
        await workshop.until_settled()

    first, second = bot_api.calls_of("sendMessage")
    assert 1.0 <= second.at - first.at < 1.4
    assert bot_api.delivered(1001) == ["tin"]
    assert [each.outcome for each in await workshop.attempts(owed)] == ["failed", "sent"]


async def test_a_wait_that_was_told_outlives_a_restart(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Another process, started within the wait, waits for the rest of it."""
    bot_api.refuse("sendMessage", 429, retry_after=2)
    before = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    async with before.running():
        await before.owe(1001, "tin")
        await bot_api.until(lambda: bot_api.calls_of("sendMessage"))
        await asyncio.sleep(0.1)

    after = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    async with after.running():
        await after.until_settled()

    first, second = bot_api.calls_of("sendMessage")
    assert second.at - first.at >= 2.0


async def test_one_throttled_chat_delays_nobody_for_long(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A 429 does not say whom it is meant for: one probe shows that it is that chat's alone."""
    bot_api.refuse("sendMessage", 429, to=1001, times=99, retry_after=3600)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        await workshop.owe(1001, "bị chặn")
        await bot_api.until(lambda: bot_api.calls_of("sendMessage"))
        await workshop.owe_each(range(2001, 2021), "tin")
        await bot_api.until(lambda: all(bot_api.delivered(chat) for chat in range(2001, 2021)))

    assert len(bot_api.calls_of("sendMessage", to=1001)) == 1


async def test_a_throttled_bot_asks_once_and_waits(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Where the wait is meant for the whole bot, the probe is the only call until it is over."""
    bot_api.refuse("sendMessage", 429, times=2, retry_after=4)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        await workshop.owe(1001, "một")
        await bot_api.until(lambda: bot_api.calls_of("sendMessage"))
        await workshop.owe_each(range(2001, 2011), "tin")
        await workshop.until_settled(within=30)

    calls = bot_api.calls_of("sendMessage")
    assert len(calls) == 13
    assert calls[2].at - calls[1].at >= 4.0


async def test_a_person_who_blocked_the_bot_is_tried_once(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Refused for good: closed at once, the address with it, and whoever must know is told."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    person = await workshop.add_person(("telegram", 1001))
    bot_api.blocked.add("1001")

    async with workshop.running():
        first = await workshop.owe_person(person, "một")
        second = await workshop.owe_person(person, "hai")
        await workshop.until_settled()

    assert len(bot_api.calls_of("sendMessage")) == 1
    assert [(each.message_id, each.state) for each in workshop.closed] == [(first, "failed"), (second, "failed")]
    assert (await workshop.message(first)).reason == "blocked"


async def test_the_spare_takes_over_when_the_primary_is_lost(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The same message goes to the person's other address."""
    bot_api.blocked.add("1001")
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    person = await workshop.add_person(("telegram", 1001), ("telegram", 1002))

    async with workshop.running():
        await workshop.owe_person(person, "tin")
        await workshop.until_settled()

    assert bot_api.delivered(1002) == ["tin"]
    assert workshop.closed == []


async def test_the_spare_takes_over_when_the_primary_fails_for_an_hour(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """One person has one message, wherever it can arrive."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    lately = await workshop.add_person(("telegram", 1001), ("telegram", 1002), failing_for=timedelta(minutes=59))
    long = await workshop.add_person(("telegram", 2001), ("telegram", 2002), failing_for=timedelta(minutes=61))

    async with workshop.running():
        await workshop.owe_person(lately, "tin")
        await workshop.owe_person(long, "tin")
        await workshop.until_settled()

    assert [bot_api.delivered(chat) for chat in (1001, 1002, 2001, 2002)] == [["tin"], [], [], ["tin"]]


async def test_a_chat_that_moved_is_followed(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The new id is kept, and what waits goes there."""
    bot_api.refuse("sendMessage", 400, to=-77, migrate_to_chat_id=-100777)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    await workshop.owe(-77, "một")
    await workshop.owe(-77, "hai")

    async with workshop.running():
        await workshop.until_settled()

    assert bot_api.delivered(-100777) == ["một", "hai"]


async def test_an_unknown_outcome_goes_again_once_and_says_so(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The request was taken and nobody answered: one second copy, marked in words and in the ledger."""
    bot_api.hang("sendMessage")
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, pace=HASTY)

    async with workshop.running():
        owed = await workshop.owe(1001, "tin")
        await workshop.until_settled()

    first, second = bot_api.delivered(1001)
    assert first == "tin"
    assert second.startswith("(Tin gửi lại")
    assert second.endswith("tin")
    assert [each.outcome for each in await workshop.attempts(owed)] == ["unknown", "sent"]
    assert (await workshop.message(owed)).unknown_count == 1


async def test_unknown_twice_is_the_end_and_told(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A third copy would be a nuisance: the message stays unknown, and somebody hears of it."""
    bot_api.reset("sendMessage", times=2)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        owed = await workshop.owe(1001, "tin")
        await workshop.until_settled()

    assert len(bot_api.delivered(1001)) == 2
    assert [(each.message_id, each.state) for each in workshop.closed] == [(owed, "unknown")]


async def test_an_edit_of_unknown_outcome_is_simply_made_again(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The same text set twice is the same text."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, pace=HASTY)

    async with workshop.running():
        first = await workshop.owe(1001, "tin")
        await workshop.until_settled()
        bot_api.hang("editMessageText")
        ref = (await workshop.message(first)).ref
        await workshop.owe(1001, "", key="edit", message=Outgoing(text="tin mới", edits=ref))
        await workshop.until_settled()

    assert bot_api.delivered(1001) == ["tin mới"]


async def test_an_outage_of_502_loses_nothing_and_floods_nobody(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """While the platform fails for everybody its refusals are taken as such; after it, everything arrives."""
    for method in ("sendMessage", "getMe"):
        bot_api.fail_with_page(method, 502, times=float("inf"))
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        await workshop.owe_each(range(2001, 2061), "tin")
        await bot_api.until(lambda: len(bot_api.calls_of("getMe")) >= 2)
        during = len(bot_api.calls_of("sendMessage"))
        bot_api.heal()
        await workshop.until_settled(within=20)

    assert all(len(bot_api.delivered(chat)) == 1 for chat in range(2001, 2061))
    assert during <= 60
    assert len(bot_api.calls_of("sendMessage")) - during == 60


async def test_a_server_that_is_away_is_waited_for(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """No connection is surely not sent: each message arrives once when the server is back."""
    port = int(bot_api.url.rsplit(":", 1)[1])
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    await bot_api.stop()

    async with workshop.running():
        owed = await workshop.owe_each(range(2001, 2021))
        await asyncio.sleep(0.3)
        await bot_api.start(port)
        await workshop.until_settled(within=20)

    assert all(bot_api.delivered(chat) == ["tin"] for chat in range(2001, 2021))
    assert (await workshop.message(owed[0])).unknown_count == 0


async def test_one_broken_recipient_delays_nobody(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A chat that hangs every call does not hold up the others."""
    bot_api.hang("sendMessage", to=666, times=float("inf"), accepts=False)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, pace=HASTY)

    async with workshop.running():
        await workshop.owe(666, "treo")
        await workshop.owe_each(range(2001, 2201), "tin")
        await bot_api.until(lambda: all(bot_api.delivered(chat) for chat in range(2001, 2201)), within=5)
        await workshop.until_settled()


async def test_a_refused_token_stops_the_channel_until_it_is_mended(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The operator is alarmed once; nothing is lost; it goes on by itself."""
    right, bot_api.token = bot_api.token, "999:" + "x" * 35
    workshop = Workshop(sessions, {"telegram": telegram_of(Pointed(bot_api.url, right))})

    async with workshop.running():
        await workshop.owe_each(range(2001, 2011), "tin")
        await bot_api.until(lambda: workshop.alarms)
        bot_api.token = right
        await workshop.until_settled()

    assert all(bot_api.delivered(chat) == ["tin"] for chat in range(2001, 2011))
    assert workshop.alarms == [("telegram", "token_refused")]


async def test_what_lost_its_ground_is_cancelled_at_the_last_moment(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The world is looked at again before sending; the reason is kept."""

    async def recheck(_session: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
        return {each: "task_done" for each in ids if each % 2}

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, recheck=recheck)
    async with workshop.running():
        owed = [await workshop.owe(2000 + n, "tin") for n in range(4)]
        await workshop.until_settled()

    rows = [await workshop.message(each) for each in owed]
    assert {(row.id % 2, row.state, row.reason) for row in rows} == {(1, "cancelled", "task_done"), (0, "sent", "")}
    assert len(bot_api.calls_of("sendMessage")) == sum(1 for each in owed if not each % 2)


async def test_a_recheck_that_fails_for_one_message_holds_back_that_one(
    sessions: Sessions, bot_api: FakeBotApi
) -> None:
    """The others go out."""

    async def recheck(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
        await session.execute(text("SELECT 1"))
        if min(ids) == bad:
            raise RuntimeError("bad row")
        return {}

    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, recheck=recheck)
    bad = await workshop.owe(2001, "hỏng")
    await workshop.owe(2002, "lành")
    async with workshop.running():
        await bot_api.until(lambda: bot_api.delivered(2002))

    assert bot_api.delivered(2001) == []
    assert (await workshop.message(bad)).state == "queued"


async def test_what_is_held_back_waits_for_the_calendar(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Released by the rehearsed clock, not by the machine's."""
    clock = RehearsedClock(datetime(2022, 9, 20, 12, 0, tzinfo=UTC))
    opening = datetime(2022, 9, 21, 1, 0, tzinfo=UTC)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, calendar=clock)

    async with workshop.running():
        await workshop.owe(1001, "tin", hold_until=opening)
        await asyncio.sleep(0.3)
        before = list(bot_api.delivered(1001))
        clock.advance_to(opening)
        workshop.deliverer.wake()
        await bot_api.until(lambda: bot_api.delivered(1001))

    assert before == []


async def test_what_lost_its_sense_is_not_sent(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A message with an end is cancelled then, and told."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    owed = await workshop.owe(1001, "tin", lasts=timedelta(seconds=-1))

    async with workshop.running():
        await workshop.until_settled()

    assert bot_api.delivered(1001) == []
    assert [(each.message_id, each.reason) for each in workshop.closed] == [(owed, "expired")]


async def test_a_long_message_goes_in_parts_and_any_part_can_be_quoted(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A part is a call of its own; the buttons come under the last."""
    long = "\n".join(f"{n}. I.2.a.{n} – trình ban hành quyết định về cơ chế, chính sách." for n in range(1, 181))
    message = Outgoing(text=long, buttons=((Button("Xong", "done"),),))
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})

    async with workshop.running():
        owed = await workshop.owe(1001, "", key="k", message=message)
        await workshop.until_settled()

    screen = bot_api.person(1001).screen
    assert len(screen) == 3
    assert "\n".join(each.text for each in screen) == long
    assert [bool(each.buttons) for each in screen] == [False, False, True]
    async with sessions() as session:
        for shown in screen:
            found = await find_sent(session, Address("telegram", "1001"), str(shown.ref))
            assert found is not None
            assert found.id == owed


async def test_a_stop_lets_calls_end_and_records_them(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Nothing is left as being sent, and what was not begun waits for the next start."""
    bot_api.latency = 0.2
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=replace(FAST, overall=100))
    owed = await workshop.owe_each(range(2001, 2101))

    async with workshop.running():
        await bot_api.until(lambda: len(bot_api.calls_of("sendMessage")) > 5)

    states = [(await workshop.message(each)).state for each in owed]
    assert set(states) == {"sent", "queued"}
    assert states.count("sent") == sum(len(bot_api.delivered(chat)) for chat in range(2001, 2101))


async def test_an_enforced_rate_loses_and_doubles_nothing(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Each arrives once; what a delayed second makes the server refuse goes again."""
    bot_api.limits = Limits(overall=100)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=replace(FAST, overall=100))
    await workshop.owe_each(range(2001, 2301), "tin")

    async with workshop.running():
        await workshop.until_settled(within=30)

    assert [bot_api.delivered(chat) for chat in range(2001, 2301)] == [["tin"]] * 300


async def test_a_chat_and_a_group_have_their_own_limits(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A private chat takes a small burst and then one a second; a group so many a minute; others go on meanwhile."""
    bot_api.limits = Limits(chat=2, chat_burst=3, group=4)
    rates = Rates(overall=500, chat_every=0.5, chat_burst=3, group_messages=4, group_window=60, is_group=is_group)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=rates)

    async with workshop.running():
        for n in range(5):
            await workshop.owe(1001, f"{n}")
            await workshop.owe(-2002, f"{n}")
            await workshop.owe(3000 + n, f"{n}")
        await bot_api.until(lambda: len(bot_api.delivered(1001)) == 5)

    assert {call.status for call in bot_api.calls_of("sendMessage")} == {200}
    assert bot_api.delivered(1001) == ["0", "1", "2", "3", "4"]
    assert len(bot_api.delivered(-2002)) == 4


async def test_the_next_sender_knows_what_the_last_one_sent(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The limits hold over processes: a group that had its share of the minute gets nothing from the new one."""
    rates = replace(FAST, group_messages=3, group_window=60)
    first = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=rates)
    async with first.running():
        for n in range(3):
            await first.owe(-2002, f"{n}")
        await first.until_settled()

    second = Workshop(sessions, {"telegram": telegram_of(bot_api)}, rates=rates)
    async with second.running():
        await second.owe(-2002, "quá hạn mức")
        await second.owe(1001, "tin")
        await second.until_settled_but(1)

    assert len(bot_api.delivered(-2002)) == 3


async def test_what_died_in_mid_call_goes_again_as_unknown(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """A process that works alone knows at its start that such calls were its own before it died."""
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    owed = await workshop.owe(1001, "tin")
    async with sessions.begin() as session:
        claimed = Claim(owed, 1, 0, Address("telegram", "1001"), workshop.now() + timedelta(seconds=60))
        await claim(session, [claimed], "dead", workshop.now())

    async with workshop.running():
        await workshop.until_settled()

    assert bot_api.delivered(1001)[0].startswith("(Tin gửi lại")
    assert [each.outcome for each in await workshop.attempts(owed)] == ["unknown", "sent"]


async def test_a_channel_without_buttons_offers_numbers(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """The actions are kept by number, so that a typed number finds its action."""
    phones = Phones(lambda: datetime.now(UTC))
    workshop = Workshop(sessions, {"simulator_plain": SimulatorChannel("simulator_plain", phones, read_nothing)})
    buttons = ((Button("xong", "st:1:done"), Button("đang làm", "st:1:doing")),)
    message = Outgoing(text="Nhiệm vụ I.2.a.5", buttons=buttons)

    async with workshop.running():
        owed = await workshop.owe("an", "", key="k", message=message, channel="simulator_plain")
        await workshop.until_settled()

    (shown,) = phones.screen(("simulator_plain", "an"))
    assert shown.text == f"Nhiệm vụ I.2.a.5\nTrả lời 1: xong, 2: đang làm. [{message_code(owed)}]"
    assert (await workshop.message(owed)).choices == ["st:1:done", "st:1:doing"]


async def test_two_processes_send_one_at_a_time_and_take_over(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """While one has the lease the other is silent; when it lets go, the other goes on; nothing is sent twice."""
    one = Workshop(sessions, {"telegram": telegram_of(bot_api)}, holder="one", lease=1.0)
    two = Workshop(sessions, {"telegram": telegram_of(bot_api)}, holder="two", lease=1.0)

    async with two.running():
        async with one.running():
            for chat in range(2001, 2021):
                await one.owe(chat, "tin")
            await one.until_settled()
        for chat in range(3001, 3021):
            await two.owe(chat, "tin")
        await two.until_settled()

    assert all(len(bot_api.delivered(chat)) == 1 for chat in [*range(2001, 2021), *range(3001, 3021)])


async def test_the_figures_count_what_happened(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """Sent, failed by reason, owed, and how long it took; never a name or a text."""
    bot_api.blocked.add("666")
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    async with workshop.running():
        await workshop.owe(1001, "nội dung kín")
        await workshop.owe(666, "nội dung kín")
        await workshop.until_settled()
        async with sessions() as session:
            figures = (await workshop.metrics.read(session, workshop.now())).decode()

    assert 'nhacviec_sent_total{channel="telegram"} 1.0' in figures
    assert 'nhacviec_failed_total{channel="telegram",reason="blocked"} 1.0' in figures
    assert 'nhacviec_owed{state="queued"} 0.0' in figures
    assert "nhacviec_dwell_seconds_count 1.0" in figures
    assert "kín" not in figures


async def test_an_audit_names_what_is_stuck_lost_or_doubled(sessions: Sessions, bot_api: FakeBotApi) -> None:
    """And finds nothing where the promises were kept."""
    bot_api.reset("sendMessage", to=1001, times=2)
    workshop = Workshop(sessions, {"telegram": telegram_of(bot_api)})
    async with workshop.running():
        lost = await workshop.owe(1001, "tin")
        await workshop.owe(1002, "tin")
        await workshop.until_settled()
    stuck = await workshop.owe(1003, "tin")

    async with sessions() as session:
        found = await delivery_faults(session, workshop.now() + timedelta(minutes=16))

    assert [(each.kind, each.message_id) for each in found] == [("stuck", stuck), ("lost", lost)]
