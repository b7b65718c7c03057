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
static inline int dutchbook_X509_up_ref(X509 *certificate) { return X509_up_ref(certificate); }
static inline int dutchbook_SSL_CTX_add0_chain_cert(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add0_chain_cert(context, certificate);
}
static inline long dutchbook_BIO_get_mem_data(BIO *bio, char **data) {
  return BIO_get_mem_data(bio, data);
}
static inline int dutchbook_SSL_set_app_data(SSL *ssl, void *data) {
  return SSL_set_app_data(ssl, data);
}
static inline void *dutchbook_SSL_get_app_data(const SSL *ssl) { return SSL_get_app_data(ssl); }
static inline unsigned long dutchbook_XN_FLAG_ONELINE(void) { return XN_FLAG_ONELINE; }
