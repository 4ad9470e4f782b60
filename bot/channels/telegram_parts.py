"""The parts of a call to the Bot API: the chat, the keyboard, the message that is answered."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from bot.domain.messages import Button, Outgoing, RecipientGone


def target_of(chat: str) -> dict[str, Any]:
    """The chat, with its topic where it has one."""
    number, _, thread = chat.partition(":")
    if not number.lstrip("-").isdecimal() or (thread and not thread.isdecimal()):
        raise RecipientGone("chat_not_found")
    return {"chat_id": int(number)} | ({"message_thread_id": int(thread)} if thread else {})


def keyboard_of(message: Outgoing) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None where it has none."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in message.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.action)


def quote_of(message: Outgoing) -> ReplyParameters | None:
    """The message that is answered, if it is still there."""
    if not message.quotes.isdecimal():
        return None
    return ReplyParameters(message_id=int(message.quotes), allow_sending_without_reply=True)
