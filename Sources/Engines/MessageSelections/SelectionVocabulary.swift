// The vocabulary of selections: the attributes of a message, header("…") and inside(address, network).

import Bytes
import Conditions
import PostfixConfig
import RegularExpressions

enum SelectionVocabulary {
  static let header = 0
  static let inside = 1

  static let shared: Vocabulary = {
    var vocabulary = Vocabulary { pattern, ignoringCase in
      do throws(RegularExpressions.PatternError) {
        return .success(SelectionPattern(pattern: try Pattern(pattern, ignoreCase: ignoringCase)))
      } catch {
        return .failure(Conditions.PatternError(error.message))
      }
    }
    for (slot, attribute) in MessageAttribute.all.enumerated() {
      vocabulary.declare(ByteString(attribute.rawValue), attribute.type, slot: slot)
    }
    vocabulary.declareFunction(
      "header", [Function.Parameter(.text, prepare: headerName)], returns: .text, slot: header)
    vocabulary.declareFunction(
      "inside", [Function.Parameter(.text), Function.Parameter(.text, prepare: network)], returns: .boolean,
      slot: inside)
    return vocabulary
  }()

  private static let headerName: Function.Preparation = { value in
    guard case .text(let name) = value, !name.isEmpty, name.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A })
    else { return .failure(ArgumentError("a header's name has no blanks and no colon")) }
    return .success(.text(name.lowercased))
  }

  private static let network: Function.Preparation = { value in
    guard case .text(let text) = value, IPNetwork(pattern: text) != nil else {
      return .failure(ArgumentError("write a network such as 10.0.0.0/8 or 2001:db8::/32"))
    }
    return .success(value)
  }
}

/// A `/pattern/` of a selection.
private struct SelectionPattern: CompiledPattern {
  let pattern: Pattern
  func matches(_ text: ByteString) -> Bool? { pattern.isMatch(text) }
}
