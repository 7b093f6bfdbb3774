// A configuration directory made ready for questions about access.
//
// The version, the distribution, the name and the addresses of this host count only for its own configuration.

public import AccessPolicy
import Bytes
public import ConfigurationDirectory
public import PostfixConfig

public struct AccessDirectory: Sendable {
  /// As the user named it.
  public let path: String
  public let version: PostfixVersion
  public let isHost: Bool
  public let policy: AccessPolicy

  /// - Parameters:
  ///   - path: nil for this host's own configuration.
  ///   - version: what the user says about the Postfix version; nil for nothing.
  public init(_ path: String?, version: PostfixVersion? = nil) throws(DirectoryError) {
    let path = path ?? HostPostfix.configurationDirectory
    let isHost = HostPostfix.isOwnConfiguration(path)
    let version = version ?? (isHost ? HostPostfix.version : nil) ?? ReleaseFacts.known.newest
    let directory = try ConfigurationDirectory(path, acceptingEmptyNames: version < PostfixVersion(3, 0))
    let configuration = Configuration(
      main: directory.main, master: directory.master,
      build: PostfixBuild(version, isHost ? HostPostfix.distribution : .upstream),
      host: isHost ? HostPostfix.facts : nil)
    self.path = directory.path
    self.version = version
    self.isHost = isHost
    policy = AccessPolicy(configuration, sources: directory.tableSources(isHost: isHost))
  }

  /// Says which services there are, for somebody who has named another.
  public func requireService(_ name: String?) throws(AccessQuestionError) {
    guard !policy.serviceNames.isEmpty else {
      throw AccessQuestionError("master.cf in \(path) has no smtpd service")
    }
    guard let name, !policy.hasService(name) else { return }
    throw AccessQuestionError(
      "there is no smtpd service \(name) in \(path)\n  There are: \(policy.serviceNames.joined(separator: ", "))")
  }
}

/// A question that makes no sense, in words for whoever asked it.
public struct AccessQuestionError: Error, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
