"""One entry for each call that is recorded: function, case, call. `s` is the scene of scene.mts."""

from datetime import datetime

from imerit_ango.models.annotate import AnnotationPayload, Answer
from imerit_ango.models.asset_builder_template import AssetBuilderTemplate, DataConfigItem
from imerit_ango.models.chat_asset_creation_config import ChatAssetCreationConfig, LLMConfig
from imerit_ango.models.enums import (
    ExportFormats,
    ExportTypes,
    LlmProvider,
    MedicalPlane,
    Metrics,
    OrganizationRoles,
    ProjectRoles,
    ProjectType,
    ReviewStatus,
    StorageProvider,
    TaskTypes,
)
from imerit_ango.models.export_options import ExportOptions, TimeFilter
from imerit_ango.models.invite import Invitation, ProjectAssignment, RoleUpdate
from imerit_ango.models.label_category import (
    Classification,
    ClassificationCategory,
    LabelOption,
    Relation,
    RelationCategory,
    Tool,
    ToolCategory,
    TreeOption,
)
from imerit_ango.models.llm import LLM
from imerit_ango.models.storage import Storage
from imerit_ango.models.task_filter import DateRange, NumberRange, StringFilter, TaskFilter

from files import CHATS, PRODUCTS, file

LABELER = "labeler@local-hub.example"
GUEST = "guest@local-hub.example"
INVITED = "invited@local-hub.example"
FROM = datetime(2024, 1, 1)
TO = datetime(2024, 2, 1, 12, 30)

VEHICLE = {
    "schemaId": "schema-vehicle",
    "objectId": "object-2",
    "bounding-box": {"x": 5, "y": 6, "width": 7, "height": 8},
}
# As the server knows it, with a key that nobody describes.
NOTE = {
    "tool": "text",
    "title": "Note",
    "required": False,
    "schemaId": "schema-note",
    "columnField": False,
    "color": "#ABCDEF",
    "shortcutKey": "",
    "classifications": [],
    "options": [],
    "regex": None,
    "treeOptions": [],
    "parentOptionId": None,
    "frameSpecific": False,
    "showDropdown": False,
    "richText": False,
    "extra": 1,
}
WEATHER = {
    "schemaId": "schema-weather",
    "tool": "radio",
    "title": "Weather",
    "required": False,
    "classifications": [],
    "multiple": False,
    "options": [
        {"value": "Sunny", "schemaId": "option-sunny"},
        {"value": "Rainy", "schemaId": "option-rainy"},
    ],
    "shortcutKey": "",
    "frameSpecific": False,
}
RAINY = {"schemaId": "schema-weather", "answer": "Rainy"}
MASK = [[[255, 0, 0, 255], [0, 0, 0, 0]]]


def label_set(sdk, s):
    tools = [
        ToolCategory(
            Tool.BoundingBox,
            title="Vehicle",
            required=True,
            schemaId="schema-vehicle",
            color="#FF0000",
            shortcutKey="1",
            classifications=[
                ClassificationCategory(
                    Classification.Radio,
                    title="Kind",
                    schemaId="schema-kind",
                    color="#0000FF",
                    options=[LabelOption("Car", "option-car"), LabelOption("Bus", "option-bus")],
                    classifications=[
                        ClassificationCategory(
                            Classification.Text,
                            title="Line",
                            schemaId="schema-line",
                            color="#00FFFF",
                            parentOptionId="option-bus",
                        )
                    ],
                )
            ],
        )
    ]
    fruit = TreeOption("Fruit", children=[TreeOption("Apple")])
    classifications = [
        ClassificationCategory(
            Classification.Multi_dropdown,
            title="Weather",
            schemaId="schema-weather",
            color="#00FF00",
            options=[LabelOption("Sunny", "option-sunny"), LabelOption("Rainy", "option-rainy")],
        ),
        ClassificationCategory(
            Classification.Tree_dropdown,
            title="Food",
            schemaId="schema-food",
            color="#123456",
            treeOptions=[fruit],
        ),
    ]
    relations = [
        RelationCategory(Relation.Single, title="Pulls", schemaId="schema-pulls", color="#FFFF00")
    ]
    sdk.create_label_set(s["project"], tools, classifications, relations)


