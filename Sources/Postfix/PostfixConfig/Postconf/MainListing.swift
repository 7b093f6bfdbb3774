// What `postconf`, `postconf -n`, `-d` and their -x forms print.
//
// Source: postconf_main.c.

public import Bytes

/// Options of a listing, by postconf's letters.
public struct ListingOptions: Sendable {
  /// -n: only what is set.
  public var explicitOnly = false
  /// -d: only built-in defaults.
  public var defaultsOnly = false
  /// -x: `$name` replaced.
  public var isExpanding = false
  /// -f: long lines folded.
  public var isFolding = false

  public init() {}
}

extension Postconf {
  /// The settings of these names, or of all names in order. Throws what postconf dies of while it expands.
  public func mainListing(_ options: ListingOptions, names: [ByteString] = []) throws(PostconfFailure) -> [UInt8] {
    var format = LineFormat(isFolding: options.isFolding)
    for name in names.isEmpty ? shownNames : names {
      guard let value = try listedValue(name, options) else { continue }
      format.addNormalized(name + " = " + value)
    }
    return format.output
  }

  /// The names that a listing without names shows, in order.
  public var shownNames: [ByteString] {
    table.entries.filter { $0.value.isShown }.keys.sorted()
  }

  /// Names asked for that no parameter has.
  public func unknownNames(_ names: [ByteString]) -> [Diagnostic] {
    names.filter { table[$0] == nil }.map(Self.unknownParameter)
  }

  public static func unknownParameter(_ name: ByteString) -> Diagnostic {
    Diagnostic(.unknownParameter, .warning, at: nil, subject: name, message: "\(name): unknown parameter")
  }

  /// The value of one name as a listing shows it; nil when it has none there.
  public func listedValue(_ name: ByteString, _ options: ListingOptions) throws(PostconfFailure) -> ByteString? {
    guard let entry = table[name] else { return nil }
    let scope: Scope = options.defaultsOnly ? .defaults : .main
    guard let value = rawValue(name, in: scope, explicitOnly: options.explicitOnly) else { return nil }
    return options.isExpanding && !entry.isRaw ? try expand(value, in: scope) : value
  }
}
