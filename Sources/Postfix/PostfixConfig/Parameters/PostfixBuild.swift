// A Postfix program as it is installed: its version and whose built-in defaults it has.

public import Bytes
import Synchronization

/// Version and packager together decide the built-in defaults.
public struct PostfixBuild: Hashable, Sendable {
  /// Who built the program. Packagers change paths and some other defaults.
  public enum Distribution: String, Hashable, Sendable, CaseIterable {
    case upstream
    case debian
  }

  public let version: PostfixVersion
  public let distribution: Distribution

  public init(_ version: PostfixVersion, _ distribution: Distribution = .upstream) {
    self.version = version
    self.distribution = distribution
  }

  public var syntax: MacroSyntax { MacroSyntax(version) }

  /// What a parameter is worth when nobody sets it, before `$name` is expanded; nil when this build does not have it.
  public func defaultValue(of name: ByteString) -> DefaultValue? {
    guard let parameter = parameters[name], !parameter.isLegacy else { return nil }
    return parameter.defaultValue
  }

  /// The defaults that upstream's builds have had, oldest first, each from a version on; nil from where the parameter is
  /// gone.
  public static func defaultHistory(of parameter: Parameter) -> [(since: PostfixVersion, value: DefaultValue?)] {
    let replaced = ParameterFacts.known.replacedDefaults["with-tls"]?.filter { $0.name == parameter.name } ?? []
    let versions = Set(parameter.timeline.map(\.since) + replaced.map(\.since)).sorted()
    var history: [(since: PostfixVersion, value: DefaultValue?)] = []
    for version in versions {
      let value = PostfixBuild(version).defaultValue(of: parameter.name)
      if history.last.map({ $0.value != value }) ?? true { history.append((version, value)) }
    }
    return history
  }

  /// Names and defaults of all parameters of this build that need no service. Legacy names come without a default.
  ///
  /// Worked out once for each build: several views of a configuration need it.
  var parameters: [ByteString: BuiltInParameter] {
    Self.tables.withLock { tables in
      if let known = tables[self] { return known }
      let table = makeParameters(from: .known)
      tables[self] = table
      return table
    }
  }

  private static let tables = Mutex<[PostfixBuild: [ByteString: BuiltInParameter]]>([:])

  private func makeParameters(from facts: ParameterFacts) -> [ByteString: BuiltInParameter] {
    var table: [ByteString: BuiltInParameter] = [:]
    table.reserveCapacity(1200)
    for parameter in facts.parameters {
      if let value = parameter.builtIn(at: version) {
        table[parameter.name] = BuiltInParameter(facts: parameter, defaultValue: value, isLegacy: false)
      } else if parameter.isLegacy, version >= PostfixVersion(2, 9) {
        table[parameter.name] = BuiltInParameter(facts: parameter, defaultValue: .text(.empty), isLegacy: true)
      }
    }
    for build in ["with-tls", ByteString(distribution.rawValue)] {
      for replacement in facts.replacedDefaults[build] ?? [] where replacement.since <= version {
        table[replacement.name]?.defaultValue = .text(replacement.value)
      }
    }
    return table
  }
}

/// A parameter that one build knows.
struct BuiltInParameter: Sendable {
  let facts: Parameter
  var defaultValue: DefaultValue
  let isLegacy: Bool
}
