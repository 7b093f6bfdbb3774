// The way to an answer, from top to bottom: a heading for each list, a line for each restriction with what was looked up.
//
//     recipient  smtpd_relay_restrictions
//       main.cf:12      permit_mynetworks: no decision
//                         mynetworks: 203.0.113.5 matches no network
//       main.cf:12      reject_unauth_destination: 554 5.7.1

import AccessPolicy
import Bytes

struct TraceText {
  private static let placeWidth = 14

  private(set) var lines: [String] = []

  init(_ steps: [TraceStep], _ style: TerminalStyle) {
    var heading = ""
    for step in steps {
      let list = step.list.isEmpty ? "outside the lists" : PrintableText.of(step.list.description)
      let stage = step.stage.rawValue
      let next = stage + String(repeating: " ", count: max(2, 11 - stage.count)) + list
      if next != heading {
        lines.append(style.bold(next))
        heading = next
      }
      let place = step.place?.text ?? "default"
      let gap = String(repeating: " ", count: max(2, Self.placeWidth + 2 - PrintableText.width(place)))
      let result = PrintableText.of(step.result.description)
      lines.append(
        "  " + style.faint(place) + gap + PrintableText.of(step.restriction.description) + ": "
          + Self.painted(result, style))
      let indent = String(repeating: " ", count: Self.placeWidth + 6)
      var last: ByteString?
      for finding in step.findings where finding != last {
        lines.append(indent + style.faint(PrintableText.of(finding.description)))
        last = finding
      }
    }
  }

  private static func painted(_ result: String, _ style: TerminalStyle) -> String {
    switch result {
    case "no decision": style.faint(result)
    case "permit": style.paint(result, .green)
    case "warning only", "discard": style.paint(result, .yellow)
    default: result.hasPrefix("4") ? style.paint(result, .yellow) : style.paint(result, .red)
    }
  }
}
