// Starts a program with chosen descriptors in a chosen network namespace, which posix_spawn(3) cannot do.
#define _GNU_SOURCE
#include "CSystemShims.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int postkeep_start(const struct postkeep_program *program, pid_t *child) {
  // The child borrows our memory until it executes the program: that is how it tells why it failed.
  volatile int failure = 0;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t id = vfork();
  if (id == 0) {
    if (program->network >= 0 && setns(program->network, CLONE_NEWNET) != 0) {
      failure = errno;
      _exit(127);
    }
    for (int target = 0; target < program->count; target++) {
      int source = program->descriptors[target];
      if (source < 0) {
        close(target);
      } else if (dup2(source, target) < 0) {
        failure = errno;
        _exit(127);
      }
    }
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, 0);
    execve(program->path, program->arguments, program->environment);
    failure = errno;
    _exit(127);
  }
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (id < 0) {
    errno = error;
    return -1;
  }
  if (failure != 0) {
    while (waitpid(id, 0, 0) < 0 && errno == EINTR) {}
    errno = failure;
    return -1;
  }
  *child = id;
  return 0;
}
