"""Computes every amount of an FSE+ claim again from its bundle: ``python replay.py bundle.zip``, nothing to install.

Prints ``same`` and leaves with 0, or prints each difference and leaves with 1. Amounts are made from time entries, pay,
rates, costs, agreement, resources, payments and earlier claims; the traces are then compared with them (``trace.md``).
"""

# fmt: off
import hashlib
import json
import sys
import zipfile
from fractions import Fraction

NIL, OTHER, HOURS = Fraction(0), ["OPERATING", "SERVICES", "PARTICIPANTS"], ["hours_on_operation", "hours_worked"]
FLAT = {  # flat rate: its parameter, what its base is called, the posts of the base
    "P40": ("flat_rate_p40", "staff_cost", ["STAFF", "UNITS"]),
    "P15": ("flat_rate_p15", "staff_cost", ["STAFF"]),
    "P07": ("flat_rate_p07", "direct_cost", ["STAFF", *OTHER]),
    "P25": ("calculated_flat_rate", "direct_cost", ["STAFF", *OTHER]),
    "P20": ("flat_rate_p20", "other_direct_cost", OTHER),
}
TIME = {"M1": ["employer_cost"], "M2": ["employer_cost", *HOURS], "M3a": HOURS, "M3b": HOURS}
CAPS = {"M3a": ("annual_hours_denominator", 4), "M3b": ("monthly_hours_full_time", 7)}  # of a year, of a month
RECORDS = {"assignments": "id", "hourly_rates": "id", "cost_items": "id", "declared": "line_id", "returned": "line_id"}

def exact(record):  # every number that is written in a record as an exact fraction
    plain = {key: str(text).removeprefix("-").replace(".", "", 1).replace("/", "", 1) for key, text in record.items()}
    return {key: Fraction(str(text)) if plain[key].isdecimal() else text for key, text in record.items()}

def cut(value):  # two decimals, the rest dropped towards zero
    return Fraction(int(value * 100), 100)

def total(rows, key):
    return sum((row[key] for row in rows), NIL)

