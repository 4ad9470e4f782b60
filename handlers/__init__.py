"""What people can ask of the bot: the one list of commands (in the order of /trogiup), buttons and questions."""

from handlers.announcement_talk import announcement, answer_announcement, press_announcement
from handlers.committee_settings import answer_pick, answer_setting, press_setting, settings
from handlers.confirming import press_return, take_reason
from handlers.days_off import days_off, schedule
from handlers.decisions import decide, decisions
from handlers.event_talk import answer_issued, guidance_issued, press_issued
from handlers.evidence import answer_evidence
from handlers.extensions import answer_extension, extend, press_day
from handlers.giving_talk import answer_given, give, press_given
from handlers.granting import take_letter, take_other_day, take_refusal
from handlers.guidance import answer_day, answer_guidance, press_guidance
from handlers.handing_over import hand_over, press_hand_over
from handlers.health import health
from handlers.help import show_help, start
from handlers.invitations import invitation, press_invite
from handlers.issuing import send_to_leaders, take_words
from handlers.leaves import away, press_stand_in
from handlers.my_tasks import my_tasks
from handlers.obstacles import answer_asked, answer_quoted, obstacles, press_obstacle
from handlers.obstacles import take_words as take_obstacle_words
from handlers.on_behalf import answer_behalf, press_source, report
from handlers.own_data import ask_to_erase, press_erase, show_data, stop
from handlers.pauses import answer_pause, pause, press_pause, resume
from handlers.plan_talk import answer_plan, press_plan, show_plan
from handlers.registry import Action, Command, Question, Quoted
from handlers.roster_search import press_roster, roster
from handlers.rounds import rounds
from handlers.status_buttons import answer_later, later, press_later, press_pick, press_status
from handlers.story import story
from handlers.taking_back import correct, press_undo
from handlers.task_talk import answer_task, edit_task, press_task
from handlers.tonghop import ask_for_period, press_summary, tonghop
from handlers.urging_book import press_book, urging_book
from handlers.which_task import answer_which, press_which

_COMMANDS: tuple[Command, ...] = (
    start,
    show_help,
    my_tasks,
    tonghop,
    report,
    obstacles,
    extend,
    later,
    correct,
    away,
    hand_over,
    story,
    decisions,
    urging_book,
    rounds,
    roster,
    invitation,
    settings,
    pause,
    resume,
    schedule,
    days_off,
    show_plan,
    edit_task,
    give,
    guidance_issued,
    announcement,
    health,
    show_data,
    ask_to_erase,
    stop,
)
_ACTIONS: tuple[Action, ...] = (
    decide,
    press_announcement,
    press_book,
    press_summary,
    ask_for_period,
    send_to_leaders,
    press_day,
    press_erase,
    press_given,
    press_hand_over,
    press_guidance,
    press_issued,
    press_invite,
    press_later,
    press_obstacle,
    press_pause,
    press_pick,
    press_plan,
    press_return,
    press_roster,
    press_setting,
    press_source,
    press_stand_in,
    press_status,
    press_task,
    press_undo,
    press_which,
)
_QUESTIONS: tuple[Question, ...] = (
    answer_announcement,
    answer_asked,
    answer_behalf,
    answer_day,
    answer_evidence,
    answer_extension,
    answer_given,
    answer_guidance,
    answer_issued,
    answer_later,
    answer_pause,
    answer_pick,
    answer_plan,
    answer_setting,
    answer_task,
    answer_which,
    take_letter,
    take_other_day,
    take_reason,
    take_refusal,
    take_obstacle_words,
    take_words,
)
_QUOTED: tuple[Quoted, ...] = (answer_quoted,)

COMMANDS = {each.name: each for each in _COMMANDS}
ACTIONS = {each.verb: each for each in _ACTIONS}
QUESTIONS = {each.kind: each for each in _QUESTIONS}
QUOTED = {each.key: each for each in _QUOTED}
