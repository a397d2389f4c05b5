"""Whether Windows or macOS save power, asked of the system's own libraries."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Protocol


class PowerStatus(ctypes.Structure):
    """Windows' SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("ac_line_status", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("battery_life_percent", ctypes.c_ubyte),
        ("system_status_flag", ctypes.c_ubyte),
        ("battery_life_time", ctypes.c_uint32),
        ("battery_full_life_time", ctypes.c_uint32),
    )


class ObjectiveC(Protocol):
    """The part of macOS that calls its objects."""

    def class_named(self, name: bytes) -> int | None:
        """A class, None if there is no such one."""

    def ask_object(self, receiver: int | None, selector: bytes) -> int | None:
        """Call a method without arguments whose answer is an object."""

    def ask_bool(self, receiver: int | None, selector: bytes) -> bool:
        """Call a method without arguments whose answer is yes or no."""


def windows_battery_saver_on(get_power_status: Callable[[ctypes._Pointer[PowerStatus]], int]) -> bool:
    """Whether Windows' battery saver is on (learn.microsoft.com, "SYSTEM_POWER_STATUS").

    ``get_power_status`` fills in the structure, and answers 0 if that failed.
    """
    status = PowerStatus()
    return bool(get_power_status(ctypes.pointer(status))) and status.system_status_flag == 1


def mac_low_power_on(runtime: ObjectiveC) -> bool:
    """Whether macOS is in Low Power Mode (developer.apple.com, "isLowPowerModeEnabled")."""
    information = runtime.ask_object(runtime.class_named(b"NSProcessInfo"), b"processInfo")
    return runtime.ask_bool(information, b"isLowPowerModeEnabled")


class MacRuntime:
    """Objective-C as the process has it loaded."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("/usr/lib/libobjc.dylib")
        self._library.objc_getClass.restype = ctypes.c_void_p
        self._library.sel_registerName.restype = ctypes.c_void_p

    def class_named(self, name: bytes) -> int | None:
        found: int | None = self._library.objc_getClass(name)
        return found

    def ask_object(self, receiver: int | None, selector: bytes) -> int | None:
        answer: int | None = self._ask(ctypes.c_void_p, receiver, selector)
        return answer

    def ask_bool(self, receiver: int | None, selector: bytes) -> bool:
        return bool(self._ask(ctypes.c_bool, receiver, selector))

    def _ask(self, result: type, receiver: int | None, selector: bytes) -> Any:
        # Where the answer lies depends on its type, so that each has a prototype of its own.
        prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_void_p)
        return prototype(("objc_msgSend", self._library))(receiver, self._library.sel_registerName(selector))
