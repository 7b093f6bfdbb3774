// A network of loopback alone: programs that run in it reach nothing else, and nothing reaches them.

import CSystemShims
import Glibc

public final class PrivateNetwork: Sendable {
  let number: Int32

  /// The loopback interface has these addresses besides its own. Only root may make networks.
  public init(addresses: [Host.InterfaceAddress] = []) throws(SystemError) {
    let list = addresses.filter { $0.address.count == 4 || $0.address.count == 16 }.map { interface in
      var address = postkeep_address()
      withUnsafeMutableBytes(of: &address.bytes) { $0.copyBytes(from: interface.address) }
      address.length = Int32(interface.address.count)
      address.prefix = Int32(clamping: interface.prefixLength)
      return address
    }
    number = list.withUnsafeBufferPointer { postkeep_private_network($0.baseAddress, Int32($0.count)) }
    guard number >= 0 else { throw SystemError("make", "a private network", code: errno) }
  }

  deinit { _ = close(number) }
}
