// Selections that a site has given names: /etc/postkeep/selections.yaml, a mapping of names to conditions.

public import Bytes
import Conditions
public import MessageSelections
import SystemAccess
import YAMLDocuments

extension Selection {
  public static let file = "/etc/postkeep/selections.yaml"

  /// The names in a file of selections, for the completion of a command line: none where it cannot be read.
  public static func names(in path: String = file) -> [String] {
    guard let selections = try? read(path) else { return [] }
    return selections.keys.sorted()
  }

  /// A selection from the words of a command line.
  ///
  /// - Parameters:
  ///   - condition: as written.
  ///   - name: of a named selection; not together with a condition.
  ///   - ids: nil for any.
  ///   - path: the file of named selections.
  public static func named(
    condition: String?, name: String?, ids: Set<ByteString>?, in path: String = file
  ) throws(MaintenanceFailure) -> Selection {
    do {
      guard let name else { return try Selection(where: condition.map { ByteString($0) }, ids: ids) }
      let selections = try read(path)
      guard let (text, origin) = selections[name] else {
        let known = selections.keys.sorted().joined(separator: ", ")
        throw MaintenanceFailure(.usage, "\(path) has no selection '\(name)'\n  It has: \(known)")
      }
      return try Selection(where: ByteString(text), from: origin, ids: ids)
    } catch let error as MaintenanceFailure {
      throw error
    } catch let error as SystemError {
      throw MaintenanceFailure(error)
    } catch {
      throw MaintenanceFailure(.usage, "\(error)")
    }
  }

  private static func read(_ path: String) throws -> [String: (String, SourceOrigin)] {
    var selections: [String: (String, SourceOrigin)] = [:]
    do {
      for entry in try YAMLDocument(FileReading.contents(of: path)).root.mapping().entries {
        let scalar = try entry.value.scalar()
        selections[entry.key] = (scalar.text, SourceOrigin(of: scalar, in: path))
      }
    } catch let error as YAMLError {
      throw MaintenanceFailure(.unreadable, "\(path):\(error)")
    }
    return selections
  }
}

extension SourceOrigin {
  /// The place of a condition in a file.
  init(of scalar: YAMLScalar, in file: String) {
    self.init(
      file: file,
      pieces: scalar.stretches.map { Piece(offset: $0.offset, line: $0.position.line, column: $0.position.column) },
      isRough: scalar.isApproximate)
  }
}