def template():
    return AssetBuilderTemplate(
        name="Card",
        description="A card",
        template="<p>{{title}}</p>",
        batch_column="group",
        external_id_column="sku",
        data_config={
            "sku": DataConfigItem("text", include_in_export=True),
            "title": DataConfigItem("text"),
            "group": DataConfigItem("text"),
            "picture": DataConfigItem("image", storage="Public"),
        },
        pre_label_config={
            "schema-weather": {
                "cla": WEATHER,
                "value": "title",
            }
        },
    )


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


def stages(sdk, s):
    current = sdk.get_project(s["project"])["data"]["project"]["stages"]
    current[1]["assignedTo"] = [LABELER]
    sdk.update_workflow_stages(s["project"], current)


def upload(sdk, s, **more):
    asset = {
        "data": file("front.png", "new front"),
        "externalId": "new.png",
        "contextData": {"site": 7},
        "metadata": {"width": 640, "height": 480},
    }
    sdk.upload_files(s["project"], [asset], **more)


def annotate(payload, **more):
    return lambda sdk, s: sdk.annotate_task(s["task front.png"], payload(), **more)


CASES = [
    (
        "add_members_to_project",
        "labeler",
        lambda sdk, s: sdk.add_members_to_project(
            s["project"], [LABELER, GUEST], ProjectRoles.Labeler
        ),
    ),
    (
        "assign_batches",
        "two assets",
        lambda sdk, s: sdk.assign_batches(
            s["project"], [s["asset front.png"], s["asset back.png"]], [s["batch Tue"]]
        ),
    ),
    (
        "assign_task",
        "by email",
        lambda sdk, s: sdk.assign_task(s["project"], [s["task back.png"]], "Label", LABELER),
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
    ("create_batch", "new", lambda sdk, s: sdk.create_batch(s["project"], "Wed")),
    (
        "create_batches",
        "one of two exists",
        lambda sdk, s: sdk.create_batches(s["project"], ["Tue", "Wed"]),
    ),
    (
        "create_batches",
        "all exist",
        lambda sdk, s: sdk.create_batches(s["project"], ["Mon", "Tue"]),
    ),
    (
        "create_issue",
        "content only",
        lambda sdk, s: sdk.create_issue(s["task front.png"], "Too wide"),
    ),
    (
        "create_issue",
        "at a position",
        lambda sdk, s: sdk.create_issue(
            s["task front.png"],
            "Too wide",
            content_mentions=[LABELER],
            position=[10, 20],
            error_codes=[{"category": "Shape", "name": "Wide"}],
            page=2,
        ),
    ),
    (
        "create_issue",
        "on a range of pages",
        lambda sdk, s: sdk.create_issue(
            s["task front.png"],
            "Too wide",
            page=2,
            page_end=4,
            data_index=0,
            plane=MedicalPlane.Axial,
        ),
    ),
    (
        "create_issue",
        "on an object",
        lambda sdk, s: sdk.create_issue(s["task front.png"], "Too wide", object_id="object-1"),
    ),
    ("create_label_set", "classes", label_set),
    (
        "create_label_set",
        "raw",
        lambda sdk, s: sdk.create_label_set(
            s["project"],
            raw_category_schema={
                "tools": [],
                "classifications": [NOTE],
                "relations": [],
            },
        ),
    ),
    ("create_project", "name only", lambda sdk, s: sdk.create_project("Streets")),
    (
        "create_project",
        "sensor fusion",
        lambda sdk, s: sdk.create_project("Streets", "Point clouds", ProjectType.PCT),
    ),
    (
        "clone_project",
        "without members",
        lambda sdk, s: sdk.clone_project(s["project"], assigned_to=False),
    ),
    ("delete_issue", "one", lambda sdk, s: sdk.delete_issue(s["project"], s["issue"])),
    (
        "update_issue",
        "all",
        lambda sdk, s: sdk.update_issue(
            s["issue"],
            content="Narrower",
            content_mentions=[LABELER],
            status="Resolved",
            error_codes=[{"category": "Shape", "name": "Wide"}],
        ),
    ),
    ("update_issue", "status", lambda sdk, s: sdk.update_issue(s["issue"], status="Resolved")),
    (
        "add_comment_to_issue",
        "with a mention",
        lambda sdk, s: sdk.add_comment_to_issue(s["issue"], "Done", [LABELER]),
    ),
    ("delete_project", "one", lambda sdk, s: sdk.delete_project(s["project"])),
    ("purge_project", "one", lambda sdk, s: sdk.purge_project(s["project"], "Contract")),
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
    ("get_assets", "default", lambda sdk, s: sdk.get_assets(s["project"], limit=100)),
    (
        "get_assets",
        "by id",
        lambda sdk, s: sdk.get_assets(s["project"], filters={"_id": s["asset front.png"]}),
    ),
    (
        "get_assets",
        "filtered",
        lambda sdk, s: sdk.get_assets(
            s["project"],
            limit=100,
            filters={"externalId": "front.png", "isPreLabeled": False, "batches": [s["batch Mon"]]},
        ),
    ),
    ("get_batches", "all", lambda sdk, s: sdk.get_batches(s["project"])),
    ("get_issues", "all", lambda sdk, s: sdk.get_issues(s["project"])),
    (
        "get_issues",
        "filtered",
        lambda sdk, s: sdk.get_issues(
            s["project"],
            asset_id=s["asset front.png"],
            task_id=s["task front.png"],
            stage_id="Check",
            created_by=LABELER,
        ),
    ),
    (
        "get_metrics",
        "annotation status",
        lambda sdk, s: sdk.get_metrics(s["project"], Metrics.AnnotationStatus),
    ),
    ("get_project", "one", lambda sdk, s: sdk.get_project(s["project"])),
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
    ("list_projects", "default", lambda sdk, s: sdk.list_projects(limit=100)),
    ("update_workflow_stages", "assignee", stages),
    (
        "update_benchmark_settings",
        "all",
        lambda sdk, s: sdk.update_benchmark_settings(s["project"], True, 20, True),
    ),
    (
        "set_tasks_as_benchmark",
        "one",
        lambda sdk, s: sdk.set_tasks_as_benchmark(s["project"], [s["task front.png"]]),
    ),
    (
        "update_label_validation",
        "all",
        lambda sdk, s: sdk.update_label_validation(
            s["project"], True, "return [];", {"url": "https://check.example"}
        ),
    ),
    (
        "upload_files",
        "into batches",
        lambda sdk, s: upload(sdk, s, batches=["Mon", "Tue"], priority=5),
    ),
    ("upload_files", "into a storage", lambda sdk, s: upload(sdk, s, storage_id=s["storage"])),
    (
        "upload_files_cloud",
        "into batches",
        lambda sdk, s: sdk.upload_files_cloud(
            s["project"],
            [
                {
                    "data": "https://files.example/a.png",
                    "externalId": "a.png",
                    "contextData": {"site": 7},
                }
            ],
            batches=["Mon"],
            priority=-3,
        ),
    ),
    (
        "upload_files_cloud",
        "from a storage",
        lambda sdk, s: sdk.upload_files_cloud(
            s["project"],
            [{"data": "https://files.example/a.png", "externalId": "a.png", "batches": ["Tue"]}],
            storage_id=s["storage"],
        ),
    ),
    (
        "delete_assets",
        "two",
        lambda sdk, s: sdk.delete_assets(s["project"], [s["asset front.png"], s["asset back.png"]]),
    ),
    (
        "upload_chat_assets",
        "empty",
        lambda sdk, s: sdk.upload_chat_assets(
            s["project"],
            ChatAssetCreationConfig(
                number_of_assets=3,
                llm_config=LLMConfig(s["llm"]),
                storage_id=s["storage"],
                bucket_name="drive",
            ),
            priority=2,
        ),
    ),
    (
        "upload_chat_assets",
        "from a file",
        lambda sdk, s: sdk.upload_chat_assets(
            s["project"], ChatAssetCreationConfig(conversation_json=file("chats.json", CHATS))
        ),
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
    (
        "get_project_performance",
        "interval and batches",
        lambda sdk, s: sdk.get_project_performance(s["project"], [FROM, TO], ["Mon"]),
    ),
    (
        "get_project_performance",
        "default",
        lambda sdk, s: sdk.get_project_performance(s["project"]),
    ),
    (
        "create_storage",
        "aws",
        lambda sdk, s: sdk.create_storage(
            Storage("Photos", StorageProvider.AWS, "public", "private", "eu-west-1")
        ),
    ),
    (
        "delete_organization_invites",
        "one",
        lambda sdk, s: sdk.delete_organization_invites(s["organization"], [INVITED]),
    ),
    (
        "delete_organization_members",
        "one",
        lambda sdk, s: sdk.delete_organization_members(s["organization"], [GUEST]),
    ),
    ("delete_storage", "one", lambda sdk, s: sdk.delete_storage(s["storage"])),
    (
        "get_organization_invites",
        "pending",
        lambda sdk, s: sdk.get_organization_invites(s["organization"]),
    ),
    (
        "get_organization_members",
        "all",
        lambda sdk, s: sdk.get_organization_members(s["organization"]),
    ),
    ("get_storages", "all", lambda sdk, s: sdk.get_storages()),
    ("get_storages", "one", lambda sdk, s: sdk.get_storages(s["storage"])),
    (
        "create_llm",
        "own address",
        lambda sdk, s: sdk.create_llm(
            LLM("Writer", LlmProvider.OPENAI, "small", "secret", "https://llm.example", True)
        ),
    ),
    ("delete_llm", "one", lambda sdk, s: sdk.delete_llm(s["llm"])),
    ("get_llms", "all", lambda sdk, s: sdk.get_llms()),
    ("get_llms", "one", lambda sdk, s: sdk.get_llms(s["llm"])),
    (
        "list_storage_files",
        "folder",
        lambda sdk, s: sdk.list_storage_files(s["storage"], "drive", "day 1/"),
    ),
    (
        "invite_members_to_org",
        "with a project",
        lambda sdk, s: sdk.invite_members_to_org(
            s["organization"],
            Invitation(
                ["new@local-hub.example"],
                OrganizationRoles.Member,
                [ProjectAssignment(s["project"], ProjectRoles.Reviewer)],
            ),
        ),
    ),
    (
        "update_organization_members_role",
        "admin",
        lambda sdk, s: sdk.update_organization_members_role(
            s["organization"], [RoleUpdate(GUEST, OrganizationRoles.Admin)]
        ),
    ),
    (
        "send_notification",
        "with a link",
        lambda sdk, s: sdk.send_notification(
            [LABELER], "Please look", "Batch is ready", "https://hub.example/batch"
        ),
    ),
    (
        "get_asset_builder_templates",
        "all",
        lambda sdk, s: sdk.get_asset_builder_templates(s["project"]),
    ),
    (
        "create_asset_builder_template",
        "one",
        lambda sdk, s: sdk.create_asset_builder_template(s["project"], template()),
    ),
    (
        "upload_files_with_asset_builder",
        "two rows",
        lambda sdk, s: sdk.upload_files_with_asset_builder(
            s["project"], s["template"], file("products.csv", PRODUCTS), priority=4
        ),
    ),
    (
        "upload_instructions",
        "markdown",
        lambda sdk, s: sdk.upload_instructions(
            s["project"], file("guide.md", "# Guide"), s["storage"], "drive"
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
    (
        "file_explorer",
        "look",
        lambda sdk, s: sdk.file_explorer(
            "drive", s["storage"], {"folder": "day 1", "extensions": ["png"]}
        ),
    ),
    (
        "file_explorer",
        "import",
        lambda sdk, s: sdk.file_explorer(
            "drive",
            s["storage"],
            {
                "folder": "day 1",
                "upload": True,
                "projectId": s["project"],
                "batches": [s["batch Mon"]],
            },
        ),
    ),
    ("rerun_webhook", "one", lambda sdk, s: sdk.rerun_webhook(s["project"], "Notify")),
]
