// A directory with as much of this host as belongs to it: which Postfix reads it, on which host, with which files.
//
// The version, the distribution, the name and the addresses of this host count only for its own instances. A copy of
// another server's configuration must be judged the same wherever that is done.

import Bytes
public import PostfixConfig
import SystemAccess

public struct PlacedConfiguration: Sendable {
  /// How the Postfix version was chosen.
  public enum VersionSource: String, Sendable {
    case option = "given by --postfix-version"
    case host = "of this host's postconf"
    case newest = "the newest release known, because none was given"
  }

  public let directory: ConfigurationDirectory
  public let build: PostfixBuild
  public let versionSource: VersionSource
  /// Nil when the configuration does not belong to this host.
  public let host: HostFacts?
  public let files: any ReferencedFiles

  /// - Parameters:
  ///   - path: as the user named it.
  ///   - version: what the user says about the Postfix version; nil for nothing.
  ///   - mayLackMain: whether a missing main.cf is read as an empty one.
  public init(
    _ path: String, version: PostfixVersion? = nil, mayLackMain: Bool = false
  ) throws(DirectoryError) {
    let isHost = HostPostfix.isOfThisHost(path)
    let installed = isHost && version == nil ? HostPostfix.version : nil
    let chosen = version ?? installed ?? ReleaseFacts.known.newest
    directory = try ConfigurationDirectory(
      path, acceptingEmptyNames: chosen < PostfixVersion(3, 0), mayLackMain: mayLackMain)
    build = PostfixBuild(chosen, isHost ? HostPostfix.distribution : .upstream)
    versionSource = version != nil ? .option : installed != nil ? .host : .newest
    host = isHost ? HostPostfix.facts : nil
    files = isHost ? HostFiles() : CopiedFiles(directory: directory.path)
  }

  public var configuration: Configuration {
    Configuration(
      main: directory.main, master: directory.master, build: build, host: host,
      directory: ByteString(FilePath.absolute(directory.path)))
  }
}
