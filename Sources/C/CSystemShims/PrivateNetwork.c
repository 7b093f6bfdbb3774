// A network namespace of one's own: loopback and nothing else, so that nothing leaves the machine.
#define _GNU_SOURCE
#include "CSystemShims.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct work {
  const struct postkeep_address *addresses;
  int count;
  int descriptor;
  int error;
};

// As the kernel's linux/ipv6.h has it, which cannot be included beside netinet/in.h.
struct address6 {
  struct in6_addr address;
  uint32_t prefix;
  int interface;
};

static int raise_loopback(int socket) {
  struct ifreq request = {0};
  strcpy(request.ifr_name, "lo");
  if (ioctl(socket, SIOCGIFFLAGS, &request) != 0) return -1;
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  return ioctl(socket, SIOCSIFFLAGS, &request);
}

static void put(struct sockaddr *place, const uint8_t *bytes) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  memcpy(&address.sin_addr, bytes, 4);
  memcpy(place, &address, sizeof address);
}

static int add4(int socket, const struct postkeep_address *address, int number) {
  struct ifreq request = {0};
  snprintf(request.ifr_name, sizeof request.ifr_name, "lo:%d", number);
  put(&request.ifr_addr, address->bytes);
  if (ioctl(socket, SIOCSIFADDR, &request) != 0) return -1;
  uint32_t mask = htonl(address->prefix == 0 ? 0 : ~UINT32_C(0) << (32 - address->prefix));
  put(&request.ifr_netmask, (const uint8_t *)&mask);
  return ioctl(socket, SIOCSIFNETMASK, &request);
}

static int add6(int socket, const struct postkeep_address *address) {
  struct address6 request = {.prefix = (uint32_t)address->prefix, .interface = (int)if_nametoindex("lo")};
  memcpy(&request.address, address->bytes, 16);
  return ioctl(socket, SIOCSIFADDR, &request);
}

static int set_up(struct work *work) {
  if (unshare(CLONE_NEWNET) != 0) return -1;
  int socket4 = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket4 < 0) return -1;
  int result = raise_loopback(socket4);
  int socket6 = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  for (int number = 0; number < work->count && result == 0; number++) {
    const struct postkeep_address *address = &work->addresses[number];
    if (address->length == 4 && address->prefix >= 0 && address->prefix <= 32) {
      result = add4(socket4, address, number + 1);
    } else if (address->length == 16 && address->prefix >= 0 && address->prefix <= 128 && socket6 >= 0) {
      result = add6(socket6, address);
    }
    if (result != 0 && errno == EEXIST) result = 0;
  }
  int error = errno;
  close(socket4);
  if (socket6 >= 0) close(socket6);
  errno = error;
  if (result != 0) return -1;
  work->descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  return work->descriptor < 0 ? -1 : 0;
}

static void *in_thread(void *argument) {
  struct work *work = argument;
  if (set_up(work) != 0) work->error = errno;
  return 0;
}

// A thread of its own enters the namespace and ends; the others never leave theirs.
int postkeep_private_network(const struct postkeep_address *addresses, int count) {
  struct work work = {.addresses = addresses, .count = count, .descriptor = -1};
  pthread_t thread;
  int failure = pthread_create(&thread, 0, in_thread, &work);
  if (failure == 0) pthread_join(thread, 0);
  if (failure != 0 || work.error != 0) {
    errno = failure != 0 ? failure : work.error;
    return -1;
  }
  return work.descriptor;
}
