// queueloop QUEUE: what the disk alone costs. Opens every file below a directory, asks for its status, reads its
// beginning and its end, and closes it, with nothing done to the bytes: the floor under every program that reads a queue.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long files, bytes;

static void walk(int parent, const char *name) {
  int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = directory < 0 ? 0 : fdopendir(directory);
  if (!stream) return;
  struct dirent *entry;
  char buffer[4096];
  while ((entry = readdir(stream))) {
    if (entry->d_name[0] == '.') continue;
    if (entry->d_name[1] == 0) {
      walk(directory, entry->d_name);
      continue;
    }
    int file = openat(directory, entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_NOATIME | O_CLOEXEC);
    if (file < 0) continue;
    struct stat status;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
      ssize_t count = pread(file, buffer, sizeof buffer, 0);
      if (count == sizeof buffer && status.st_size > count) count += pread(file, buffer, 4, status.st_size - 4);
      bytes += count;
      files++;
    }
    close(file);
  }
  closedir(stream);
}

int main(int count, char **arguments) {
  for (int index = 1; index < count; index++) walk(AT_FDCWD, arguments[index]);
  printf("%lu files, %lu bytes\n", files, bytes);
  return 0;
}
