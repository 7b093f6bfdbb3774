// Finds the files of the checkout that tests read: Fixtures, Rules, Sources, docs.

import Glibc
import SystemAccess

public enum Repository {
  /// The folder that holds Package.swift.
  public static let root: String = {
    var folder = #filePath
    while !folder.isEmpty, !FileReading.exists(folder + "/Package.swift") {
      folder = folder.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    }
    return folder
  }()

  public static func text(_ path: String) throws -> String {
    String(decoding: try FileReading.contents(of: "\(root)/\(path)"), as: UTF8.self)
  }

  /// Paths of all files below a folder, relative to it, sorted.
  public static func files(below folder: String) throws -> [String] {
    try FileReading.names(inDirectory: "\(root)/\(folder)").flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      guard FileReading.isDirectory("\(root)/\(path)") else { return [name] }
      return try files(below: path).map { "\(name)/\($0)" }
    }
  }
}
