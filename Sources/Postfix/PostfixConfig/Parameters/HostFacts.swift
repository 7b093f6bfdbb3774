// What a host decides about defaults: its name and its network interfaces.

public import Bytes

/// Facts that Postfix asks the running system for. They are passed in, so that nothing here reads the system.
public struct HostFacts: Sendable {
  /// An address of an interface and the length of its network prefix.
  public struct Interface: Hashable, Sendable {
    /// 4 or 16 bytes, network order.
    public let address: [UInt8]
    public let prefixLength: Int

    public init(address: [UInt8], prefixLength: Int) {
      self.address = address
      self.prefixLength = prefixLength
    }
  }

  /// As gethostname(2) says; it may lack a domain.
  public let hostname: ByteString
  /// In the order of getifaddrs(3).
  public let interfaces: [Interface]
  public let processID: Int

  public init(hostname: ByteString, interfaces: [Interface], processID: Int) {
    self.hostname = hostname
    self.interfaces = interfaces
    self.processID = processID
  }
}
