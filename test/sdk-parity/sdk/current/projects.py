"""Projects, label sets and issues."""

from imerit_ango.models.enums import (
    MedicalPlane,
    Metrics,
    ProjectRoles,
    ProjectType,
)
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

from files import file

from .values import FROM, GUEST, LABELER, TO

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


def stages(sdk, s):
    current = sdk.get_project(s["project"])["data"]["project"]["stages"]
    current[1]["assignedTo"] = [LABELER]
    sdk.update_workflow_stages(s["project"], current)


CASES = [
    (
        "add_members_to_project",
        "labeler",
        lambda sdk, s: sdk.add_members_to_project(
            s["project"], [LABELER, GUEST], ProjectRoles.Labeler
        ),
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
    ("list_projects", "default", lambda sdk, s: sdk.list_projects(limit=100)),
    ("update_workflow_stages", "assignee", stages),
    (
        "update_benchmark_settings",
        "all",
        lambda sdk, s: sdk.update_benchmark_settings(s["project"], True, 20, True),
    ),
    (
        "update_label_validation",
        "all",
        lambda sdk, s: sdk.update_label_validation(
            s["project"], True, "return [];", {"url": "https://check.example"}
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
        "upload_instructions",
        "markdown",
        lambda sdk, s: sdk.upload_instructions(
            s["project"], file("guide.md", "# Guide"), s["storage"], "drive"
        ),
    ),
    ("rerun_webhook", "one", lambda sdk, s: sdk.rerun_webhook(s["project"], "Notify")),
]
