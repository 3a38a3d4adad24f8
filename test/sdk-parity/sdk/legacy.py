"""One entry for each call that is recorded: function, case, call. `s` is the scene of scene.mts."""

from datetime import datetime

from ango.models.label_category import (
    Classification,
    ClassificationCategory,
    LabelOption,
    Tool,
    ToolCategory,
)

from files import file

LABELER = "labeler@local-hub.example"
FROM = datetime(2024, 1, 1)
TO = datetime(2024, 2, 1, 12, 30)

VEHICLE = {
    "schemaId": "schema-vehicle",
    "objectId": "object-2",
    "bounding-box": {"x": 5, "y": 6, "width": 7, "height": 8},
}
RAINY = {"schemaId": "schema-weather", "answer": "Rainy"}


def label_set(sdk, s):
    tools = [ToolCategory(Tool.Polygon, title="Vehicle", schemaId="schema-vehicle")]
    classifications = [
        ClassificationCategory(
            Classification.Radio,
            title="Weather",
            schemaId="schema-weather",
            options=[LabelOption("Sunny", "option-sunny"), LabelOption("Rainy", "option-rainy")],
        )
    ]
    sdk.create_label_set(s["project"], tools, classifications)


def upload(sdk, s, **more):
    asset = {"data": file("front.png", "new front"), "externalId": "new.png"}
    sdk.upload_files(s["project"], [asset], **more)


CASES = [
    ("list_projects", "default", lambda sdk, s: sdk.list_projects(limit=100)),
    ("get_project", "one", lambda sdk, s: sdk.get_project(s["project"])),
    ("get_tasks", "default", lambda sdk, s: sdk.get_tasks(s["project"], limit=100)),
    (
        "get_tasks",
        "completed",
        lambda sdk, s: sdk.get_tasks(s["project"], limit=100, status="Completed"),
    ),
    ("get_task", "one", lambda sdk, s: sdk.get_task(s["task front.png"])),
    ("assign_task", "by email", lambda sdk, s: sdk.assign_task(s["task back.png"], email=LABELER)),
    ("assign_task", "by id", lambda sdk, s: sdk.assign_task(s["task back.png"], s["member guest"])),
    ("upload_files", "into batches", lambda sdk, s: upload(sdk, s, batches=["Mon", "Tue"])),
    ("upload_files", "into a storage", lambda sdk, s: upload(sdk, s, integration_id=s["storage"])),
    (
        "upload_files_cloud",
        "into batches",
        lambda sdk, s: sdk.upload_files_cloud(
            s["project"],
            [{"data": "https://files.example/a.png", "externalId": "a.png"}],
            batches=["Mon"],
        ),
    ),
    (
        "upload_files_cloud",
        "from a storage",
        lambda sdk, s: sdk.upload_files_cloud(
            s["project"],
            [{"data": "https://files.example/a.png", "externalId": "a.png"}],
            s["storage"],
        ),
    ),
    (
        "upload_files_cloud",
        "batches of the asset",
        lambda sdk, s: sdk.upload_files_cloud(
            s["project"],
            [{"data": "https://files.example/a.png", "externalId": "a.png", "batches": ["Tue"]}],
        ),
    ),
    (
        "create_issue",
        "at a position",
        lambda sdk, s: sdk.create_issue(s["task front.png"], "Too wide", [10, 20]),
    ),
    ("get_assets", "default", lambda sdk, s: sdk.get_assets(s["project"], limit=100)),
    (
        "get_assets",
        "by id",
        lambda sdk, s: sdk.get_assets(s["project"], asset_id=s["asset front.png"]),
    ),
    (
        "get_assets",
        "by external id",
        lambda sdk, s: sdk.get_assets(s["project"], external_id="front.png"),
    ),
    (
        "set_asset_priority",
        "by id",
        lambda sdk, s: sdk.set_asset_priority(s["project"], 7, asset_id=s["asset front.png"]),
    ),
    (
        "create_attachment",
        "image and text",
        lambda sdk, s: sdk.create_attachment(
            s["project"],
            [
                {
                    "externalId": "front.png",
                    "attachments": [
                        {"type": "IMAGE", "value": "https://files.example/map.png"},
                        {"type": "TEXT", "value": "Look left"},
                    ],
                }
            ],
        ),
    ),
    ("export", "default", lambda sdk, s: sdk.export(s["project"])),
    (
        "export",
        "filtered",
        lambda sdk, s: sdk.export(
            s["project"],
            assignees=[LABELER],
            completed_at=[FROM, TO],
            updated_at=[FROM, TO],
            batches=[s["batch Mon"]],
        ),
    ),
    ("export", "only updated", lambda sdk, s: sdk.export(s["project"], updated_at=[FROM, TO])),
    ("create_label_set", "classes", label_set),
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
    ("get_integrations", "all", lambda sdk, s: sdk.get_integrations()),
    ("get_integrations", "one", lambda sdk, s: sdk.get_integrations(s["storage"])),
    ("get_batches", "all", lambda sdk, s: sdk.get_batches(s["project"])),
    ("create_batch", "new", lambda sdk, s: sdk.create_batch(s["project"], "Wed")),
    (
        "assign_batches",
        "two assets",
        lambda sdk, s: sdk.assign_batches(
            s["project"], [s["asset front.png"], s["asset back.png"]], ["Tue"]
        ),
    ),
    ("create_project", "described", lambda sdk, s: sdk.create_project("Streets", "Cars")),
    (
        "create_webhook",
        "completed",
        lambda sdk, s: sdk.create_webhook(
            "https://listen.example/hook", s["project"], "secret", ["COMPLETED"]
        ),
    ),
]
