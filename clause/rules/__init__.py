"""The rules of the field as dated data and exact arithmetic: the lowest floor of Clause.

What may live here
    Functions whose answer depends only on their arguments and on the dated parameters beside them. Imports: the
    standard library, pydantic, yaml, holidays (public holidays) and other files of this folder. No clock, no
    settings, no database, no await, no French sentence for a screen (labels of eligibility grounds excepted: they
    belong to the list itself).

What a rule file must contain
    * One topic per file, named after it. Figures that somebody decided (a rate, a duration, a bound, a rounding) are
      parameters in ``parameters/<topic>.yaml``, each value with the day from which it holds, its unit, where it was
      read, how sure that is, and the day it was last checked. A formula never holds such a figure itself.
    * One ``Formula`` per figure: a stable id (``OBL-AMOUNT``), the formula written with the names of its inputs, the
      unit of its result, the text it comes from and how sure that is. A departure from the text is marked
      ``Interpretation:`` in the docstring, a thing taken for granted ``Assumption:``.
    * Every function that computes a figure returns a frozen ``Figure`` (or a model made of figures): ``.value`` is
      exact, ``.trace`` tells how it came about, down to the parameter values used.
    * Inputs are checked with ``quantities.amount``, ``share`` and ``positive``; a refusal is a ``RuleError`` with a
      ``Reason`` and the values that explain it, never a silent zero.

Numbers
    Hours and euros are ``Decimal`` with two decimals, rates are fractions of one (``Decimal("0.6000")``). Between
    input and result a formula works in ``Fraction``, so nothing is rounded on the way; a result becomes a ``Decimal``
    again through exactly one rounding function of ``quantities``, named by a parameter.

How to add a rule
    Add the parameter values, write the formula, add cases to ``tests/rules/cases``, and tell in ``CHANGES.md`` from
    which day which figures change, and for whom.
"""
