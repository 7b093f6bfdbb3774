// The parameters of one service, as the texts, switches, lists and tables that it makes of them.

import Bytes
import PostfixConfig

struct ServiceValues {
  let configuration: Configuration
  /// Nil for programs that master.cf has no settings for.
  let service: Service?
  let sources: TableSources

  /// Nil where Postfix would give up, or only the host knows.
  func known(_ name: ByteString) -> ByteString? { configuration.value(name, in: service)?.text }

  func text(_ name: ByteString) -> ByteString { known(name) ?? .empty }

  func isYes(_ name: ByteString) -> Bool { text(name).lowercased == "yes" }

  var usesUTF8: Bool { isYes("smtputf8_enable") }

  func options(foldsCase: Bool = true, allowsSubstitution: Bool = true) -> TableOptions {
    var options = TableOptions()
    options.foldsCase = foldsCase
    options.allowsSubstitution = allowsSubstitution
    options.usesUTF8 = usesUTF8
    options.version = configuration.build.version
    return options
  }

  func list(_ name: ByteString, of subject: MatchList.Subject = .strings) -> MatchList {
    MatchList(
      text(name), named: name, of: subject, matchesParents: subject != .strings && matchesParents(name),
      from: sources, options: options(foldsCase: false))
  }

  /// Nil for a parameter that is empty: nothing is looked up then.
  func maps(_ name: ByteString, allowsSubstitution: Bool = false) -> MapList? {
    let value = text(name)
    if value.isEmpty { return nil }
    return MapList(value, named: name, from: sources, options: options(allowsSubstitution: allowsSubstitution))
  }

  /// Whether parent_domain_matches_subdomains has the name.
  func matchesParents(_ name: ByteString) -> Bool {
    list("parent_domain_matches_subdomains").matches(string: name).isMatch ?? false
  }
}
