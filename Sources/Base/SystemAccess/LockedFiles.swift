// Which files somebody holds a lock on, as /proc/locks tells: looking takes no lock, which others would meet.

public struct LockedFiles: Sendable {
  private var devices: [UInt64: Set<String>] = [:]

  /// What is locked now; nothing where the system does not tell.
  public init() {
    self.init(String(decoding: (try? FileReading.contents(of: "/proc/locks")) ?? [], as: UTF8.self))
  }

  /// - Parameter text: lines such as "1: FLOCK  ADVISORY  WRITE 1234 fd:00:7853198 0 EOF". Source: proc_locks(5).
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      // A process that waits for a lock has none: its line has "->" in front.
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] != "->" else { continue }
      let place = words[5].split(separator: ":")
      guard place.count == 3, let inode = UInt64(place[2]) else { continue }
      devices[inode, default: []].insert("\(place[0]):\(place[1])")
    }
  }

  /// Whether a file is locked.
  /// - Parameter device: as stat(2) has it. File systems without a device of their own have another number in the list.
  public func contains(_ device: UInt64, _ inode: UInt64) -> Bool {
    guard let devices = devices[inode] else { return false }
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & 0xFFF_FF00
    return major == 0 || devices.contains("\(Self.hex(major)):\(Self.hex(minor))")
  }

  /// At least two digits, as the kernel prints.
  private static func hex(_ number: UInt64) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
}
