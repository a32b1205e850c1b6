#pragma once
// Scripts/setup puts the library here, since Debian 12 has no package of it.
#include "../../.tools/lexbor-3.1.0/include/lexbor/dom/interfaces/attr.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/dom/interfaces/character_data.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/dom/interfaces/document_fragment.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/dom/interfaces/element.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/encoding/encoding.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/html/encoding.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/html/interfaces/template_element.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/html/parser.h"
#include "../../.tools/lexbor-3.1.0/include/lexbor/tag/tag.h"

// How many elements are open, which bounds how deep the tree can be so far.
static inline size_t almanac_lexbor_depth(const lxb_html_parser_t *parser) {
    return parser->tree->open_elements->length;
}

// Bytes that the document's nodes and texts have taken so far, at least.
static inline size_t almanac_lexbor_memory(const lxb_html_document_t *document) {
    const lexbor_mem_t *nodes = document->dom_document.mraw->mem;
    const lexbor_mem_t *text = document->dom_document.text->mem;
    return nodes->chunk_length * nodes->chunk_min_size + text->chunk_length * text->chunk_min_size;
}

// Whether the tag that is being read has more attributes than a limit.
static inline bool almanac_lexbor_has_attributes_above(const lxb_html_parser_t *parser, size_t limit) {
    const lxb_html_token_t *token = parser->tkz->token;
    size_t count = 0;
    if (token == NULL || token->tag_id == LXB_TAG__TEXT) { return false; }
    for (const lxb_html_token_attr_t *a = token->attr_first; a != NULL; a = a->next) {
        if (++count > limit) { return true; }
    }
    return false;
}

// The names are static inline functions or macros, which Swift does not import.
static inline const lxb_char_t *almanac_lexbor_tag_name(lxb_tag_id_t tag, size_t *length) {
    return lxb_tag_name_by_id(tag, length);
}

static inline const lxb_char_t *almanac_lexbor_attribute_name(
    const lxb_html_document_t *document, uintptr_t name, size_t *length) {
    const lxb_dom_attr_data_t *data =
        lxb_dom_attr_data_by_id(document == NULL ? NULL : document->dom_document.attrs, name);
    if (data == NULL) { *length = 0; return NULL; }
    *length = data->entry.length;
    return lexbor_hash_entry_str(&data->entry);
}
