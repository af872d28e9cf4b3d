"""All settings. One small module per concern; what differs between machines comes from `config.environment`."""

from config.settings.accounts import *
from config.settings.application import *
from config.settings.cms import *
from config.settings.finding import *
from config.settings.security import *
from config.settings.storage import *
