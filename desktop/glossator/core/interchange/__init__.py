"""Annotations that other programs made → articles with spans, one module a format; nothing is stored here."""

from __future__ import annotations

from glossator.core.interchange.base import AnnotationReader, ForeignArticle, ForeignFile, Problem
from glossator.core.interchange.brat import Brat
from glossator.core.interchange.conll import Conll
from glossator.core.interchange.docbin import DocBin
from glossator.core.interchange.doccano import Doccano
from glossator.core.interchange.label_studio import LabelStudio
from glossator.core.interchange.labelbuddy import Labelbuddy
from glossator.core.interchange.own import Jsonl
from glossator.core.interchange.prodigy import Prodigy
from glossator.core.interchange.refi import Refi
from glossator.core.interchange.uima import CasJson, Xmi
from glossator.core.interchange.webanno import WebAnno
from glossator.core.interchange.webannotation import WebAnnotation
from glossator.core.plugins import Registry

READERS: Registry[AnnotationReader] = Registry(
    "glossator.annotations",
    (
        Jsonl(),
        Prodigy(),
        Doccano(),
        LabelStudio(),
        Brat(),
        Conll(),
        DocBin(),
        WebAnno(),
        Xmi(),
        CasJson(),
        WebAnnotation(),
        Labelbuddy(),
        Refi(),
    ),  # fmt: skip
)

__all__ = ["READERS", "AnnotationReader", "ForeignArticle", "ForeignFile", "Problem"]
