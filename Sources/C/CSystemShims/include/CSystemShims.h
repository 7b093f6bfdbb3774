// System calls that Swift's Glibc module does not show. SystemAccess is the only module that imports this.
#ifndef POSTKEEP_SYSTEM_SHIMS_H
#define POSTKEEP_SYSTEM_SHIMS_H

/// pipe2(2) with O_CLOEXEC: ends that no concurrently started child can inherit. Returns 0, or -1 with errno.
int postkeep_pipe_cloexec(int ends[2]);

#endif
