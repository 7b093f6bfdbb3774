// Who can relay through a configuration: one answer for each service, and what that means for the whole.

public import AccessPolicy
import Bytes
public import ConfigurationDirectory
public import PostfixConfig

public struct RelayReport: Sendable {
  public enum Conclusion: Hashable, Sendable {
    /// No stranger can relay through any service.
    case closed
    /// Through some service some can, at least if a table answers so.
    case open
    /// No service is known to be open, but not all could be told.
    case incomplete
  }

  /// As the user named it.
  public let directory: String
  public let version: PostfixVersion
  public let versionSource: PlacedConfiguration.VersionSource
  /// False when nothing can be told about services.
  public let hasMaster: Bool
  public let answers: [RelayAnswer]

  public init(
    directory: String, version: PostfixVersion, versionSource: PlacedConfiguration.VersionSource,
    hasMaster: Bool = true, answers: [RelayAnswer]
  ) {
    self.directory = directory
    self.version = version
    self.versionSource = versionSource
    self.hasMaster = hasMaster
    self.answers = answers
  }

  /// - Parameter service: only this one, with or without its type; nil for all.
  public init(on placed: PlacedConfiguration, service: String? = nil) throws(AccessFailure) {
    let policy = AccessPolicy(placed)
    let all = policy.relayAnswers()
    var answers = all
    if let service {
      answers = all.filter { $0.service == service }
      if answers.isEmpty { answers = all.filter { $0.service.hasPrefix("\(service)/") } }
      guard !answers.isEmpty else { throw .unknownService(service, known: all.map(\.service)) }
    }
    self.init(
      directory: placed.directory.path, version: placed.build.version, versionSource: placed.versionSource,
      hasMaster: placed.directory.master != nil, answers: answers)
  }

  public var conclusion: Conclusion {
    var conclusion = hasMaster ? Conclusion.closed : .incomplete
    for answer in answers {
      switch answer.verdict {
      case .open, .openIf, .limited: return .open
      case .undecided, .fatal: conclusion = .incomplete
      case .closed: break
      }
    }
    return conclusion
  }
}

extension AccessPolicy {
  /// What holds in a directory, with the files that belong to it.
  public init(_ placed: PlacedConfiguration) {
    let configuration = placed.configuration
    self.init(configuration, sources: placed.files.tableSources(of: configuration))
  }
}
