// The files of a configuration as tables see them.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import TestSupport
import Testing

@Suite("Files that tables are read from")
struct TableSourcesTests {
  /// Says of every path what was asked for.
  struct Echo: ReferencedFiles {
    func state(of path: String) -> FileState {
      if path.hasSuffix("missing") { return .missing }
      return path.hasSuffix("elsewhere") ? .unknown("\(path) is elsewhere") : .present
    }
    func content(of path: String) -> [UInt8]? { path.hasSuffix("secret") ? nil : Array(path.utf8) }
  }

  @Test("On their own host relative paths lie in the queue directory, where daemons run")
  func relative() {
    let sources = Echo().tableSources(queueDirectory: "/var/spool/postfix")
    #expect(sources.source(at: "etc/access") == .bytes(Array("/var/spool/postfix/etc/access".utf8)))
    #expect(sources.source(at: "/etc/access") == .bytes(Array("/etc/access".utf8)))
  }

  @Test("What cannot be told or read is not missing")
  func states() {
    let sources = Echo().tableSources(queueDirectory: "/var/spool/postfix")
    #expect(sources.source(at: "/etc/missing") == .missing)
    #expect(sources.source(at: "/etc/elsewhere") == .unreadable("/etc/elsewhere is elsewhere"))
    guard case .unreadable = sources.source(at: "/etc/secret") else {
      Issue.record("a file that cannot be read counts as \(sources.source(at: "/etc/secret"))")
      return
    }
  }

  @Test("In a copy relative paths, files elsewhere and files that it lacks cannot be told")
  func copies() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    try directory.write("a OK\n", to: "access")
    let placed = try PlacedConfiguration(directory.path, version: PostfixVersion(3, 7))
    let sources = placed.files.tableSources(of: placed.configuration)
    #expect(sources.source(at: "/etc/postfix/access") == .bytes(Array("a OK\n".utf8)))
    for path: ByteString in ["access", "/etc/aliases", "/etc/postfix/gone"] {
      guard case .unreadable = sources.source(at: path) else {
        Issue.record("\(path) counts as \(sources.source(at: path))")
        continue
      }
    }
  }
}
