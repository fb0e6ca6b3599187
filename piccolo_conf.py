"""Where Piccolo finds the engine and the tables; nothing else belongs here."""

from piccolo.conf.apps import AppRegistry

from clause.db.engine import build_engine
from clause.settings import load_settings

DB = build_engine(load_settings().asyncpg_config())

APP_REGISTRY = AppRegistry(apps=["clause.db.piccolo_app"])
