// main.cf as a document: every byte kept, every setting found, every defect named.
//
// One bad line does not hide the rest, although Postfix itself stops at it. Later settings of the same name win.
// Source: dict_load_fp() in dict.c.

public import Bytes

/// The content of a main.cf file, or of any file in its grammar.
public struct MainFile: Sendable {
  /// The file as it was read; `bytes` written back give the same file.
  public let bytes: [UInt8]
  /// In the order of the file, duplicates included.
  public let settings: [Setting]
  public let diagnostics: [Diagnostic]
  /// Lines that are no settings.
  let brokenLines: [LogicalLine]
  private let latest: [ByteString: Int]

  /// Before Postfix 3.0 a line may begin with "=": the name is empty then.
  public init(_ bytes: [UInt8], acceptingEmptyNames: Bool = false) {
    let logical = LogicalLines(bytes)
    var settings: [Setting] = []
    settings.reserveCapacity(logical.lines.count)
    var latest: [ByteString: Int] = [:]
    latest.reserveCapacity(logical.lines.count)
    var diagnostics: [Diagnostic] = []

    var brokenLines: [LogicalLine] = []
    for line in logical.orphans {
      diagnostics.append(
        Diagnostic(
          .leadingWhitespace, .warning, at: line.span(from: 0, length: line.text.count, in: .main), subject: .empty,
          message: "logical line must not start with whitespace: \"\(Self.excerpt(line.text))\""))
    }
    for line in logical.lines {
      if line.isCutAtNull {
        diagnostics.append(
          Diagnostic(
            .nullByte, .warning, at: line.span(from: line.text.count, length: 0, in: .main), subject: .empty,
            message: "text after null byte may be ignored"))
      }
      do throws(NameValue.Problem) {
        let setting = try Setting(line, acceptingEmptyNames: acceptingEmptyNames)
        if let earlier = latest[setting.name] {
          let old = settings[earlier].value
          diagnostics.append(
            Diagnostic(
              old == setting.value ? .repeated : .overridden, old == setting.value ? .silent : .warning,
              at: setting.nameSpan, subject: setting.name,
              message: "overriding earlier entry: \(setting.name)=\(old)"))
        }
        latest[setting.name] = settings.count
        settings.append(setting)
      } catch {
        brokenLines.append(line)
        diagnostics.append(
          Diagnostic(
            error == .missingName ? .missingName : .missingEquals, .fatal("every Postfix program"),
            at: line.span(from: 0, length: line.text.count, in: .main), subject: .empty,
            message: "\(error.rawValue): \"\(ByteString(line.text))\""))
      }
    }
    self.bytes = bytes
    self.settings = settings
    self.brokenLines = brokenLines
    self.latest = latest
    self.diagnostics = diagnostics
  }

  /// The setting of this name that Postfix uses: the last one.
  public func setting(_ name: ByteString) -> Setting? { latest[name].map { settings[$0] } }

  /// Names in no particular order, each once.
  public var names: some Collection<ByteString> { latest.keys }

  private static func excerpt(_ text: ArraySlice<UInt8>) -> String {
    "\(ByteString(text.prefix(30)))\(text.count > 30 ? "..." : "")"
  }
}
