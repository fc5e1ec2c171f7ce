"""Slack's documented limits, as data. https://docs.slack.dev/reference/block-kit"""

BLOCKS_PER_MESSAGE = 50
BLOCKS_PER_VIEW = 100
SECTION_TEXT = 3_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
OVERFLOW_OPTIONS = 5
OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
IDENTIFIER = 255
"""Characters of an `action_id` or `block_id`; each is unique in its message."""
VIEW_TITLE = 24
PLACEHOLDER = 150
LABEL = 2_000
FALLBACK_TEXT = 3_000
"""Our own bound: Slack cuts `text` at 40,000, but it is what a notification reads out."""
MESSAGE_CHARACTERS = 10_000
"""Our own bound on all text of a message: `msg_blocks_too_long` was seen near 13,200."""
RICH_TEXT_ELEMENT = 3_000
"""Our own bound on one text element, as for a section."""
