"""Sets a form by Typst. What people wrote goes in as data, never as markup, so nothing of it can be a command."""

import json
from pathlib import Path
from typing import Any, Literal

from bot.render import fonts

_FORMS = Path(__file__).parent / "forms"


def set_form(
    form: str,
    data: Any,
    *,
    output: Literal["pdf", "png"],
    points_per_inch: float | None = None,
    tagged: bool = True,
) -> bytes:
    """A file in the `output` format of the form's template; only the shipped faces are used."""
    # Loading Typst takes longer than starting some commands.
    import typst

    return typst.compile(
        _FORMS / f"{form}.typ",
        root=_FORMS,
        font_paths=[fonts.FOLDER],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format=output,
        ppi=points_per_inch,
        pdf_tags=tagged,
    )
