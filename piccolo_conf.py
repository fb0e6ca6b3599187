"""Where Piccolo finds the engine and the tables; nothing else belongs here."""

from piccolo.conf.apps import AppRegistry

from clause.db.sql import engine
from clause.settings import load_settings

DB = engine()
DB.config = DB.config or load_settings().asyncpg_config()

APP_REGISTRY = AppRegistry(apps=["clause.db.piccolo_app"])
