#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic and do not reach Swift.
static inline CURLcode dutchbook_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode dutchbook_curl_set_string(CURL *handle, CURLoption option,
                                                 const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode dutchbook_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
typedef size_t (*dutchbook_curl_write)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode dutchbook_curl_set_write(CURL *handle, dutchbook_curl_write function,
                                                void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}
static inline CURLcode dutchbook_curl_response_code(CURL *handle, long *status) {
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
}
