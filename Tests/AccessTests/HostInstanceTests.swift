// Which directories belong to the Postfix of this host.

import TestSupport
import Testing

@testable import ConfigurationDirectory

@Suite("Instances of this host")
struct HostInstanceTests {
  @Test("Instances that the usual main.cf names are of this host, by whatever path, and no other directory is")
  func instances() throws {
    let usual = try PrivateDirectory()
    let (out, other) = (try PrivateDirectory(), try PrivateDirectory())
    let copy = try PrivateDirectory()
    try usual.write(
      "multi_instance_directories = \(out.path)\nalternate_config_directories =\n  /nowhere, \(other.path)/.\n",
      to: "main.cf")
    for path in [usual.path, out.path, "\(out.path)/", other.path] {
      #expect(HostPostfix.isOfThisHost(path, usual: usual.path), "\(path)")
    }
    #expect(!HostPostfix.isOfThisHost(copy.path, usual: usual.path))
    #expect(!HostPostfix.isOfThisHost(out.path, usual: "\(usual.path)/none"))
  }
}
