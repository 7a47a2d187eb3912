"""Small true files for tests of uploads."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 " + b"\x00" * 20


def packed(parts):
    """A zip of {name: content}."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def office(main_part="word/document.xml", types="", **more):
    return packed({"[Content_Types].xml": f"<Types>{types}</Types>", main_part: "<document/>", **more})


def open_document(kind="text", **more):
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<c/>", **more})


def sent(content, name="radni list.pdf", claims="application/pdf"):
    """As a browser sends it; what it claims the type to be means nothing."""
    return SimpleUploadedFile(name, content, content_type=claims)


def content_of(response):
    """What a download holds; its file is closed, the connection of the test stays open."""
    content = b"".join(response.streaming_content)
    close_file(response)
    return content


def close_file(response):
    for close in response._resource_closers:
        close()
