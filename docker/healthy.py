"""Status 0 when the web process of this container says that it is ready; for the health check of compose.yaml."""

import os
import sys
from urllib.request import urlopen

with urlopen(f"http://127.0.0.1:{os.environ.get('CLAUSE_PORT', '8000')}/health/ready", timeout=4) as answer:
    sys.exit(0 if answer.status == 200 else 1)
