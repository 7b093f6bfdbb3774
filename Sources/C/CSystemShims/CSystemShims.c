#define _GNU_SOURCE
#include "CSystemShims.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

int postkeep_pipe_cloexec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int postkeep_accept_cloexec(int listening) { return accept4(listening, 0, 0, SOCK_CLOEXEC); }
