#define _GNU_SOURCE
#include "CSystemShims.h"

#include <fcntl.h>
#include <unistd.h>

int postkeep_pipe_cloexec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
