// A directory made ready for an audit, with as much of this host as belongs to it.

import ConfigurationDirectory
public import PostfixConfig
import SystemAccess

public struct AuditedDirectory: Sendable {
  public let input: AuditInput

  /// - Parameters:
  ///   - path: as the user named it.
  ///   - version: what the user says about the Postfix version; nil for nothing.
  public init(_ path: String, version: PostfixVersion? = nil) throws(AuditFailure) {
    let placed: PlacedConfiguration
    do throws(DirectoryError) {
      placed = try PlacedConfiguration(path, version: version)
    } catch {
      throw AuditFailure(
        error.cause.isPermission ? .permission : .unreadable, path: path, "\(error.cause)", advice: error.advice)
    }
    let directory = placed.directory
    input = AuditInput(
      directory: directory.path, main: directory.main, master: directory.master, build: placed.build,
      versionSource: placed.versionSource, host: placed.host, files: placed.files, today: HostPostfix.today)
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
