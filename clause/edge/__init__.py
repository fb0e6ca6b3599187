"""FLOOR 5, lower half — what the API and the pages share at the edge of the service.

Who is calling, from where a request's context comes, what is logged of it. Imports services, text and domain; the API
and the pages import it, never the other way round.
"""
