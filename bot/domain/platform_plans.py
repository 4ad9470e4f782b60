"""What the plans of the platforms allow, where that bounds how people and messages are shared among bots."""

# Zalo Bot Platform, free plan, as published in August 2026; whether the messages are counted per bot or per account is
# not said, and they are counted per bot here.
ZALO_PEOPLE_PER_BOT = 50
ZALO_MESSAGES_PER_MONTH = 3_000
