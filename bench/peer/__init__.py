"""The peer: hours of social clauses served by Django and Django REST framework, as an ordinary team would write it."""
