"""Where the files of an installation lie."""

import os
from pathlib import Path

CONFIG = Path(__file__).resolve().parent

# In a checkout the configuration lies in site/config; in an installed wheel the
# templates and catalogues travel inside the package.
IN_CHECKOUT = (CONFIG.parent.parent / "manage.py").exists()
ROOT = CONFIG.parent.parent if IN_CHECKOUT else Path.cwd()
TEMPLATES = ROOT / "templates" if IN_CHECKOUT else CONFIG / "templates"
LOCALE = ROOT / "locale" if IN_CHECKOUT else CONFIG / "locale"
# What an installation makes: database, media, mail, secrets of a checkout.
VAR = Path(os.environ.get("MINYI_VAR", ROOT / "var"))
CORPUS = ROOT.parent / "shared" / "data"
