// The Postfix that is installed on the machine that runs the tests.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport

enum RealPostfix {
  static let host = HostFacts(
    hostname: ByteString(Host.name),
    interfaces: Host.interfaceAddresses.map { .init(address: $0.address, prefixLength: $0.prefixLength) },
    processID: Host.processID)

  /// Version and distribution of the installed programs.
  static func build() throws -> PostfixBuild {
    let result = try Subprocess.run("postconf", ["-d", "-h", "mail_version"])
    let text = String(decoding: result.output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    guard let version = PostfixVersion(text) else { throw TestFailure("postconf says version \"\(text)\"") }
    return PostfixBuild(version, Host.distributionNames.contains("debian") ? .debian : .upstream)
  }
}
