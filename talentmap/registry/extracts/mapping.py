"""The mapping file beside an extract: which column means what, and what its codes stand for.

For the extract `insurance_2026.csv` it is `insurance_2026.mapping.yaml` in the same folder:

```yaml
department: hrss                   # who keeps the list: a short id of lower-case letters, digits and hyphens
as_of: 2026-06-30                  # the day that the extract describes
trust: 4                           # 1-5: how far to believe it where departments disagree
encoding: gb18030                  # CSV only; left out: byte order mark, else UTF-8, else GB18030
sheet: 参保人员                     # workbooks only; left out: the sheet that has the columns
columns:                           # field: header in the extract. Fields that the extract lacks are left out
  id_number: 证件号码               # personal: becomes a pseudonym at once, gives birth date and sex
  name: 姓名                        # personal: becomes a pseudonym at once
  phone: 联系电话                   # personal: becomes a pseudonym at once
  birth_date: 出生日期              # only year and month are kept
  sex: 性别
  education: 文化程度
  school: 毕业院校
  major: 专业
  job_title: 岗位
  professional_title: 职称
  skill_level: 技能等级
  certificates: 证书
  employer_id: 单位信用代码
  industry: 行业代码                # GB/T 4754
  district_id: 参保地
  status: 人员状态
  graduation_year: 毕业年份
  pay_month: 缴费基数               # yuan a month
codes:                             # field: what a value means. Tried before the catalog's own words
  education: {"10": doctorate, "20": bachelor, "30": associate}
  status: {参保: employed, 停保: seeking}
status: employed                   # the status of everybody whose row does not say
certificate_separators: "、;"       # left out: | ; ； 、 , ， / and line breaks
```

A mapping file without a file beside it is an extract by query, read from the department's database:

```yaml
url_env: HRSS_DATABASE             # environment variable with the address: postgresql://reader:…@host/name
query: SELECT zjhm, xm, whcd FROM cbry WHERE cbrq <= DATE '2026-06-30' ORDER BY zjhm
columns: {id_number: zjhm, name: xm, education: whcd}
```

Order the rows, so that the same data give the same row numbers. The account needs no right but SELECT.

Education, titles, skill levels and districts also understand the words of the catalog, so codes are needed only for
what a department writes in its own way. Legal codes: the ids in `education.yaml`, in `levels.yaml` (titles,
skill_levels) and in the region's districts; f and m; employed, seeking, student, returning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import ConfigDict, Field, ValidationError

from talentmap.bilingual import both
from talentmap.documents import Unreadable, read_yaml
from talentmap.model.frozen import Frozen
from talentmap.model.misfit import misfit

Mapped = TypeVar("Mapped", bound=Frozen)


class RecordField(StrEnum):
    """What a column of an extract can mean."""

    ID_NUMBER = "id_number"
    NAME = "name"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    EDUCATION = "education"
    SCHOOL = "school"
    MAJOR = "major"
    JOB_TITLE = "job_title"
    PROFESSIONAL_TITLE = "professional_title"
    SKILL_LEVEL = "skill_level"
    CERTIFICATES = "certificates"
    EMPLOYER_ID = "employer_id"
    INDUSTRY = "industry"
    DISTRICT_ID = "district_id"
    STATUS = "status"
    GRADUATION_YEAR = "graduation_year"
    PAY_MONTH = "pay_month"


class Status(StrEnum):
    """What a person does at present."""

    EMPLOYED = "employed"
    SEEKING = "seeking"
    STUDENT = "student"
    RETURNING = "returning"


class ExtractMapping(Frozen):
    """One mapping file, key by key as in this module's example."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    department: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    as_of: dt.date
    trust: Annotated[int, Field(ge=1, le=5)]
    encoding: str = ""
    sheet: str = ""
    columns: Annotated[Mapping[RecordField, str], Field(min_length=1)]
    codes: Mapping[RecordField, Mapping[str, str]] = {}
    status: Status | None = None
    certificate_separators: str = ""
    url_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] = "DATABASE_URL"
    query: str = ""


class MappingFault(Exception):
    """A mapping file cannot be used; the message names the key or line, and mapping files hold nothing personal."""


def read_mapping(path: Path) -> ExtractMapping:
    """The mapping of an extract in `path`; MappingFault when it is none."""
    return mapping_as(ExtractMapping, path)


def mapping_as(kind: type[Mapped], path: Path) -> Mapped:
    """The mapping file at `path` as a model of `kind`; MappingFault when it is none."""
    try:
        return kind.model_validate(read_yaml(path, path.name).value)
    except Unreadable as fault:
        told = both(f"YAML, line {fault.line}: {fault.cause}", f"第 {fault.line} 行：{fault.cause.zh}")
        raise MappingFault(told) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"] if part != "[key]") or "(file)"
        raise MappingFault(both(f"{key}: {first['msg']}", f"“{key}”{misfit(first).zh}")) from fault
    except OSError as fault:
        raise MappingFault(
            both(f"not readable ({type(fault).__name__})", f"读不出来（{type(fault).__name__}）")
        ) from fault
