"""Small files for the calls; the replay sends the same bytes."""

CHATS = '[{"messages": [{"id": "1", "content": "Hello", "user": {"role": "user", "id": "u1"}}]}]'

PRODUCTS = (
    "sku,title,picture,link,group,weather\n"
    "p1,Red shoe,https://files.example/1.png,https://shop.example/1,Mon,Sunny\n"
    "p2,Blue shoe,https://files.example/2.png,https://shop.example/2,Wed;Mon,Rainy\n"
)


def file(name, content):
    with open(name, "w", encoding="utf-8") as target:
        target.write(content)
    return name
