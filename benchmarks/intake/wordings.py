"""The headers that offices print above their columns, collected by hand: one-row wordings, and two-row pairs."""

from __future__ import annotations

ZH = {
    "title": ("岗位名称", "招聘岗位", "需求岗位", "职位名称", "岗位（工种）名称", "紧缺岗位名称"),
    "headcount": ("需求人数", "招聘人数", "当前需求人数", "需求数量", "拟招人数", "需求人数（人）", "缺口人数"),
    "headcount_12m": ("未来12个月需求人数", "未来一年需求人数", "12个月内需求人数", "未来一年需求（人）"),
    "headcount_3y": ("未来三年需求人数", "未来3年需求人数", "三年内需求人数", "未来三年需求（人）"),
    "employed": ("现有在岗人数", "本岗位现有人数", "在岗人数", "现有人数"),
    "advertised": ("近12个月招聘人数", "近一年招聘人数", "过去12个月发布岗位数"),
    "filled": ("近12个月到岗人数", "近一年到岗人数", "已到岗人数", "近12个月实际到岗人数"),
    "applicants": ("应聘人数", "投递简历数", "收到简历数", "报名人数"),
    "qualified": ("合格人数", "符合条件人数", "其中合格人数"),
    "suitable": ("合适人数", "适合人数", "其中合适人数"),
    "months_open": ("空缺时长（月）", "空缺月数", "岗位空缺时长(月)", "空缺时间（个月）"),
    "education": ("学历要求", "最低学历", "学历", "学历层次"),
    "experience_years": ("经验要求", "工作年限要求", "工作经验（年）", "经验要求（年）"),
    "majors": ("专业要求", "所学专业", "需求专业", "专业"),
    "certificates": ("证书要求", "职称/职业资格", "职业资格证书", "资格证书要求"),
    "skills": ("技能要求", "所需技能", "核心技能", "关键技能要求"),
    "duties": ("岗位职责", "工作内容", "任职要求", "岗位职责及任职要求"),
    "reasons": ("招聘困难原因", "难招原因", "招聘难点", "招聘困难的主要原因"),
    "segment": ("产业链环节", "所属环节", "环节", "所属产业链环节"),
    "district": ("工作地点", "工作地区", "所在县（市、区）", "岗位所在地"),
    "name": ("企业名称", "单位名称", "公司名称", "企业全称"),
    "code": ("统一社会信用代码", "信用代码", "统一社会信用代码（18位）", "社会信用代码"),
    "chain": ("所属产业链", "产业链", "重点产业链"),
    "employees": ("从业人数", "员工总数", "职工人数", "现有员工人数", "从业人员数（人）"),
}
EN = {
    "title": ("Job title", "Position"),
    "headcount": ("Headcount", "Number of vacancies", "Vacancies"),
    "headcount_12m": ("Headcount next 12 months", "Headcount within 12 months"),
    "headcount_3y": ("Headcount next 3 years", "Headcount within 3 years"),
    "employed": ("Currently employed", "Staff in role"),
    "advertised": ("Posts advertised in 12 months", "Advertised in 12 months"),
    "filled": ("Posts filled in 12 months", "Filled in 12 months"),
    "applicants": ("Applicants", "Number of applicants"),
    "qualified": ("Qualified applicants",),
    "suitable": ("Suitable applicants",),
    "months_open": ("Months open", "Months vacant"),
    "education": ("Education required", "Minimum education"),
    "experience_years": ("Years of experience", "Experience (years)"),
    "majors": ("Majors", "Field of study"),
    "certificates": ("Certificates", "Certification"),
    "skills": ("Skills required", "Key skills"),
    "duties": ("Duties", "Job description"),
    "reasons": ("Why hard to fill", "Reasons hard to fill"),
    "segment": ("Chain segment", "Segment"),
    "district": ("Work location", "District"),
    "name": ("Company name", "Employer"),
    "code": ("Unified social credit code", "Credit code"),
    "chain": ("Industrial chain", "Chain"),
    "employees": ("Number of employees", "Employees"),
}
PAY_ZH = {
    "month_plain": {"pay": ("月薪（元）", "薪资（元/月）", "薪酬范围（元/月）", "月工资（元）")},
    "thousands": {"pay": ("月薪（千元）", "薪资（千元/月）", "薪资（K/月）")},
    "year_wan": {"pay": ("年薪（万元）", "薪酬（万元/年）", "拟提供年薪（万元）", "年薪(万)")},
    "free": {"pay": ("薪资", "薪资待遇", "薪酬范围", "工资待遇")},
    "month_unit": {"pay": ("月薪", "薪资", "月薪范围")},
    "ends": {"pay_low": ("月薪下限（元）", "最低月薪（元）"), "pay_high": ("月薪上限（元）", "最高月薪（元）")},
    "ends_period": {
        "pay_low": ("薪资下限（元）", "薪酬下限（元）"),
        "pay_high": ("薪资上限（元）", "薪酬上限（元）"),
        "pay_period": ("薪资周期", "计薪周期"),
    },
}
PAY_EN = {
    "month_plain": {"pay": ("Monthly salary (CNY)", "Salary (yuan/month)")},
    "thousands": {"pay": ("Salary (k/month)",)},
    "year_wan": {"pay": ("Annual salary (10,000 yuan)",)},
    "free": {"pay": ("Salary", "Pay")},
    "month_unit": {"pay": ("Monthly pay", "Salary")},
    "ends": {"pay_low": ("Minimum salary (yuan/month)",), "pay_high": ("Maximum salary (yuan/month)",)},
    "ends_period": {"pay_low": ("Pay from (yuan)",), "pay_high": ("Pay to (yuan)",), "pay_period": ("Pay period",)},
}
EXTRA = ("备注", "联系人", "部门", "年龄要求", "性别要求", "福利待遇", "到岗时间", "招聘方式")
ODD_EXTRA = ("是否五百强", "上级主管", "内部编码", "审批意见")
# Two-row headers: the parent stands over its children, merged or blank to the right.
PARENTS = {
    ("headcount", "headcount_12m", "headcount_3y"): (
        ("需求人数", ("当前", "未来12个月", "未来三年")),
        ("需求人数（人）", ("现有", "未来一年", "未来3年")),
        ("人才需求数量", ("当前需求人数", "未来一年需求人数", "未来三年需求人数")),
    ),
    ("advertised", "filled"): (
        ("近12个月", ("招聘人数", "到岗人数")),
        ("近一年招聘情况", ("近一年招聘人数", "近一年到岗人数")),
    ),
    ("applicants", "qualified", "suitable"): (("应聘情况", ("应聘人数", "合格人数", "合适人数")),),
    ("pay_low", "pay_high"): (
        ("薪资待遇（元/月）", ("下限", "上限")),
        ("月薪（元）", ("最低", "最高")),
    ),
    ("education", "majors", "experience_years", "certificates"): (
        ("任职条件", ("学历要求", "专业要求", "工作年限", "职称")),
        ("岗位要求", ("学历", "专业", "经验", "资格证书")),
    ),
}
