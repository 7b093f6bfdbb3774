// Finds rule files: those that this program carries, those of the site, and those that the user names.

import SystemAccess

public enum RuleFiles {
  /// Where a site keeps its own rules.
  public static let siteDirectory = "/etc/postkeep/rules.d"
  /// Deeper folders are not searched: a link to a parent folder would never end.
  private static let depthLimit = 16

  /// Every .yaml file below a directory, in order, at least one. A single file may be named as well.
  public static func below(_ path: String) throws(AuditFailure) -> [RuleBook.File] {
    let files = try found(at: path)
    guard !files.isEmpty else {
      throw AuditFailure(
        .unreadable, path: path, "there are no rules in \(path)",
        advice: "A rule is a file whose name ends in .yaml, also in folders of the directory.")
    }
    return files
  }

  static func found(at path: String) throws(AuditFailure) -> [RuleBook.File] {
    var files: [RuleBook.File] = []
    do throws(SystemError) {
      if FileReading.isDirectory(path) {
        try collect(path, into: &files, depth: 0)
      } else {
        files = [RuleBook.File(path: path, bytes: try FileReading.contents(of: path))]
      }
    } catch {
      throw AuditFailure(
        error.isPermission ? .permission : .unreadable, path: path, "\(error)",
        advice: "Name a directory that holds rules, one in each .yaml file.")
    }
    return files
  }

  private static func collect(
    _ directory: String, into files: inout [RuleBook.File], depth: Int
  ) throws(SystemError) {
    guard depth < depthLimit else { return }
    for name in try FileReading.names(inDirectory: directory) where !name.hasPrefix(".") {
      let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
      if FileReading.isDirectory(path) {
        try collect(path, into: &files, depth: depth + 1)
      } else if name.hasSuffix(".yaml") {
        files.append(RuleBook.File(path: path, bytes: try FileReading.contents(of: path)))
      }
    }
  }
}

extension RuleBook {
  /// The rules of this program, those of the site, and those below the directories. A later one replaces one of its id.
  ///
  public static func loaded(adding directories: [String] = []) throws(AuditFailure) -> RuleBook {
    try loaded(embeddedFiles, adding: directories)
  }

  /// What an audit needs: no examples, which cost as much to read as all the rest, and of the rules of this program only
  /// those of a profile, if one is named.
  public static func questions(
    for profile: Profile?, adding directories: [String] = []
  ) throws(AuditFailure) -> RuleBook {
    try loaded(embeddedQuestions(for: profile), adding: directories)
  }

  private static func loaded(_ embedded: [File], adding directories: [String]) throws(AuditFailure) -> RuleBook {
    var files = embedded
    if FileReading.exists(RuleFiles.siteDirectory) { files += try RuleFiles.found(at: RuleFiles.siteDirectory) }
    for directory in directories { files += try RuleFiles.below(directory) }
    do throws(RuleError) {
      return try RuleBook(files)
    } catch {
      throw AuditFailure(
        .unreadable, path: error.file, "\(error)",
        advice: "Repair the rule; this shows all that is wrong: postkeep rules test \(error.file)")
    }
  }
}
