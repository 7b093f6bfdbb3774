// What this host says about itself: its name, its network addresses, its distribution, the day.

import Glibc

public enum Host {
  /// An address of an interface that is up, in network order, with the length of its network prefix.
  public struct InterfaceAddress: Hashable, Sendable {
    public let address: [UInt8]
    public let prefixLength: Int

    public init(address: [UInt8], prefixLength: Int) {
      self.address = address
      self.prefixLength = prefixLength
    }
  }

  /// The number of the user with whose rights we act.
  public static var userID: UInt32 { geteuid() }

  /// Whether we may do everything.
  public static var isRoot: Bool { userID == 0 }

  /// Where relative paths begin; "." if even that cannot be told.
  public static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// As gethostname(2) says.
  public static var name: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// machine-id(5), which a host keeps as long as it is installed; nil where it has none.
  public static var machineID: String? {
    guard let content = try? FileReading.contents(of: "/etc/machine-id", limit: 1 << 10) else { return nil }
    let text = String(decoding: content.prefix { $0 > 0x20 }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  public static var processID: Int { Int(getpid()) }

  /// Whether a process of this id is there, be it whose it may. True where that cannot be told.
  public static func isRunning(processID: Int) -> Bool {
    guard let number = pid_t(exactly: processID), number > 0 else { return true }
    return kill(number, 0) == 0 || errno != ESRCH
  }

  /// IPv4 and IPv6 addresses in the order of getifaddrs(3).
  public static var interfaceAddresses: [InterfaceAddress] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [] }
    defer { freeifaddrs(list) }
    var result: [InterfaceAddress] = []
    var next = list
    while let interface = next?.pointee {
      next = interface.ifa_next
      guard interface.ifa_flags & UInt32(IFF_UP) != 0, let address = bytes(of: interface.ifa_addr),
        let mask = bytes(of: interface.ifa_netmask), mask.count == address.count
      else { continue }
      result.append(
        InterfaceAddress(address: address, prefixLength: mask.reduce(0) { $0 + $1.nonzeroBitCount }))
    }
    return result
  }

  private static func bytes(of address: UnsafeMutablePointer<sockaddr>?) -> [UInt8]? {
    guard let address else { return nil }
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { internet in
        withUnsafeBytes(of: &internet.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6:
      return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { internet in
        withUnsafeBytes(of: &internet.pointee.sin6_addr) { Array($0) }
      }
    default: return nil
    }
  }

  /// The identifiers in os-release(5), this distribution first and then those it is like: "ubuntu", "debian".
  public static var distributionNames: [String] {
    guard let release = try? FileReading.contents(of: "/etc/os-release", limit: 1 << 16) else { return [] }
    var names: [String] = []
    for key in ["ID=", "ID_LIKE="] {
      for line in String(decoding: release, as: UTF8.self).split(separator: "\n") where line.hasPrefix(key) {
        names += line.dropFirst(key.count).split { $0 == " " || $0 == "\"" }.map(String.init)
      }
    }
    return names
  }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Today in UTC.
  public static var today: (year: Int, month: Int, day: Int) {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    return (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
  }
}
