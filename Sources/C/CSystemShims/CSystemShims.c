#define _GNU_SOURCE
#include "CSystemShims.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

int postkeep_pipe_cloexec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int postkeep_accept_cloexec(int listening) { return accept4(listening, 0, 0, SOCK_CLOEXEC); }

const int postkeep_o_noatime = O_NOATIME;

int postkeep_rename_noreplace(int directory, const char *name, int target, const char *new_name) {
  return renameat2(directory, name, target, new_name, RENAME_NOREPLACE);
}

int64_t postkeep_file_system_type(int descriptor) {
  struct statfs system;
  // Some systems have f_type signed, and 32 bits wide.
  return fstatfs(descriptor, &system) == 0 ? (int64_t)(uint32_t)system.f_type : -1;
}

int postkeep_is_immutable(int directory, const char *name) {
  struct statx status;
  const uint64_t flags = STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND;
  if (statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, 0, &status) != 0) return 0;
  return (status.stx_attributes & status.stx_attributes_mask & flags) != 0;
}

int postkeep_syncfs(int descriptor) { return syncfs(descriptor); }

int postkeep_memory_file(int size) {
  int descriptor = memfd_create("postkeep", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -1;
  if (ftruncate(descriptor, size) == 0 && fcntl(descriptor, F_ADD_SEALS, F_SEAL_GROW) == 0) return descriptor;
  int failure = errno;
  close(descriptor);
  errno = failure;
  return -1;
}
