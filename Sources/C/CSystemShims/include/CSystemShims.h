// System calls that Swift's Glibc module does not show. SystemAccess is the only module that imports this.
#ifndef POSTKEEP_SYSTEM_SHIMS_H
#define POSTKEEP_SYSTEM_SHIMS_H

#include <stdint.h>
#include <sys/types.h>

/// How many words the program was started with, its name included.
int postkeep_argument_count(void);

/// One of them, from 0 on; null behind the last.
const char *postkeep_argument(int number);

/// pipe2(2) with O_CLOEXEC: ends that no concurrently started child can inherit. Returns 0, or -1 with errno.
int postkeep_pipe_cloexec(int ends[2]);

/// accept4(2) with SOCK_CLOEXEC. Returns a descriptor, or -1 with errno.
int postkeep_accept_cloexec(int listening);

/// O_NOATIME: reading leaves no trace in the access time.
extern const int postkeep_o_noatime;

/// renameat2(2) with RENAME_NOREPLACE. Returns 0, or -1 with errno; EEXIST when the target exists.
int postkeep_rename_noreplace(int directory, const char *name, int target, const char *new_name);

/// Whether what lies under a name can neither be changed nor moved: statx(2) with the flags of chattr(1), links not
/// followed. An empty name is the directory itself. 0 also where the file system does not tell.
int postkeep_is_immutable(int directory, const char *name);

/// syncfs(2). Returns 0, or -1 with errno.
int postkeep_syncfs(int descriptor);

/// A file in memory that takes no more than `size` bytes: memfd_create(2) with F_SEAL_GROW. Returns a descriptor, or -1
/// with errno.
int postkeep_memory_file(int size);

/// The kind of file system that a descriptor is on, f_type of statfs(2); -1 with errno.
int64_t postkeep_file_system_type(int descriptor);

/// A program to be started.
struct postkeep_program {
  const char *path;
  char *const *arguments;
  char *const *environment;
  /// What the child sees as descriptors 0, 1, 2 and so on; -1 leaves one closed. All numbers must be over `count`.
  const int *descriptors;
  int count;
  /// A network namespace to enter; -1 stays in ours.
  int network;
};

/// Starts a program. Returns 0 and the child's id, or -1 with errno, also when the program cannot be executed.
int postkeep_start(const struct postkeep_program *program, pid_t *child);

/// An interface address in network order: 4 or 16 bytes.
struct postkeep_address {
  uint8_t bytes[16];
  int length;
  int prefix;
};

/// Makes a network namespace in which the loopback interface is up and has these addresses besides its own. Needs root.
/// Returns a descriptor of it, or -1 with errno.
int postkeep_private_network(const struct postkeep_address *addresses, int count);

/// The size of the terminal at a descriptor. Returns 0, or -1 with errno.
int postkeep_terminal_size(int descriptor, int *columns, int *rows);

/// A descriptor from which signals are read that would end the program, and that of a new terminal size. They are
/// blocked, also for children; threads made later do not get them either. Returns -1 with errno.
int postkeep_signals(void);

/// The next of these signals; 0 when there is none.
int postkeep_next_signal(int descriptor);

#endif
