"""The loop of the SDK's documentation: one page after the other. Prints its figures as JSON."""

import json
import sys
import time

from imerit_ango.sdk import SDK

PAGE = 100

job = json.loads(sys.argv[1])
sdk = SDK(job["hub"]["apiKey"], host=job["hub"]["url"])

started = time.perf_counter()
tasks = []
page = 1
while True:
    data = sdk.get_tasks(job["project"], page=page, limit=PAGE)["data"]
    tasks.extend(data["tasks"])
    if not data["tasks"] or len(tasks) >= data["total"]:
        break
    page += 1
seconds = time.perf_counter() - started

print(json.dumps({"seconds": seconds, "ids": [task["_id"] for task in tasks]}))
