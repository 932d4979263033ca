"""pdfium's functions with plain integers as handles.

The binding wraps every handle in a pointer object of its own type; two calls a character make that the larger part of
the time. The same symbols, declared with `void *`, take and give integers: twice the speed for the whole reader.
"""

from __future__ import annotations

import ctypes
from ctypes import c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

from pypdfium2 import raw


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


def handle(pointer: Any) -> int:
    """The address in a pointer object of the binding. Its owner must stay alive as long as the address is used."""
    return ctypes.cast(pointer, c_void_p).value or 0


# text
count_chars = _plain(raw.FPDFText_CountChars, c_int, c_void_p)
get_text = _plain(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
get_unicode = _plain(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
has_map_error = _plain(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
get_loose_box = _plain(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
char_origin = _plain(raw.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
get_text_object = _plain(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
text_font = _plain(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
text_font_size = _plain(raw.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
text_render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_name = _plain(raw.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)
font_flags = _plain(raw.FPDFFont_GetFlags, c_int, c_void_p)

# objects of a page
count_objects = _plain(raw.FPDFPage_CountObjects, c_int, c_void_p)
get_object = _plain(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
object_type = _plain(raw.FPDFPageObj_GetType, c_int, c_void_p)
object_bounds = _plain(raw.FPDFPageObj_GetBounds, c_int, c_void_p, *(c_void_p,) * 4)
object_matrix = _plain(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
fill_color = _plain(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *(c_void_p,) * 4)
draw_mode = _plain(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
stroke_width = _plain(raw.FPDFPageObj_GetStrokeWidth, c_int, c_void_p, c_void_p)
count_segments = _plain(raw.FPDFPath_CountSegments, c_int, c_void_p)
get_segment = _plain(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_point = _plain(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
segment_type = _plain(raw.FPDFPathSegment_GetType, c_int, c_void_p)
form_count = _plain(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
form_object = _plain(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)

# links
link_enumerate = _plain(raw.FPDFLink_Enumerate, c_int, c_void_p, c_void_p, c_void_p)
link_rectangle = _plain(raw.FPDFLink_GetAnnotRect, c_int, c_void_p, c_void_p)
link_action = _plain(raw.FPDFLink_GetAction, c_void_p, c_void_p)
action_uri = _plain(raw.FPDFAction_GetURIPath, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)

# annotations
annotation_count = _plain(raw.FPDFPage_GetAnnotCount, c_int, c_void_p)
get_annotation = _plain(raw.FPDFPage_GetAnnot, c_void_p, c_void_p, c_int)
close_annotation = _plain(raw.FPDFPage_CloseAnnot, None, c_void_p)
annotation_kind = _plain(raw.FPDFAnnot_GetSubtype, c_int, c_void_p)
annotation_flags = _plain(raw.FPDFAnnot_GetFlags, c_int, c_void_p)
annotation_area = _plain(raw.FPDFAnnot_GetRect, c_int, c_void_p, c_void_p)
annotation_string = _plain(raw.FPDFAnnot_GetStringValue, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)
count_quads = _plain(raw.FPDFAnnot_CountAttachmentPoints, c_size_t, c_void_p)
get_quad = _plain(raw.FPDFAnnot_GetAttachmentPoints, c_int, c_void_p, c_size_t, c_void_p)

TEXT, PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
IMAGE, FORM = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
SEGMENT_MOVE = raw.FPDF_SEGMENT_MOVETO

Float4 = c_float * 4
Float6 = c_float * 6
Float8 = c_float * 8
