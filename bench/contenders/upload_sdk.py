"""The official SDK's own upload of files. Prints its figures as JSON."""

import json
import os
import resource
import sys
import time

from imerit_ango.sdk import SDK

job = json.loads(sys.argv[1])
paths = [entry["path"] for entry in job["paths"]]
sdk = SDK(job["hub"]["apiKey"], host=job["hub"]["url"])

with open("/proc/self/statm") as statm:
    idle = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
cpu = time.process_time()
started = time.perf_counter()
answer = sdk.upload_files(job["project"], paths)
seconds = time.perf_counter() - started

print(
    json.dumps(
        {
            "seconds": seconds,
            "cpuSeconds": time.process_time() - cpu,
            "idleMb": idle,
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "failures": 0 if answer.get("status") == "success" else len(paths),
        }
    )
)
