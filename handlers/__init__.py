"""What people can ask of the bot: the one list of commands (in the order of /trogiup), buttons and questions."""

from handlers.days_off import days_off, schedule
from handlers.decisions import decide, decisions
from handlers.guidance import answer_day, answer_guidance, press_guidance
from handlers.help import show_help, start
from handlers.issuing import send_to_leaders, take_words
from handlers.my_tasks import my_tasks
from handlers.pauses import answer_pause, pause, press_pause, resume
from handlers.registry import Action, Command, Question
from handlers.rounds import rounds
from handlers.tonghop import ask_for_period, press_summary, tonghop

_COMMANDS: tuple[Command, ...] = (
    start,
    show_help,
    my_tasks,
    tonghop,
    decisions,
    rounds,
    pause,
    resume,
    schedule,
    days_off,
)
_ACTIONS: tuple[Action, ...] = (
    decide,
    press_pause,
    press_guidance,
    press_summary,
    ask_for_period,
    send_to_leaders,
)
_QUESTIONS: tuple[Question, ...] = (answer_pause, answer_guidance, answer_day, take_words)

COMMANDS = {each.name: each for each in _COMMANDS}
ACTIONS = {each.verb: each for each in _ACTIONS}
QUESTIONS = {each.kind: each for each in _QUESTIONS}
