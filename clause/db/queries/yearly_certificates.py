"""What a company's yearly certificate is drawn from: its lots of a year, and the hours credited to them."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
