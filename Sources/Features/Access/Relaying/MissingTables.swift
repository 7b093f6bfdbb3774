// Tables that a configuration names and that are not on this host, as in a copy of another host's configuration.
//
// The real smtpd puts off what it would have to look up in one of them: "451 4.3.0 Temporary lookup failure", "451 4.3.5
// Server configuration error". That says nothing about the host that has the table.

import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess

struct MissingTables {
  /// "hash:/etc/postfix/virtual", each once.
  let names: [ByteString]

  /// Only files under an absolute path are looked for.
  init(of service: Service, in configuration: Configuration) {
    let parameters = Set(configuration.parameterNames).union(configuration.main.names).union(service.overrides.keys)
    var names: Set<ByteString> = []
    for name in parameters where !Self.isCache(name) {
      guard let text = configuration.value(name, in: service)?.text, text.bytes.contains(UInt8(ascii: "/")) else {
        continue
      }
      for word in Words.ofList(text) where word.text.hasPrefix("/") && ParameterFacts.known[name]?.use == "match-list" {
        if !FileReading.exists(word.text.description) { names.insert(word.text) }
      }
      for table in TableNames.inside(text).compactMap({ try? TableName($0) }) where !Self.isThere(table) {
        names.insert(table.text)
      }
    }
    self.names = names.sorted()
  }

  /// What Postfix makes itself when it needs it.
  private static func isCache(_ name: ByteString) -> Bool {
    name == "address_verify_map" || name == "postscreen_cache_map" || name.hasSuffix("_session_cache_database")
  }

  private static func isThere(_ table: TableName) -> Bool {
    let isDatabase = table.kind == .remote && table.name.hasPrefix("/")
    guard let path = table.sourcePath ?? (isDatabase ? table.name : nil), path.hasPrefix("/") else { return true }
    let file = path.description
    guard table.kind == .indexedFile else { return FileReading.exists(file) }
    return CompiledTables.suffixes(of: table.type).contains { FileReading.exists(file + $0) }
  }

  /// Whether an answer is that of a server that cannot look something up.
  func explain(_ answer: LiveAnswer) -> Bool {
    guard !names.isEmpty else { return false }
    // Without its tables it may not start.
    guard answer.fatal == nil, let reply = answer.decidingReply else { return true }
    return (400..<500).contains(reply.code) && reply.status.hasPrefix("4.3.")
  }
}
