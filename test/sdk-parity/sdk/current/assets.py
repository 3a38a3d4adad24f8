"""Assets, batches, templates and chats."""

from imerit_ango.models.asset_builder_template import AssetBuilderTemplate, DataConfigItem
from imerit_ango.models.chat_asset_creation_config import ChatAssetCreationConfig, LLMConfig

from files import CHATS, PRODUCTS, file

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


def upload(sdk, s, **more):
    asset = {
        "data": file("front.png", "new front"),
        "externalId": "new.png",
        "contextData": {"site": 7},
        "metadata": {"width": 640, "height": 480},
    }
    sdk.upload_files(s["project"], [asset], **more)


CASES = [
    (
        "assign_batches",
        "two assets",
        lambda sdk, s: sdk.assign_batches(
            s["project"], [s["asset front.png"], s["asset back.png"]], [s["batch Tue"]]
        ),
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
]
