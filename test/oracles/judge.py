"""
Judges datasets with tools of others. Reads a JSON list of jobs from standard input, each with the
`kind` of its files and where they are, and prints what each tool reads as JSON, one entry per job.
"""

import ast
import contextlib
import io
import json
import logging
import os
import sys
import zipfile
from pathlib import Path

import numpy as np
import yaml
from lxml import etree
from PIL import Image


def loaded(file):
    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(file)


def coco(file):
    """Objects by picture as pycocotools has them, with the area and the run lengths of each mask."""
    from pycocotools import mask as masks

    dataset = loaded(file)
    found = {picture["file_name"]: [] for picture in dataset.dataset["images"]}
    for annotation in dataset.loadAnns(dataset.getAnnIds()):
        picture = dataset.loadImgs(annotation["image_id"])[0]
        entry = {
            "class": dataset.loadCats(annotation["category_id"])[0]["name"],
            "box": annotation["bbox"],
        }
        if "keypoints" in annotation:
            points = np.array(annotation["keypoints"]).reshape(-1, 3)
            entry["keypoints"] = annotation["keypoints"]
            assert annotation["num_keypoints"] == int((points[:, 2] > 0).sum())
        if annotation.get("segmentation"):
            rle = dataset.annToRLE(annotation)
            assert rle["size"] == [picture["height"], picture["width"]]
            entry["maskArea"] = int(masks.area(rle))
            if isinstance(annotation["segmentation"], dict):
                again = masks.encode(np.asfortranarray(dataset.annToMask(annotation)))
                entry["rle"] = again["counts"].decode()
        found[picture["file_name"]].append(entry)
    return found


def evaluation(file, results, of="bbox"):
    """What COCOeval says of results: average precision per class at 0.5, and from 0.5 to 0.95."""
    from pycocotools.cocoeval import COCOeval

    with contextlib.redirect_stdout(io.StringIO()):
        truth = loaded(file)
        judged = COCOeval(truth, truth.loadRes(results), of)
        judged.params.maxDets = [20] if of == "keypoints" else [1, 10, 1000]
        judged.evaluate()
        judged.accumulate()
    precision = judged.eval["precision"][:, :, :, 0, -1]
    means = {}
    for at, category in enumerate(judged.params.catIds):
        per_overlap = [row[row > -1] for row in precision[:, :, at]]
        known = [float(row.mean()) for row in per_overlap if row.size]
        name = truth.loadCats(int(category))[0]["name"]
        means[name] = {"at50": known[0], "from50to95": float(np.mean(known))} if known else None
    return means


def with_pictures(folder, sizes):
    """Empty pictures of the right size, since readers look at the files of pictures."""
    for name, size in sizes.items():
        file = Path(folder) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", size).save(file)


def globox_boxes(annotations):
    return {
        Path(str(one.image_id)).stem: [[box.label, *map(float, box.ltrb)] for box in one.boxes]
        for one in annotations
    }


def labelformat_boxes(reader):
    return {
        Path(label.image.filename).stem: [
            [one.category.name, one.box.xmin, one.box.ymin, one.box.xmax, one.box.ymax]
            for one in label.objects
        ]
        for label in reader.get_labels()
    }


def voc(folder, names):
    """Boxes as globox and labelformat read them: as edges, without a shift. lxml parses the files."""
    from globox import AnnotationSet
    from labelformat.formats.pascalvoc import PascalVOCObjectDetectionInput

    files = Path(folder) / "Annotations"
    for file in files.glob("*.xml"):
        etree.parse(str(file), etree.XMLParser(resolve_entities=False))
    return {
        "globox": globox_boxes(AnnotationSet.from_pascal_voc(files)),
        "labelformat": labelformat_boxes(PascalVOCObjectDetectionInput(files, ",".join(names))),
    }


