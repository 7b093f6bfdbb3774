// Which parameters name files, and what kind.
//
// Tables are found by their form, type:name, in any parameter; names that have another form need the knowledge that is
// here. Sources: postconf(5), TLS_README, SASL_README.

import Bytes
import PostfixConfig

enum FileParameters {
  /// PEM files: certificates, keys, chains of both, authorities, Diffie-Hellman parameters.
  static func namesPEM(_ name: ByteString) -> Bool {
    pemSuffixes.contains { name.hasSuffix($0) }
  }

  private static let pemSuffixes: [ByteString] = [
    "cert_file", "key_file", "_chain_files", "_CAfile", "_trust_anchor_file", "_dh512_param_file", "_dh1024_param_file",
  ]

  /// Texts, each the value of the parameter.
  static let texts: Set<ByteString> = ["bounce_template_file", "tls_config_file"]

  /// Names or lists that may be replaced by a file: "/path" among their words.
  static func takesPatternFiles(_ name: ByteString) -> Bool {
    if name == "myorigin" || (name.hasPrefix("authorized_") && name.hasSuffix("_users")) { return true }
    return ParameterFacts.known[name]?.use == "match-list"
  }

  /// What Postfix writes itself. Session caches hold keys.
  static func isCache(_ name: ByteString) -> Bool {
    name == "address_verify_map" || name == "postscreen_cache_map" || name.hasSuffix("_session_cache_database")
      || name.hasSuffix("_sasl_auth_cache_name")
  }

  /// Files with an entry of their own for every table: the sources are domains with paths, but postmap -F puts the
  /// keys themselves into the compiled table.
  static let keyTable: ByteString = "tls_server_sni_maps"

  /// Whether a value is worth looking at for tables.
  static func mayNameTables(_ name: ByteString) -> Bool {
    guard let parameter = ParameterFacts.known[name] else { return true }
    return parameter.kind == .text && !parameter.isRaw && parameter.use != "command" && parameter.use != "enum"
  }
}
