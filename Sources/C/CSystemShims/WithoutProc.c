// Lets the program start where /proc is not mounted, as in the chroot of a rescue system: linked into a static program,
// Swift's runtime asks /proc/self/exe for the place of its helper that prints backtraces, and aborts when it has no answer.
#include <stdlib.h>
#include <unistd.h>

// Runs before the constructors of Swift's runtime, which have no priority.
__attribute__((constructor(101))) static void name_no_helper(void) {
  char path[1];
  if (readlink("/proc/self/exe", path, sizeof path) < 0) setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 0);
}
