"""The rehearsal: the whole bot on a clock that can be moved, with phones that live in memory."""
