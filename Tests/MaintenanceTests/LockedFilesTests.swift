// Which lock of /proc/locks is one on a file of the queue: the list has inodes, and devices that stat(2) may not have.

import Testing

@testable import SystemAccess

@Suite("Locked files")
struct LockedFilesTests {
  private static let mounts = """
    27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
    30 27 0:27 / /dev/shm rw - tmpfs tmpfs rw
    44 27 0:39 / /var/spool/postfix rw,relatime - btrfs /dev/loop1 rw

    """

  private static func locked(_ places: String...) -> LockedFiles {
    LockedFiles(places.map { "1: FLOCK  ADVISORY  WRITE 1234 \($0) 0 EOF\n" }.joined(), mounts: mounts)
  }

  @Test("A file system with a device of its own is told apart by it")
  func exact() {
    let locked = Self.locked("fe:00:257", "00:1b:258")
    #expect(locked.contains(254 << 8, 257) && !locked.contains(254 << 8, 258))
    #expect(locked.contains(27, 258) && !locked.contains(27, 257), "two in memory as well")
    #expect(!locked.contains(254 << 8, 259))
  }

  @Test(
    "A subvolume of btrfs has another device than the list: its inode decides, unless another file system has the lock")
  func subvolume() {
    let subvolume: UInt64 = 40
    #expect(Self.locked("00:27:257").contains(subvolume, 257))
    #expect(!Self.locked("fe:00:257").contains(subvolume, 257))
    #expect(!Self.locked("00:1b:257").contains(subvolume, 257))
    #expect(Self.locked("00:1b:257", "00:27:257").contains(subvolume, 257))
    #expect(
      Self.locked("00:77:257").contains(subvolume, 257), "a file system of another mount namespace may be the one")
  }

  @Test("Who waits for a lock has none")
  func waiting() {
    let locked = LockedFiles("1: -> FLOCK  ADVISORY  WRITE 1234 fe:00:257 0 EOF\n", mounts: Self.mounts)
    #expect(!locked.contains(254 << 8, 257))
  }
}
