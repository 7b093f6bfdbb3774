// What lies beside the queues, where no part of Postfix looks: what was put aside and may be forgotten, and queues under
// other names.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct AsideChecks {
  let standards: HealthStandards

  /// - Parameter name: of a file in a directory for what was put aside.
  func check(_ path: String, _ name: ByteString, _ status: FileStatus, _ add: (HealthFinding) -> Void) {
    let origin = Self.origin(of: name).map { ", was \($0)" } ?? ""
    add(HealthFinding(.putAside, path, "\(Self.kind(status)), \(Quantity.time(standards.age(status))) old\(origin)"))
  }

  func check(_ stray: StrayDirectory, _ add: (HealthFinding) -> Void) {
    add(HealthFinding(.strayQueue, stray.path, "\(stray.files) file\(stray.files == 1 ? "" : "s") with queue ids"))
  }

  /// Where something lay that was put aside: "deferred/4/BAC54F7C0A6" for "deferred-4-BAC54F7C0A6". Nil for other names.
  static func origin(of name: ByteString) -> String? {
    var parts = name.description.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let area = parts.first, areas.contains(area) else { return nil }
    parts.removeFirst()
    // What follows the hash directories is the name, which may have hyphens itself.
    let hash = parts.dropLast().prefix { $0.utf8.count == 1 }
    return ([area] + hash + [parts.dropFirst(hash.count).joined(separator: "-")]).joined(separator: "/")
  }

  private static let areas = Set((QueueArea.all + [.flush]).map(\.name))

  private static func kind(_ status: FileStatus) -> String {
    switch status.kind {
    case .regular: SizeText.bytes(status.size)
    case .directory: "a directory"
    case .link: "a link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}
