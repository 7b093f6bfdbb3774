// The functions for one sum are deprecated for those who want to choose among sums.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
