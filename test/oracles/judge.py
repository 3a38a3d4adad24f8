"""
Judges datasets with tools of others. Reads a JSON list of jobs from standard input, each with the
`kind` of its files and their `folder` or `file`, and prints what each tool reads as JSON.
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


def coco(file):
    """Boxes, and the area and RLE of each mask, as pycocotools has them."""
    from pycocotools import mask as masks
    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        dataset = COCO(file)
    found = []
    for annotation in dataset.loadAnns(dataset.getAnnIds()):
        picture = dataset.loadImgs(annotation["image_id"])[0]
        entry = {
            "image": picture["file_name"],
            "category": dataset.loadCats(annotation["category_id"])[0]["name"],
            "bbox": annotation["bbox"],
        }
        if annotation.get("segmentation"):
            rle = dataset.annToRLE(annotation)
            entry["maskArea"] = int(masks.area(rle))
            entry["size"] = rle["size"]
            given = annotation["segmentation"]
            if isinstance(given, dict):
                again = masks.encode(np.asfortranarray(dataset.annToMask(annotation)))
                counts = given["counts"]
                if isinstance(counts, list):
                    counts = masks.frPyObjects(given, *given["size"])["counts"].decode()
                entry["rle"] = {"written": counts, "again": again["counts"].decode()}
        found.append(entry)
    return found


def globox_boxes(annotations):
    return {
        str(one.image_id): sorted([box.label, *map(float, box.ltrb)] for box in one.boxes)
        for one in annotations
    }


def voc(folder):
    """Boxes as globox reads them (edges, without a shift), and whether lxml can parse the files."""
    from globox import AnnotationSet

    for file in Path(folder).glob("*.xml"):
        etree.parse(str(file), etree.XMLParser(resolve_entities=False))
    return globox_boxes(AnnotationSet.from_pascal_voc(Path(folder)))


def kitti(folder, names):
    """Boxes as labelformat reads them, which wants pictures beside the texts."""
    from labelformat.formats.kitti import KittiObjectDetectionInput
    from PIL import Image

    images = Path(folder).parent / "pictures"
    images.mkdir()
    for file in Path(folder).glob("*.txt"):
        Image.new("L", (8, 8)).save(images / f"{file.stem}.png")
    reader = KittiObjectDetectionInput(Path(folder), ",".join(names), "../pictures")
    return {
        label.image.filename: [
            [one.category.name, one.box.xmin, one.box.ymin, one.box.xmax, one.box.ymax]
            for one in label.objects
        ]
        for label in reader.get_labels()
    }


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
    labels = {}
    for file in sorted(Path(folder).glob("labels/**/*.txt")):
        args = ("", str(file), "", points > 0, len(data["names"]), points, dimensions, False)
        _, rows, _, _, _, missing, found, empty, corrupt, message = verify(args)
        labels[file.relative_to(folder).as_posix()] = {
            "rows": [] if rows is None else [list(map(float, row)) for row in rows],
            "corrupt": corrupt,
            "message": message,
        }
    return {"data": data, "labels": labels}


KINDS = {"coco": coco, "voc": voc, "kitti": kitti, "yolo": yolo}


def judged(job):
    kind = job.pop("kind")
    try:
        return {"reading": KINDS[kind](**job)}
    except Exception as error:  # told to the test, which fails with it
        return {"error": f"{type(error).__name__}: {error}"}


logging.disable(logging.CRITICAL)
real, sys.stdout = sys.stdout, sys.stderr
json.dump([judged(job) for job in json.load(sys.stdin)], real)
