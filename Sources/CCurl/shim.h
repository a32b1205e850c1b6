#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

// curl_easy_setopt and its kin take a variable argument, which Swift does not import: one function for
// each type of argument.
static inline CURLcode almanac_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode almanac_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode almanac_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode almanac_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode almanac_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*almanac_curl_receive)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode almanac_curl_set_receiver(CURL *handle, CURLoption option, almanac_curl_receive value) {
    return curl_easy_setopt(handle, option, value);
}

typedef curl_socket_t (*almanac_curl_open)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode almanac_curl_set_opener(CURL *handle, almanac_curl_open value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode almanac_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode almanac_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode almanac_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode almanac_curl_get_list(CURL *handle, CURLINFO info, struct curl_slist **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode almanac_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

// A message's result stands in a union, of which Swift sees only the first member.
static inline CURLcode almanac_curl_result(const CURLMsg *message) {
    return message->data.result;
}

static inline struct sockaddr *almanac_curl_address(struct curl_sockaddr *address) {
    return &address->addr;
}

static inline CURLcode almanac_curl_get_socket(CURL *handle, curl_socket_t *value) {
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}
