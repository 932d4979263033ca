"""pdfium's functions with plain integers as handles.

The binding wraps every handle in a pointer object of its own type; two calls a character make that the larger part of
the time. The same symbols, declared with `void *`, take and give integers: twice the speed for the whole reader. And they
keep the interpreter's lock: to give it up and take it back takes as long as what most of them do.
"""

from __future__ import annotations

import ctypes
from ctypes import c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

from pypdfium2 import raw


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _bare(function: Any, result: Any) -> Any:
    """For what is asked of each word and object: arguments that are not declared are not looked at, which halves the time
    of a call (120 ns instead of 240). They must be what C takes as it is: a `reference`, or an integer that fits an `int`."""
    return _plain(function, result)


def handle(pointer: Any) -> int:
    """The address in a pointer object of the binding. Its owner must stay alive as long as the address is used."""
    return ctypes.cast(pointer, c_void_p).value or 0


def reference(address: int) -> Any:
    """A handle as the bare functions take it. What is there must stay alive as long as it is used."""
    return ctypes.byref(ctypes.c_char.from_address(address))


# pages
load_page = _plain(raw.FPDF_LoadPage, c_void_p, c_void_p, c_int)
close_page = _plain(raw.FPDF_ClosePage, None, c_void_p)
page_box = _plain(raw.FPDF_GetPageBoundingBox, c_int, c_void_p, c_void_p)
page_width = _plain(raw.FPDF_GetPageWidthF, c_float, c_void_p)
page_height = _plain(raw.FPDF_GetPageHeightF, c_float, c_void_p)
page_rotation = _plain(raw.FPDFPage_GetRotation, c_int, c_void_p)

# text
load_text = _plain(raw.FPDFText_LoadPage, c_void_p, c_void_p)
close_text = _plain(raw.FPDFText_ClosePage, None, c_void_p)
count_chars = _plain(raw.FPDFText_CountChars, c_int, c_void_p)
get_text = _plain(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
get_unicode = _plain(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
is_generated = _plain(raw.FPDFText_IsGenerated, c_int, c_void_p, c_int)
has_map_error = _plain(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
get_loose_box = _bare(raw.FPDFText_GetLooseCharBox, c_int)  # text page, index, four floats
char_origin = _bare(raw.FPDFText_GetCharOrigin, c_int)  # text page, index, two doubles
get_text_object = _bare(raw.FPDFText_GetTextObject, c_void_p)  # text page, index
text_font = _plain(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
text_font_size = _plain(raw.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
text_render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_name = _plain(raw.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)
font_flags = _plain(raw.FPDFFont_GetFlags, c_int, c_void_p)

# objects of a page
count_objects = _plain(raw.FPDFPage_CountObjects, c_int, c_void_p)
get_object = _bare(raw.FPDFPage_GetObject, c_void_p)  # page, index
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
