"""What comes in: sources polled, articles read and put into stories, briefings made."""
