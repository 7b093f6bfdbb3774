// A directory made ready for an audit: its files, and as much of this host as belongs to it.
//
// The version, the distribution, the name and the addresses of this host count only for its own configuration. A copy
// of another server's configuration must be judged the same wherever it is audited.

import ConfigurationDirectory
public import PostfixConfig
import SystemAccess

public struct AuditedDirectory: Sendable {
  public let input: AuditInput

  /// - Parameters:
  ///   - path: as the user named it.
  ///   - version: what the user says about the Postfix version; nil for nothing.
  public init(_ path: String, version: PostfixVersion? = nil) throws(AuditFailure) {
    let isHost = HostPostfix.isOwnConfiguration(path)
    let installed = isHost && version == nil ? HostPostfix.version : nil
    let audited = version ?? installed ?? ReleaseFacts.known.newest
    let directory: ConfigurationDirectory
    do throws(DirectoryError) {
      directory = try ConfigurationDirectory(path, acceptingEmptyNames: audited < PostfixVersion(3, 0))
    } catch {
      throw AuditFailure(
        error.cause.isPermission ? .permission : .unreadable, path: path, "\(error.cause)", advice: error.advice)
    }
    input = AuditInput(
      directory: directory.path, main: directory.main, master: directory.master,
      build: PostfixBuild(audited, isHost ? HostPostfix.distribution : .upstream),
      versionSource: version != nil ? .option : installed != nil ? .host : .newest,
      host: isHost ? HostPostfix.facts : nil,
      files: isHost ? HostFiles() : CopiedFiles(directory: directory.path), today: HostPostfix.today)
  }
}

extension Audit {
  /// Audits directories one after the other; one that cannot be read does not keep the others from being audited.
  /// Without any, this host's configuration.
  public func run(on directories: [String], version: PostfixVersion? = nil) -> AuditRun {
    var reports: [AuditReport] = []
    var failures: [AuditFailure] = []
    for directory in directories.isEmpty ? [HostPostfix.configurationDirectory] : directories {
      do throws(AuditFailure) {
        reports.append(report(on: try AuditedDirectory(directory, version: version).input))
      } catch {
        failures.append(error)
      }
    }
    return AuditRun(reports, failures: failures)
  }
}
