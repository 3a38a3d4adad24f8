"""The same conversions as a plain script would do them, with the standard library only. Prints its figures as JSON."""

import json
import os
import resource
import sys
import time
import zipfile

job = json.loads(sys.argv[1])


def read(path):
    pictures = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            task = json.loads(line)
            width, height = task["metadata"]["width"], task["metadata"]["height"]
            objects = []
            for tool in task["task"]["tools"]:
                ring = tool.get("polygon")
                if ring is None:
                    box = tool["bounding-box"]
                    x0, y0 = box["x"], box["y"]
                    x1, y1 = x0 + box["width"], y0 + box["height"]
                    ring = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
                ring = [(min(max(x, 0), width), min(max(y, 0), height)) for x, y in ring]
                xs, ys = [x for x, _ in ring], [y for _, y in ring]
                box = (min(xs), min(ys), max(xs), max(ys))
                objects.append((tool["title"], ring, box))
            pictures.append((task["externalId"], task["asset"], width, height, objects))
    return pictures


def area(ring):
    pairs = zip(ring, ring[1:] + ring[:1])
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def coco(pictures, classes):
    images, annotations = [], []
    for name, asset, width, height, objects in pictures:
        images.append(
            {
                "id": len(images) + 1,
                "file_name": name,
                "width": width,
                "height": height,
                "coco_url": asset,
            }
        )
        for title, ring, (x0, y0, x1, y1) in objects:
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": len(images),
                    "category_id": classes.index(title) + 1,
                    "bbox": [round(x0, 2), round(y0, 2), round(x1 - x0, 2), round(y1 - y0, 2)],
                    "area": round(area(ring), 2),
                    "segmentation": [[round(number, 2) for point in ring for number in point]],
                    "iscrowd": 0,
                }
            )
    categories = [{"id": n + 1, "name": name, "supercategory": ""} for n, name in enumerate(classes)]
    return {
        "info": {},
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": categories,
    }


def yolo(picture, classes, is_boxes):
    _, _, width, height, objects = picture
    rows = []
    for title, ring, (x0, y0, x1, y1) in objects:
        if is_boxes:
            numbers = [
                (x0 + x1) / 2 / width,
                (y0 + y1) / 2 / height,
                (x1 - x0) / width,
                (y1 - y0) / height,
            ]
        else:
            numbers = [number for x, y in ring for number in (x / width, y / height)]
        rows.append(f"{classes.index(title)} " + " ".join(f"{n:.6f}" for n in numbers) + "\n")
    return "".join(rows)


def voc(picture):
    name, _, width, height, objects = picture
    texts = []
    for title, _, box in objects:
        xmin, ymin, xmax, ymax = (round(number) for number in box)
        texts.append(
            f"\t<object>\n\t\t<name>{title}</name>\n\t\t<pose>Unspecified</pose>\n"
            "\t\t<truncated>0</truncated>\n\t\t<difficult>0</difficult>\n\t\t<bndbox>\n"
            f"\t\t\t<xmin>{xmin + 1}</xmin>\n\t\t\t<ymin>{ymin + 1}</ymin>\n"
            f"\t\t\t<xmax>{xmax}</xmax>\n\t\t\t<ymax>{ymax}</ymax>\n\t\t</bndbox>\n\t</object>\n"
        )
    return (
        f"<annotation>\n\t<folder>JPEGImages</folder>\n\t<filename>{name}</filename>\n\t<size>\n"
        f"\t\t<width>{width}</width>\n\t\t<height>{height}</height>\n\t\t<depth>3</depth>\n"
        "\t</size>\n\t<segmented>0</segmented>\n" + "".join(texts) + "</annotation>\n"
    )


def convert():
    pictures = read(job["labels"])
    titles = [title for picture in pictures for title, _, _ in picture[4]]
    if len(pictures) != job["pictures"] or len(titles) != job["objects"]:
        raise SystemExit("Something is missing")
    classes = sorted(set(titles))
    if job["format"] == "cocoSegmentation":
        with open(job["target"], "w", encoding="utf-8") as file:
            json.dump(coco(pictures, classes), file)
        return
    with zipfile.ZipFile(job["target"], "w", zipfile.ZIP_DEFLATED) as archive:
        for picture in pictures:
            stem = os.path.splitext(picture[0])[0]
            if job["format"] == "voc":
                archive.writestr(f"Annotations/{stem}.xml", voc(picture))
            else:
                text = yolo(picture, classes, job["format"] == "yoloDetect")
                archive.writestr(f"labels/train/{stem}.txt", text)


with open("/proc/self/statm") as statm:
    idle = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
cpu = time.process_time()
started = time.perf_counter()
convert()
seconds = time.perf_counter() - started

print(
    json.dumps(
        {
            "seconds": seconds,
            "cpuSeconds": time.process_time() - cpu,
            "idleMb": idle,
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
