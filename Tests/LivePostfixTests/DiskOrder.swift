// What a power failure would leave at each step of a command: what was written waits for the disk until it is told to
// keep it, and so do names.
//
// A kill shows nothing of this, for the system writes what a dead process has written. So the system calls are read in
// their order: content waits until fsync(2) of its file, a name until fsync(2) of its directory, and all until syncfs(2).

import SystemAccess
import TestSupport

struct DiskOrder {
  /// A call that moves, removes or syncs a file, or the end of the command.
  struct Step: CustomStringConvertible {
    let call: String
    /// Of the file; empty at the end.
    let path: String
    /// Where it is moved to.
    let target: String?
    /// What had not come to the disk before: files with content, and directories with names, these with a "/" behind.
    let waiting: Set<String>
    fileprivate let kept: [String: String]

    var isRemoval: Bool { call == "unlinkat" }
    var name: String { DiskOrder.name(path) }
    var description: String { "\(call) \(path) \(target ?? "")" }

    /// What of that waits below a directory.
    func waiting(below directory: String) -> [String] { waiting.filter { $0.hasPrefix("\(directory)/") }.sorted() }

    /// What the command has written to files of a name and what is on the disk, as strace(1) shows it.
    func kept(in name: String) -> String {
      kept.filter { DiskOrder.name($0.key) == name }.map(\.value).joined()
    }
  }

  let steps: [Step]

  /// Runs a command of the program to its end.
  init(of arguments: [String], log: String) throws {
    let result = try Subprocess.run(
      "strace",
      [
        "-f", "-y", "-s", "65536", "-o", log, "-e",
        "trace=openat,mkdirat,write,pwrite64,ftruncate,fsync,syncfs,renameat,renameat2,unlinkat", BuiltProgram.path,
      ] + arguments)
    guard result.status == 0 else {
      throw TestFailure("\(arguments): \(String(decoding: result.errors, as: UTF8.self))")
    }
    var disk = Disk()
    var begun: [Substring: Substring] = [:]
    for line in String(decoding: try FileReading.contents(of: log), as: UTF8.self).split(separator: "\n") {
      let process = line.prefix { $0.isNumber }
      let call = line.dropFirst(process.count).drop { $0 == " " }
      if call.hasSuffix("<unfinished ...>") {
        begun[process] = call.dropLast(16)
      } else if call.hasPrefix("<..."), let end = call.firstIndex(of: ">") {
        disk.take((begun.removeValue(forKey: process) ?? "") + call[call.index(after: end)...])
      } else {
        disk.take(call)
      }
    }
    disk.note("end", "", nil)
    steps = disk.steps
  }

  fileprivate static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }
}

private struct Disk {
  var steps: [DiskOrder.Step] = []
  private var waiting: Set<String> = []
  private var written: [String: String] = [:]
  private var kept: [String: String] = [:]

  mutating func note(_ call: String, _ path: String, _ target: String?) {
    steps.append(DiskOrder.Step(call: call, path: path, target: target, waiting: waiting, kept: kept))
  }

  /// A line such as `renameat2(3</a>, "x", 4</b>, "y", RENAME_NOREPLACE) = 0`.
  mutating func take(_ line: Substring) {
    guard let open = line.firstIndex(of: "("), let equals = line.ranges(of: ") = ").last,
      !line[equals.upperBound...].hasPrefix("-")
    else { return }
    let call = String(line[..<open])
    let words = line[open..<equals.lowerBound]
    let result = line[equals.upperBound...]
    let places = Self.between("<", ">", words)
    guard let place = places.first ?? Self.between("<", ">", result).first else { return }
    let names = Self.between("\"", "\"", words)
    switch call {
    case "openat":
      guard words.contains("O_CREAT"), let made = Self.between("<", ">", result).first else { return }
      waiting.insert(Self.parent(made))
    case "mkdirat": waiting.insert("\(place)/")
    case "write", "pwrite64", "ftruncate":
      waiting.insert(place)
      written[place, default: ""] += words
    case "fsync":
      note(call, place, nil)
      waiting.subtract([place, "\(place)/"])
      kept[place] = written[place]
    case "syncfs":
      waiting = []
      kept = written
    case "unlinkat":
      let path = "\(place)/\(names[0])"
      note(call, path, nil)
      waiting.remove(path)
      waiting.insert("\(place)/")
    default:
      let (path, target) = ("\(place)/\(names[0])", "\(places[1])/\(names[1])")
      note(call, path, target)
      if waiting.remove(path) != nil { waiting.insert(target) }
      waiting.formUnion(["\(place)/", "\(places[1])/"])
      (written[target], kept[target]) = (written.removeValue(forKey: path), kept.removeValue(forKey: path))
    }
  }

  private static func parent(_ path: String) -> String { String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) }

  private static func between(_ first: Character, _ last: Character, _ text: Substring) -> [String] {
    var found: [String] = []
    var rest = text
    while let start = rest.firstIndex(of: first) {
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: last) else { break }
      found.append(String(rest[..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return found
  }
}
