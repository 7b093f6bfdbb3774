// A service of master.cf that master(8) would run, with its own settings.

public import Bytes

/// One active service. When several entries have the same name and type, master uses the last.
public struct Service: Sendable {
  public let entry: MasterEntry
  /// Settings given by -o; the last of a name wins.
  public let overrides: [ByteString: Override]
  /// The other arguments of the program, such as "-v" and "user=nobody".
  public let arguments: [ByteString]

  init(_ entry: MasterEntry) {
    self.entry = entry
    var overrides: [ByteString: Override] = [:]
    let arguments = DaemonArguments(entry)
    for override in arguments.overrides { overrides[override.name] = override }
    self.overrides = overrides
    self.arguments = arguments.others
  }

  /// "submission/inet".
  public var name: String { entry.identity.description }
  public var program: ByteString { entry.program }

  /// The host part of an inet service, such as 127.0.0.1 in "127.0.0.1:10025". Nil when it listens where
  /// inet_interfaces says.
  public var host: ByteString? {
    let name = entry[.service].bytes
    guard entry[.type] == "inet", let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    return ByteString(name[..<colon])
  }

  /// The port of an inet service, a number or a name.
  public var port: ByteString {
    let name = entry[.service].bytes
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return entry[.service] }
    return ByteString(name[(colon + 1)...])
  }

  /// Whether it is bound to a loopback address by its name.
  public var namesLoopback: Bool {
    guard let host else { return false }
    return host.lowercased == "localhost" || IPNetwork(pattern: host)?.isLoopback == true
  }

  /// Whether it is bound to a private address by its name.
  public var namesPrivateAddress: Bool {
    guard let host else { return false }
    return namesLoopback || IPNetwork(pattern: host)?.isPrivate == true
  }
}
