#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Function-like macros do not reach Swift; each wrapper below is one of them, by its own name.
static inline long dutchbook_SSL_CTX_set_mode(SSL_CTX *context, long mode) {
  return SSL_CTX_set_mode(context, mode);
}
static inline long dutchbook_SSL_CTX_set_min_proto_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}
static inline long dutchbook_SSL_set_tlsext_host_name(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name);
}
static inline void dutchbook_SSL_CTX_set_read_ahead(SSL_CTX *context, int yes) {
  SSL_CTX_set_read_ahead(context, yes);
}
static inline int dutchbook_EVP_PKEY_CTX_set_rsa_padding(EVP_PKEY_CTX *context, int padding) {
  return EVP_PKEY_CTX_set_rsa_padding(context, padding);
}
static inline int dutchbook_EVP_PKEY_CTX_set_rsa_pss_saltlen(EVP_PKEY_CTX *context, int length) {
  return EVP_PKEY_CTX_set_rsa_pss_saltlen(context, length);
}
