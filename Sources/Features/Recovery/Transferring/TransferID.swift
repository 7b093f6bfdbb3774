// How a transfer is called: "mail1-20261126T224603Z-3fa9". The end is drawn by lot, so that two hosts of one name that
// begin in the same second do not mean the same transfer.

import SystemAccess

enum TransferID {
  /// - Parameter time: seconds since the epoch.
  static func make(host: String, time: Int64) -> String {
    let lot = String(UInt16.random(in: 0x1000...0xFFFF), radix: 16)
    return "\(ArchiveName.id(host: host, time: time))-\(lot)"
  }

  /// Whether it may be the name of a directory: an id comes from another host.
  static func isGood(_ id: String) -> Bool {
    guard (1...150).contains(id.utf8.count), !id.hasPrefix("-") else { return false }
    return id.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
  }
}
