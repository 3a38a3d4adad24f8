"""Tasks, labels and exports."""

from imerit_ango.models.annotate import AnnotationPayload, Answer
from imerit_ango.models.enums import (
    ExportFormats,
    ExportTypes,
    ReviewStatus,
    TaskTypes,
)
from imerit_ango.models.export_options import ExportOptions, TimeFilter
from imerit_ango.models.task_filter import DateRange, NumberRange, StringFilter, TaskFilter

from .values import FROM, LABELER, TO

VEHICLE = {
    "schemaId": "schema-vehicle",
    "objectId": "object-2",
    "bounding-box": {"x": 5, "y": 6, "width": 7, "height": 8},
}
RAINY = {"schemaId": "schema-weather", "answer": "Rainy"}
MASK = [[[255, 0, 0, 255], [0, 0, 0, 0]]]


def filtered_tasks(sdk, s):
    task_filter = TaskFilter(
        stage="Check",
        batches=[s["batch Mon"]],
        assignee=LABELER,
        external_id=StringFilter(regex="^front"),
        created_at=DateRange(gte=FROM, lt=TO),
        priority=NumberRange(gte=0),
        is_skipped=False,
    )
    sdk.get_tasks(s["project"], limit=100, task_filter=task_filter, sort="-createdAt,priority")


def annotate(payload, **more):
    return lambda sdk, s: sdk.annotate_task(s["task front.png"], payload(), **more)


CASES = [
    (
        "assign_task",
        "by email",
        lambda sdk, s: sdk.assign_task(s["project"], [s["task back.png"]], "Label", LABELER),
    ),
    ("export", "default", lambda sdk, s: sdk.export(s["project"])),
    (
        "export",
        "filtered",
        lambda sdk, s: sdk.export(
            s["project"],
            ExportOptions(
                stage=["Check"],
                batches=[s["batch Mon"]],
                include_key_frames_only=True,
                include_idle_blur_durations=True,
                include_metadata=False,
                include_history=False,
                notify=True,
                send_email=True,
                created_at=TimeFilter(FROM, TO),
                updated_at=TimeFilter(FROM),
            ),
        ),
    ),
    (
        "export",
        "consensus tasks",
        lambda sdk, s: sdk.export(s["project"], ExportOptions(task_type=TaskTypes.CONSENSUS)),
    ),
    (
        "export",
        "lines",
        lambda sdk, s: sdk.export(s["project"], ExportOptions(export_format=ExportFormats.NDJSON)),
    ),
    (
        "export",
        "issues",
        lambda sdk, s: sdk.export(s["project"], ExportOptions(export_type=ExportTypes.ISSUE)),
    ),
    ("exportV3", "default", lambda sdk, s: sdk.exportV3(s["project"])),
    (
        "get_task",
        "with its answer",
        lambda sdk, s: sdk.get_task(s["task front.png"], include_answer=True),
    ),
    ("get_tasks", "default", lambda sdk, s: sdk.get_tasks(s["project"], limit=100)),
    (
        "get_tasks",
        "with answers",
        lambda sdk, s: sdk.get_tasks(s["project"], limit=100, include_answer=True),
    ),
    ("get_tasks", "filtered", filtered_tasks),
    (
        "get_tasks",
        "fields",
        lambda sdk, s: sdk.get_tasks(s["project"], limit=100, fields="stage"),
    ),
    (
        "get_task_history",
        "of a task",
        lambda sdk, s: sdk.get_task_history(task_id=s["task front.png"]),
    ),
    ("get_task_history", "one entry", lambda sdk, s: sdk.get_task_history(s["history front.png"])),
    (
        "import_labels",
        "one asset",
        lambda sdk, s: sdk.import_labels(
            s["project"],
            [
                {
                    "externalId": "back.png",
                    "objects": [VEHICLE],
                    "classifications": [RAINY],
                    "relations": [],
                }
            ],
        ),
    ),
    (
        "set_tasks_as_benchmark",
        "one",
        lambda sdk, s: sdk.set_tasks_as_benchmark(s["project"], [s["task front.png"]]),
    ),
    (
        "requeue_tasks",
        "filtered",
        lambda sdk, s: sdk.requeue_tasks(
            s["project"],
            "Label",
            {
                "taskIds": [s["task front.png"]],
                "batches": [s["batch Mon"]],
                "fromStageIds": ["Check"],
            },
            {"removeAnnotations": True, "removeAssignee": False, "removeStageHistory": True},
        ),
    ),
    (
        "update_tasks_priority",
        "filtered",
        lambda sdk, s: sdk.update_tasks_priority(
            s["project"], 7, {"assetIds": [s["asset front.png"]]}
        ),
    ),
    ("annotate_task", "merged", annotate(lambda: AnnotationPayload(Answer([VEHICLE], [RAINY])))),
    (
        "annotate_task",
        "overwritten and submitted",
        annotate(
            lambda: AnnotationPayload(Answer([VEHICLE], [RAINY])),
            overwrite=True,
            send_to_next_stage=True,
        ),
    ),
    (
        "annotate_task",
        "with a mask",
        annotate(lambda: AnnotationPayload(Answer([VEHICLE]), brush_data=MASK), overwrite=True),
    ),
    (
        "review_task",
        "accepted",
        lambda sdk, s: sdk.review_task(s["task front.png"], ReviewStatus.ACCEPTED),
    ),
    ("upload_brush_array", "picture", lambda sdk, s: sdk.upload_brush_array(s["project"], MASK)),
]