class Replay:
    def __init__(self, claim):
        self.claim, self.agreement, self.options = claim, claim["agreement"], claim["agreement"]["options"]
        self.found, self.hours_so_far, self.flats, self.own, self.posts = [], [], {}, {}, {}
        self.final, self.last_day = claim["kind"] == "final", claim["last_month"] + "-31"
        self.uses = {(use["name"], use["in_force_from"]): use["value"] for use in claim["parameters"]}
        self.one = {name: {row[key]: row for row in claim[name]} for name, key in RECORDS.items()}
        self.time = {name: {} for name in TIME["M2"]}  # by name, then person and month; the latest version stays
        for row in sorted(claim["payroll"], key=lambda row: row["version_no"]):
            self.time["employer_cost"][row["employment_id"], row["month"]] = row["employer_cost"]
        for row in sorted(claim["timesheets"], key=lambda row: row["revision"]):
            mine = [entry for entry in row["entries"] if entry["operation_id"] == claim["operation"]["id"]]
            for name, entries in zip(HOURS, (mine, row["entries"]), strict=True):
                self.time[name][row["employment_id"], row["month"]] = total(entries, "minutes") / 60
    def same(self, field, stored, made):
        if stored != made:
            shown = [f"{float(one):.2f}" if isinstance(one, Fraction) else one for one in (stored, made)]
            self.found.append(f"{field}: stored {shown[0]}, recomputed {shown[1]}")
    def parameter(self, name, on=None):
        """What the agreement fixes under this name, else the dated value of the claim's list in force on a day."""
        days = [day for known, day in self.uses if known == name and day <= (on or self.last_day)]
        own = self.options.get(name)
        return self.uses[name, max(days, default="in force")] if own is None else own
    def rounded(self, value, name, on=None):
        half_up = self.parameter(name, on) == "HALF_UP_CENTS"
        return cut(value + Fraction(1 if value >= 0 else -1, 200) * half_up)
    def trace(self, field, trace, values):
        """An account and its steps: named figures as made, the other inputs by their sum, dated values as listed."""
        values, result = self.flats.get(trace["formula_id"], values), trace["formula"].split(" = ")[0]
        inputs, field = trace["inputs"], f"{field}: {trace['formula_id']}"
        self.same(f"{field} {result}", trace["result"], values.get(result, "no figure of this claim"))
        for name in sorted(values.keys() & inputs.keys()):
            self.same(f"{field} {name}", inputs[name], values[name])
        rest = sum((inputs[name] for name in inputs.keys() - values.keys()), NIL)
        self.same(f"{field} inputs", rest, values.get(trace["formula_id"], NIL))
        for use in trace["parameters"]:
            self.same(f"{field} {use['name']}", use["value"], self.uses.get((use["name"], use["in_force_from"])))
        for step in trace["steps"]:
            self.trace(field, step, values)
    def staff(self, field, line, on):
        """Euros of a line of time by its method (a share of pay, pay by hours, hours at a rate), and its figures."""
        who, method, details, made = line["employment_id"], line["method"], line["details"] or {}, {}
        months = [one["month"] for one in details.get("months", [line])]
        for name in TIME[method]:
            parts = {f"{name} {month}": self.time[name][who, month] for month in months}
            made |= {**parts, name: sum(parts.values())}
        if method == "M1":
            made["time_share"] = self.one["assignments"][line["assignment_id"]]["time_share"]
            cost = made["time_share"] * made["employer_cost"]
        elif method == "M2":
            cost = made["employer_cost"] * made["hours_on_operation"] / (made["hours_worked"] or 1)
        else:  # hours at a rate, for as many as the cap of the year or of the month leaves, all operations together
            (cap, digits), rate = CAPS[method], self.one["hourly_rates"][line["hourly_rate_id"]]
            full = self.parameter(cap, on) * details["working_time_share"]
            self.same(f"{field}: hourly_rate", rate["hourly_rate"], cut(rate["employer_cost"] / full))
            rows = [row for row in self.claim["hours_used"] if row["line_id"] != line["origin_line_id"]]
            rows += self.hours_so_far if line["kind"] == "STAFF" else []
            rows = [row for row in rows if row["month"][:digits] == months[0][:digits] and row["employment_id"] == who]
            declared, left = made["hours_on_operation"], max(NIL, cut(full - total(rows, "hours")))
            made |= {"hours_declared": declared, "hours_left": left, "hours_paid": min(declared, left)}
            made |= {"hourly_rate": rate["hourly_rate"], "excess_hours": declared - made["hours_paid"]}
            made |= {"working_time_share": details["working_time_share"], "CR-25": total(rows, "hours")}
            cost = made["hourly_rate"] * made["hours_paid"]
        hours = {month: made.get(f"hours_on_operation {month}", NIL) for month in months}
        rows = [{"employment_id": who, "month": month, "hours": hours[month]} for month in months]
        self.hours_so_far += rows if line["kind"] == "STAFF" else []
        cost = self.rounded(cost, f"rounding_{'hourly_staff_cost' if method in CAPS else 'staff_cost_line'}", on)
        return {**made, "staff_cost": cost, "staff_cost_now": cost, "amount": cost}
    def line(self, field, line):
        """The figures that the account of a line names, and its euros under ``amount``."""
        kind, origin = line["kind"], line["origin_line_id"]
        if kind == "STAFF":
            return self.staff(field, line, self.last_day)
        if kind == "ADJUSTMENT":
            made, before = self.staff(field, line, line["details"]["computed_on"]), self.one["declared"][origin]
            before, change = before["amount"], made["staff_cost"] - before["amount"]
            return {**made, "staff_cost_declared_before": before, "adjustment": change, "amount": change}
        if kind == "FLAT_RATE":
            parameter, name, posts = FLAT[line["details"]["flat_rate"]]
            base = sum((self.posts.get(post, NIL) for post in posts), NIL)
            value = self.rounded(self.parameter(parameter) * base, "rounding_flat_rate_amount")
            self.flats["CR-" + line["details"]["flat_rate"]] = {name: base, "flat_rate_amount": value}
            return {"base": base, "amount": value}
        if kind == "RETURNED":
            return dict.fromkeys(("parked", "amount"), self.one["returned"][origin]["amount"])
        item = self.one["cost_items"][line["cost_item_id"]]
        unit = [one["value"] for one in self.options["unit_values"] if one["code"] == item["unit_code"]]
        lumps = [one["amount"] for one in self.options["deliverables"] if one["code"] == item["deliverable_code"]]
        value = self.rounded(item["units"] * unit[0], "rounding_hourly_staff_cost") if unit else item["amount_declared"]
        made = {"units": item["units"], "unit_value": [*unit, None][0], "declared": item["amount_declared"]}
        return {**made, **dict.fromkeys(("amount", "cost"), [*lumps, value][0]), "deliverable": "accepted"}
    def amounts(self):
        """Every amount of the claim; its variables are named as the amounts and as the inputs of their accounts."""
        claim, typed, earlier, paid = (self.claim[name] for name in ("kind", "typed", "earlier", "payments"))
        grant, rate = self.agreement["grant_amount"], self.agreement["rate"]
        rate = grant / self.agreement["planned_total_cost"] if self.options["rate_basis"] == "EXACT" else rate
        staff_cost, total_cost = self.own.get("STAFF", NIL), sum(self.posts.values(), NIL)
        flat_rate_amount, cost_claimed_before = total_cost - sum(self.own.values()), total(earlier, "cost_retained")
        other_costs, cost_to_date = total_cost - flat_rate_amount - staff_cost, total_cost + cost_claimed_before
        funds = [row for row in self.claim["resources"] if "0" < (row["received_on"] or "") <= self.last_day]
        other_resources = total([row for row in funds if row["kind"] != "OWN_FUNDS"], "amount_allocated")
        other_resources = other_resources if typed["other_resources"] is None else typed["other_resources"]
        terms = {"GRANT": grant, "RATE": self.rounded(rate * cost_to_date, "rounding_eu_share")}
        if self.final or self.parameter("resource_test_on_interim") in (True, "true"):
            terms["RESOURCES"] = max(NIL, cost_to_date - other_resources)
        by_grant, by_rate, by_resources = grant, terms["RATE"], terms.get("RESOURCES")
        binding, resource_test = min(terms, key=terms.get), "yes" if "RESOURCES" in terms else "no"
        amount_due, undone = terms[binding], [row["reverses_id"] for row in paid]
        advance = total([row for row in paid if row["kind"] == "ADVANCE" and row["id"] not in undone], "amount")
        already_paid, still = total(paid, "amount"), total(earlier, "still_requested")
        requested_before = already_paid + still
        if typed["already_paid"] is not None:  # told, not recorded: the larger of it and of what was asked for
            already_paid, advance, still = typed["already_paid"], NIL, total(earlier[:1], "requested_before")
            for row in earlier:
                still += row["amount_requested"] if row["amount_accepted"] is None else row["amount_accepted"]
            requested_before = max(already_paid, still)
        advance_recovered, cap_before_balance = advance if self.final else NIL, None
        if not self.final and self.parameter("advance_recovery") == "pro_rata":
            advance_recovered = self.rounded(advance * min(amount_due / grant, 1), "rounding_advance")
        bounds, most = [amount_due + advance - advance_recovered, grant], self.options["max_before_balance_rate"]
        if not self.final and most is not None:
            bounds.append(cap_before_balance := self.rounded(most * grant, "rounding_payment_cap"))
        payable_to_date = min(bounds)
        to_pay, amount_requested = payable_to_date - already_paid, payable_to_date - requested_before
        own_funds = cost_to_date - other_resources - amount_due
        sums = {"CR-STAFF": staff_cost, "CR-PLAN-TOTAL": total_cost, "CR-RETAINED-BEFORE": cost_claimed_before}
        sums |= {"CR-REQUESTED-BEFORE": still, "CR-REQUESTED-TYPED": still}
        return {**locals(), **sums, "retained_cost": cost_to_date}
    def run(self):
        for line in self.claim["lines"]:
            field, post = f"line {line['position']}", line["post"]
            made, told = self.line(field, line), {**(line["details"] or {}), **line}
            self.trace(field, line["trace"], made)
            for name in [name for name in made if told.get(name) is not None]:
                self.same(f"{field}: {name}", told[name], made[name])
            for posts in (self.posts,) if line["kind"] == "FLAT_RATE" else (self.posts, self.own):
                posts[post] = posts.get(post, NIL) + made["amount"]
        plan = [f"CR-{one}" for one in self.agreement["cost_plan"].split("+") if one in FLAT]
        self.same("flat rates", list(self.flats), plan)
        made = self.amounts()
        for name, stored in self.claim["amounts"].items():
            self.same(name, stored, made.get(name, stored))
        for flat in self.claim["amounts"]["flat_rates"]:
            made_flat = [*self.flats.get(f"CR-{flat['code']}", {}).values()]
            self.same(f"flat_rates {flat['code']}", [flat["base"], flat["amount"]], made_flat)
        for name, trace in self.claim["traces"].items():
            cost = self.own.get(name.removeprefix("cost_"))
            self.trace(name, trace, made if cost is None else {"cost": cost, "CR-POST": cost})
        return self.found

if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    told = {one["path"]: (one["sha256"], one["size"]) for one in manifest["files"]}
    held = {name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()}
    held["claim_sha256"], told["claim_sha256"] = held["claim.json"][0], manifest["claim_sha256"]
    pairs = [(name, told.get(name), held.get(name)) for name in sorted(told.keys() | held.keys())]
    found = [f"{name}: stored {one}, recomputed {other}" for name, one, other in pairs if one != other]
    try:
        found += Replay(json.loads(files["claim.json"], object_hook=exact)).run()
    except (LookupError, TypeError, ValueError) as error:
        found.append(f"claim.json: a record that an amount needs is not there ({type(error).__name__}: {error})")
    print("\n".join(found) or "same")
    sys.exit(1 if found else 0)
