// The floors hold: a module imports only what Package.swift declares for it, and only from below.

import SystemAccess
import TestSupport
import Testing

@Suite("Architecture")
struct ImportTests {
  /// Floor of each folder in Sources, and the modules of the platform that any floor may use.
  static let floors = ["C": 0, "Base": 10, "Postfix": 20, "Engines": 30, "Features": 40, "postkeep": 50]
  static let platform: Set<String> = ["Glibc", "Synchronization", "Swift"]
  static let packages: Set<String> = ["ArgumentParser"]

  struct Module: Sendable, CustomStringConvertible {
    let name: String
    let floor: Int
    let folder: String
    var description: String { name }
  }

  static let modules: [Module] = {
    var modules: [Module] = []
    for (folder, floor) in floors {
      if folder == "postkeep" {
        modules.append(Module(name: folder, floor: floor, folder: "Sources/postkeep"))
        continue
      }
      for name in (try? FileReading.names(inDirectory: "\(Repository.root)/Sources/\(folder)")) ?? [] {
        // Bytes is the ground that the rest of its floor stands on.
        modules.append(
          Module(name: name, floor: name == "Bytes" ? floor - 5 : floor, folder: "Sources/\(folder)/\(name)"))
      }
    }
    return modules.sorted { $0.name < $1.name }
  }()

  private static func imports(of module: Module) throws -> [(file: String, name: String)] {
    try Repository.files(below: module.folder).filter { $0.hasSuffix(".swift") }.flatMap { file in
      try Repository.text("\(module.folder)/\(file)").split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 1, words.count == index + 2 else { return nil }
        return (file, String(words[index + 1]))
      }
    }
  }

  /// The dependencies that Package.swift declares for a target.
  private static func declared(_ module: Module) throws -> Set<String> {
    let manifest = try Repository.text("Package.swift")
    guard let start = manifest.ranges(of: "name: \"\(module.name)\"").last?.upperBound else { return [] }
    let rest = manifest[start...]
    guard let open = rest.firstRange(of: "dependencies: [") else { return [] }
    // The next target's dependencies are not this one's.
    if let next = rest.firstRange(of: "name: \""), next.lowerBound < open.lowerBound { return [] }
    guard let close = rest[open.upperBound...].firstIndex(of: "]") else { return [] }
    let names = rest[open.upperBound..<close].split(separator: "\"").map(String.init)
    return Set(names.filter { $0.allSatisfy { $0.isLetter || $0.isNumber } })
  }

  @Test("A module imports only lower floors, and only what Package.swift declares", arguments: modules)
  func imports(module: Module) throws {
    let declared = try Self.declared(module)
    for (file, name) in try Self.imports(of: module) where !Self.platform.contains(name) {
      if Self.packages.contains(name) {
        #expect(module.name == "postkeep", "\(module.folder)/\(file) imports \(name): only the command line may")
        continue
      }
      guard let imported = Self.modules.first(where: { $0.name == name }) else {
        Issue.record("\(module.folder)/\(file) imports \(name), which is no module of this project")
        continue
      }
      #expect(imported.floor < module.floor, "\(module.folder)/\(file) imports \(name) from floor \(imported.floor)")
      #expect(declared.contains(name), "\(module.folder)/\(file) imports \(name), which Package.swift does not declare")
    }
  }

  @Test("Each system library is imported by one module", arguments: modules.filter { $0.floor == 0 })
  func oneImporter(library: Module) throws {
    let importers = try Self.modules.filter { module in
      try Self.imports(of: module).contains { $0.name == library.name }
    }
    #expect(importers.count == 1, "\(library) is imported by \(importers)")
  }

  /// Calls of a few kinds; what only has the name of one, such as the `open` of a type of ours, is none of them.
  private static let systemCalls = [
    "getpid", "geteuid", "getuid", "kill", "waitpid", "posix_spawn", "getenv", "gethostname", "getcwd", "openat",
    "fstatat",
    "unlinkat", "renameat", "mkdirat", "fchmod", "fchown", "fsync", "ioctl", "clock_gettime", "gettimeofday",
  ]

  @Test(
    "System calls are made by SystemAccess alone",
    arguments: modules.filter { $0.name != "SystemAccess" && $0.floor > 0 })
  func systemCalls(module: Module) throws {
    for file in try Repository.files(below: module.folder) where file.hasSuffix(".swift") {
      for line in try Repository.text("\(module.folder)/\(file)").split(separator: "\n") {
        let code = line.drop(while: \.isWhitespace)
        guard !code.hasPrefix("//") else { continue }
        for call in Self.systemCalls where code.contains("\(call)(") {
          let isOwn = code.contains("func \(call)(") || code.contains(".\(call)(")
          #expect(isOwn, "\(module.folder)/\(file): \(line)")
        }
      }
    }
  }

  @Test("No source file is longer than 500 lines")
  func fileLength() throws {
    for folder in ["Sources", "Tests"] {
      for file in try Repository.files(below: folder) where file.hasSuffix(".swift") {
        let lines = try Repository.text("\(folder)/\(file)").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 500, "\(folder)/\(file) has \(lines.count) lines")
      }
    }
  }

  @Test("Every module has its paragraph in docs/MODULES.md", arguments: modules)
  func documented(module: Module) throws {
    #expect(try Repository.text("docs/MODULES.md").contains("**\(module.name)**"))
  }
}
