"""Storages, people and language models of the organization."""

from imerit_ango.models.enums import (
    LlmProvider,
    OrganizationRoles,
    ProjectRoles,
    StorageProvider,
)
from imerit_ango.models.invite import Invitation, ProjectAssignment, RoleUpdate
from imerit_ango.models.llm import LLM
from imerit_ango.models.storage import Storage

from .values import GUEST, INVITED, LABELER

CASES = [
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
]
