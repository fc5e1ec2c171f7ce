"""Discord's documented limits, as data. https://docs.discord.com/developers/components/reference"""

COMPONENTS_PER_MESSAGE = 40
"""Nested ones count."""
MESSAGE_CHARACTERS = 4_000
"""Of all text displays of a message together."""
BUTTONS_PER_ROW = 5
SELECT_OPTIONS = 25
OPTION_TEXT = 100
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
PLACEHOLDER = 150

THREAD_NAME = 100
TAGS_PER_POST = 5
ARCHIVE_MINUTES = 4_320
"""A thread goes out of the list after three days of silence; 60, 1440, 4320 and 10080 are allowed."""

CHOICES = 25
CHOICE_TEXT = 100

TEXT = 3_900
"""Our own bound on the text of a message, so that joining it in an embed stays within the limit too."""
BLOCK = 2_700
"""Our own bound on one text display, so that a message can be divided between them."""
