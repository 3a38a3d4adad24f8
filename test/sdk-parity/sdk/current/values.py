"""What several calls say."""

from datetime import datetime

LABELER = "labeler@local-hub.example"
GUEST = "guest@local-hub.example"
INVITED = "invited@local-hub.example"
FROM = datetime(2024, 1, 1)
TO = datetime(2024, 2, 1, 12, 30)
