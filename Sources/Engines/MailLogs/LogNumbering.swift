// Which files lack of a log that logrotate(8) has numbered: mail.log, mail.log.1, mail.log.2.gz and so on.

enum LogNumbering {
  /// More numbers than anybody keeps files.
  private static let most = 10_000

  /// Of mail.log and mail.log.2, mail.log.1.
  static func missing(among names: [String]) -> [String] {
    var numbers: [String: Set<Int>] = [:]
    for name in names {
      let (log, number) = split(name)
      numbers[log, default: []].insert(number)
    }
    return numbers.sorted { $0.key < $1.key }.flatMap { log, numbers in
      let present = numbers.sorted()
      return zip(present, present.dropFirst()).flatMap { one, next in
        ((one + 1)..<next).map { "\(log).\($0)" }
      }
    }
  }

  private static func split(_ name: String) -> (log: String, number: Int) {
    var name = name[...]
    for end in [".gz", ".zst", ".xz", ".bz2"] where name.hasSuffix(end) { name = name.dropLast(end.count) }
    guard let dot = name.lastIndex(of: "."), let number = Int(name[name.index(after: dot)...]), (1..<most) ~= number
    else { return (String(name), 0) }
    return (String(name[..<dot]), number)
  }
}
