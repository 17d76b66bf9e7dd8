"""A command called wrongly, told in Chinese; in English Typer's own words stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from typer.exceptions import TyperException

_UNKNOWN_COMMAND = re.compile(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?")
_TOO_MANY = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)")
_NOT_A_CHOICE = re.compile(r"'(.*)' is not one of (.*)\.")
_NOT_THERE = re.compile(r"(?:File|Directory|Path) '(.*)' does not exist\.")
_NOT_A_NUMBER = re.compile(r"valid (?:int|integer|float|number)\b")
_NEEDS_VALUE = re.compile(r"Option '(.*)' requires an argument\.")


def misuse_zh(fault: TyperException) -> tuple[str, str]:
    """What is wrong with the call, and which command tells how it is meant; '' where the help was shown instead."""
    if type(fault).__name__ == "NoArgsIsHelpError":
        return "", ""
    tell = _BY_KIND.get(type(fault).__name__, _generally)
    context = getattr(fault, "ctx", None)
    return tell(fault), f"用法见 {context.command_path if context else 'talentmap'} --help。"


def _unknown_option(fault: TyperException) -> str:
    near = "、".join(sorted(getattr(fault, "possibilities", None) or ()))
    return f"没有选项 {getattr(fault, 'option_name', '')}{f'；是不是 {near}？' if near else '。'}"


def _missing(fault: TyperException) -> str:
    return f"缺少{_parameter(fault)}。"


def _bad_value(fault: TyperException) -> str:
    said = str(getattr(fault, "message", fault))
    if found := _NOT_A_CHOICE.search(said):
        choices = found[2].replace("'", "").replace(", ", "、")
        return f"{_parameter(fault)} 不能是 {found[1]}，只能是 {choices} 之一。"
    if found := _NOT_THERE.search(said):
        return f"{_parameter(fault)}：{found[1]} 不存在。"
    if _NOT_A_NUMBER.search(said):
        return f"{_parameter(fault)} 要用数字。"
    return f"{_parameter(fault)} 的值不对：{said}"


def _generally(fault: TyperException) -> str:
    said = str(getattr(fault, "message", fault))
    if found := _UNKNOWN_COMMAND.search(said):
        near = (found[2] or "").replace("'", "")
        return f"没有命令 {found[1]}{f'；是不是 {near}？' if near else '。'}"
    if found := _TOO_MANY.search(said):
        return f"多出来的参数：{found[1]}。"
    if found := _NEEDS_VALUE.search(said):
        return f"选项 {found[1]} 后面要有值。"
    return f"命令的写法不对：{said}"


def _parameter(fault: TyperException) -> str:
    """The option or argument that is meant, as it is written."""
    parameter = getattr(fault, "param", None)
    if parameter is None:
        return "参数"
    kind = "选项" if parameter.param_type_name == "option" else "参数"
    return f"{kind} {' / '.join(parameter.opts)}"


_BY_KIND: Mapping[str, Callable[[TyperException], str]] = {
    "NoSuchOption": _unknown_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
}
