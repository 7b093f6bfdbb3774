// Which files somebody holds a lock on, as /proc/locks tells: looking takes no lock, which others would meet.

public struct LockedFiles: Sendable {
  private var devices: [UInt64: Set<String>] = [:]
  /// Of mounted file systems whose files have the device in stat(2) that the list has. A subvolume of btrfs(5) has
  /// another one.
  private var exactDevices: Set<String> = []

  private static let exactTypes: Set<Substring> = ["ext2", "ext3", "ext4", "f2fs", "jfs", "tmpfs", "devtmpfs", "xfs"]

  /// What is locked now; nothing where the system does not tell.
  public init() {
    func text(_ path: String) -> String { String(decoding: (try? FileReading.contents(of: path)) ?? [], as: UTF8.self) }
    self.init(text("/proc/locks"), mounts: text("/proc/self/mountinfo"))
  }

  /// - Parameters:
  ///   - text: lines such as "1: FLOCK  ADVISORY  WRITE 1234 fd:00:7853198 0 EOF". Source: proc_locks(5).
  ///   - mounts: lines such as "36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw". Source:
  ///     proc_pid_mountinfo(5).
  init(_ text: String, mounts: String) {
    for line in text.split(separator: "\n") {
      // A process that waits for a lock has none: its line has "->" in front.
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] != "->" else { continue }
      let place = words[5].split(separator: ":")
      guard place.count == 3, let inode = UInt64(place[2]) else { continue }
      devices[inode, default: []].insert("\(place[0]):\(place[1])")
    }
    for line in mounts.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let dash = words.lastIndex(of: "-"), dash > 2, dash + 1 < words.count,
        Self.exactTypes.contains(words[dash + 1])
      else { continue }
      let numbers = words[2].split(separator: ":").compactMap { UInt64($0) }
      if numbers.count == 2 { exactDevices.insert(Self.word(numbers[0], numbers[1])) }
    }
  }

  /// Whether a file is locked. Where the device cannot tell, the inode decides.
  /// - Parameter device: as stat(2) has it.
  public func contains(_ device: UInt64, _ inode: UInt64) -> Bool {
    guard let devices = devices[inode] else { return false }
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & 0xFFF_FF00
    let own = Self.word(major, minor)
    if devices.contains(own) { return true }
    return major == 0 && !exactDevices.contains(own) && !devices.isSubset(of: exactDevices)
  }

  /// Two numbers of at least two digits, as the kernel prints them.
  private static func word(_ major: UInt64, _ minor: UInt64) -> String { "\(hex(major)):\(hex(minor))" }
  private static func hex(_ number: UInt64) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
}
