"""How people like to see their lists."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import AppUser


class ListView(Table):
    """The columns of one list that a person chose."""

    id = c.primary_key()
    user_id = c.reference(AppUser)
    list_name = c.code()
    columns = c.texts()
    chosen_at = c.instant()

    list_view_unique_user_list = Unique(["user_id", "list_name"])
