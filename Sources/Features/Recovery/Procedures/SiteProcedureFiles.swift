// The files of a site's own procedures. What they say is run by root, so whoever could write one would be root.

import Glibc
import SystemAccess

enum SiteProcedureFiles {
  /// More than a runbook needs.
  private static let sizeLimit = 1 << 20

  /// The .yaml files of a directory in the order of their names. Only the usual one need not be there.
  static func found(in directory: String?) throws(RecoveryFailure) -> [ProcedureFile] {
    guard let directory else { return [] }
    var files: [ProcedureFile] = []
    do throws(SystemError) {
      let names: [String]
      do throws(SystemError) {
        names = try FileReading.names(inDirectory: directory)
      } catch {
        if error.code == ENOENT, directory == ProcedureBook.usualDirectory { return [] }
        throw error
      }
      if let status = FileReading.status(of: directory) { try refuse(status, directory) }
      for name in names where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        let path = "\(directory)/\(name)"
        let file = try FileReading.file(at: path, limit: sizeLimit)
        try refuse(file.status, path)
        files.append(ProcedureFile(path: path, bytes: file.content))
      }
    } catch {
      if error.isMissing {
        throw RecoveryFailure(
          .unreadable, "\(error)\n  The site's own steps would be left out: name their place with --procedures.")
      }
      throw RecoveryFailure(
        error.isPermission ? .permission : .unreadable,
        "\(error)\n  Steps of the site are run as root: they come from files that belong to root and that only root may "
          + "write (chown root, chmod go-w), in a directory that is so, too.")
    }
    return files
  }

  /// Without root's rights, what one wrote oneself is safe: it is run with one's own rights.
  private static func refuse(_ status: FileStatus, _ path: String) throws(SystemError) {
    guard status.owner == 0 || status.owner == Host.userID else {
      throw .refusal(
        "trust", path, "it belongs to \(UserNames.name(ofUser: status.owner) ?? "user \(status.owner)"), not to root")
    }
    guard status.mode & 0o022 == 0 else {
      let who = status.mode & 0o002 != 0 ? "everybody" : "its group"
      throw .refusal("trust", path, "\(who) may write it")
    }
  }
}
