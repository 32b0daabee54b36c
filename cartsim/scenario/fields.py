"""The kinds of fields a scenario has: quantities, plain numbers, text, flags. Each refuses what it cannot be.

From a file (validation context `FROM_FILE`) a quantity must carry its unit; in the resolved form, and in
Python, a bare number is one in model units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from cartsim.scenario.mistakes import refuse, shown
from cartsim.scenario.quantities import check_number, in_words, read_quantity

FROM_FILE = {"from_file": True}
"""The validation context of values that people wrote."""

DAYS_PER_MONTH = 365.25 / 12


def from_file(info: ValidationInfo) -> bool:
    """Whether the value was written by people, so that a unit may not be left out."""
    return bool(info.context and info.context.get("from_file"))


class Part(BaseModel):
    """A part of a scenario: frozen, and with no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    SHORT: ClassVar[tuple[str, ...]] = ()
    """Keys that a file may use and that are resolved into fields."""
    HIDDEN: ClassVar[tuple[str, ...]] = ()
    """Fields that only the resolved form has."""

    @classmethod
    def written_keys(cls) -> list[str]:
        """The keys a file may use here."""
        return [
            *cls.SHORT,
            *(info.alias or name for name, info in cls.model_fields.items() if name not in cls.HIDDEN),
        ]


@dataclass(frozen=True)
class Quantity:
    """A number with a unit, stored in `unit`. `calendar` permits bare numbers for days of the protocol."""

    unit: str
    example: str
    low: float = 0.0
    high: float = inf
    endless: bool = False
    calendar: bool = False
    whole: bool = False

    def read(self, written: object, bare: bool) -> float:
        """The value in `unit`; `bare` numbers are taken as such where permitted."""
        remedy = f"write it like {self.example}"
        if self._plain(bare) and isinstance(written, int | float) and not isinstance(written, bool):
            value = check_number(float(written), remedy, self.endless) if self.low >= 0.0 else float(written)
        elif self.unit == "1":
            raise refuse(f"{shown(written)} is not a plain number", remedy)
        else:
            below = self.low < 0.0 and isinstance(written, str) and written.lstrip().startswith("-")
            size = str(written).lstrip()[1:] if below else written
            value, _ = read_quantity(size, self.unit, example=self.example, endless=self.endless)
            value = -value if below else value
        return self._inside(value, remedy)

    def _plain(self, bare: bool) -> bool:
        return bare or self.calendar or self.unit == "1"

    def _inside(self, value: float, remedy: str) -> float:
        if not self.low <= value <= self.high:
            low, high = in_words(self.low, self.unit), in_words(self.high, self.unit)
            limits = f"at least {low}" if self.high == inf else f"from {low} to {high}"
            raise refuse(f"{shown(value)} is outside what is permitted ({limits})", remedy)
        if self.whole and value != round(value):
            raise refuse(f"{shown(value)} is not a whole number", remedy)
        return round(value) if self.whole else value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(written: object, info: ValidationInfo) -> float:
            return self.read(written, bare=not from_file(info))

        return core_schema.with_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(plain_number)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "integer" if self.whole else "number"}
        number |= {"minimum": self.low} | ({"maximum": self.high} if self.high < inf else {})
        if self.unit == "1":
            return number
        text = quantity_schema(self.example, below_zero=self.low < 0.0, endless=self.endless)
        return {"anyOf": [number, text]} if self.calendar else text


def quantity_schema(*examples: str, below_zero: bool = False, endless: bool = False) -> dict[str, Any]:
    """JSON Schema of a number with a unit, for the editor."""
    number = rf"{'-?' if below_zero else ''}[0-9.]+([eE][-+]?[0-9]+)?\s*[A-Za-z/%1]"
    remedy = f"write it with its unit, like {examples[0]}"
    return {
        "type": "string",
        "pattern": rf"^\s*({number}|\.?[iI]nf)" if endless else rf"^\s*{number}",
        "examples": list(examples),
        "errorMessage": remedy,
        "patternErrorMessage": remedy,
    }


def plain_number(value: float) -> float | str:
    """A number for JSON, which has no infinity."""
    return "infinity" if value == inf else value


@dataclass(frozen=True)
class Line:
    """One line of printable text."""

    longest: int = 200

    def read(self, written: object) -> str:
        """The text without blanks around it."""
        remedy = "write a line of text, in quotes where it has a colon, a # or only digits"
        if not isinstance(written, str):
            raise refuse(f"{shown(written)} is not text", remedy)
        text = " ".join(written.split())
        if not text:
            raise refuse("the text is empty", remedy)
        if len(text) > self.longest:
            raise refuse(f"the text has {len(text)} characters", f"keep it within {self.longest}")
        if not text.isprintable():
            raise refuse(f"{shown(text)} has characters that cannot be printed", remedy)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


class YesNo:
    """`true` or `false`, and nothing that merely looks like it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(written: object) -> bool:
            if not isinstance(written, bool):
                raise refuse(f"{shown(written)} is neither true nor false", "write true or false")
            return written

        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "boolean"}


Name = Annotated[str, Line(200)]
Sentence = Annotated[str, Line(500)]
Flag = Annotated[bool, YesNo()]

Share = Annotated[float, Quantity("1", "0.3", high=1.0)]
Ratio = Annotated[float, Quantity("1", "0.4", high=1e6)]
Count = Annotated[int, Quantity("1", "20", low=1, high=1_000_000, whole=True)]
CountOrNone = Annotated[int, Quantity("1", "1", high=1_000_000, whole=True)]
Grade = Annotated[int, Quantity("1", "3", low=1, high=5, whole=True)]
Seed = Annotated[int, Quantity("1", "20261122", high=2**53, whole=True)]

Duration = Annotated[float, Quantity("day", "28 days", high=36525.0)]
StudyDay = Annotated[float, Quantity("day", "7 days", high=36525.0, calendar=True)]
VisitDay = Annotated[int, Quantity("day", "30 days", high=36525.0, calendar=True, whole=True)]
AnyDay = Annotated[float, Quantity("day", "-5", low=-365.0, high=36525.0, calendar=True)]
Nanomolar = Annotated[float, Quantity("nM", "0.58 nM", low=1e-6, high=1e9)]
PerCell = Annotated[float, Quantity("1/cell", "15000 per cell", high=1e9)]
Cells = Annotated[float, Quantity("cell", "1e10 cells", low=1.0, high=1e15)]
Millilitres = Annotated[float, Quantity("mL", "1500 mL", low=10.0, high=1e5)]
Micrometres = Annotated[float, Quantity("um", "300 um", low=1.0, high=1e5)]
PerMonth = Annotated[float, Quantity("1/month", "0.02 per month", high=0.99)]
DailyDose = Annotated[float, Quantity("mg/m^2/day", "30 mg/m^2/day", high=1e4)]


def entries(block: object) -> Iterator[tuple[str, Any]]:
    """Keys and values of a block; nothing for what is no block, which pydantic reports itself."""
    if isinstance(block, Mapping | BaseModel):
        yield from ((str(key), value) for key, value in dict(block).items())