def kitti(folder, names, sizes):
    """Boxes as labelformat reads them, which wants pictures beside the texts."""
    from labelformat.formats.kitti import KittiObjectDetectionInput

    labels = Path(folder) / "train/label_2"
    anyhow = {f"train/image_2/{file.stem}.png": (8, 8) for file in labels.glob("*.txt")}
    with_pictures(folder, {**anyhow, **sizes})
    reader = KittiObjectDetectionInput(labels, ",".join(names), "../image_2")
    return {"labelformat": labelformat_boxes(reader)}


def yolo_boxes(folder, sizes):
    """Boxes in pixels as globox and labelformat read them, which want pictures for their sizes."""
    from globox import AnnotationSet
    from labelformat.formats.yolov8 import YOLOv8ObjectDetectionInput

    with_pictures(folder, sizes)
    root = Path(folder)
    names = yaml.safe_load((root / "data.yaml").read_text(encoding="utf-8"))["names"]
    own = globox_boxes(
        AnnotationSet.from_yolo_v5(
            root / "labels/train", image_folder=root / "images/train", image_extension=".png"
        )
    )
    named = {
        picture: [[names[int(label)], *edges] for label, *edges in boxes]
        for picture, boxes in own.items()
    }
    other = labelformat_boxes(YOLOv8ObjectDetectionInput(root / "data.yaml", "train"))
    return {"globox": named, "labelformat": other}


def label_check(wheel):
    """Ultralytics' own check of a label file, out of its wheel, with no more than it needs."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("ultralytics/data/utils.py").decode()
        ops = archive.read("ultralytics/utils/ops.py").decode()
    scope = {"np": np, "os": os, "check_image": lambda file: ("", (100, 100))}
    wanted = [(ops, {"xyxy2xywh", "segments2boxes", "empty_like"}), (text, {"verify_image_label"})]
    scope["torch"] = type("torch", (), {"Tensor": type("Tensor", (), {})})
    for source, names in wanted:
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name in names:
                node.decorator_list = []
                node.returns = None
                for argument in node.args.args:
                    argument.annotation = None
                exec(compile(ast.Module([node], []), wheel, "exec"), scope)
    return scope["verify_image_label"]


def yolo(folder, wheel):
    """What becomes of each label file as a trainer sees it, and data.yaml as PyYAML reads it."""
    verify = label_check(wheel)
    with open(Path(folder) / "data.yaml", encoding="utf-8") as file:
        data = yaml.safe_load(file)
    points, dimensions = data.get("kpt_shape", [0, 0])
    labels, refused = {}, {}
    for file in sorted(Path(folder).glob("labels/**/*.txt")):
        name = file.relative_to(folder).as_posix()
        args = ("", str(file), "", points > 0, len(data["names"]), points, dimensions, False)
        _, rows, _, segments, keypoints, _, _, _, corrupt, message = verify(args)
        if corrupt:
            refused[name] = message
            continue
        found = []
        for at, row in enumerate(rows):
            numbers = [*row]
            if segments:  # outlines and turned boxes, of which the row has only the box around
                numbers = [row[0], *np.array(segments[at]).flatten()]
            if keypoints is not None:
                numbers += [*np.array(keypoints[at]).flatten()]
            found.append([round(float(number), 6) for number in numbers])
        labels[name] = found
    return {"names": [str(name) for name in data["names"].values()], "labels": labels, "refused": refused}


def archive(file):
    """The names in a ZIP by Python's reader, each checked against its CRC."""
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        return opened.namelist()


KINDS = {
    function.__name__: function
    for function in (coco, evaluation, voc, kitti, yolo, yolo_boxes, archive)
}


def judged(job):
    kind = job.pop("kind")
    try:
        return {"reading": KINDS[kind](**job)}
    except Exception as error:  # told to the test, which fails with it
        return {"error": f"{type(error).__name__}: {error}"}


logging.disable(logging.CRITICAL)
real, sys.stdout = sys.stdout, sys.stderr
json.dump([judged(job) for job in json.load(sys.stdin)], real)
