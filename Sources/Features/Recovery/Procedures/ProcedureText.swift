// Procedures as people read them: a list, a text for a terminal or paper, and Markdown, of which the man page is made.

import Bytes

public enum ProcedureText {
  /// A line for each procedure: its name, and what it is for.
  public static func list(_ book: ProcedureBook) -> String {
    TextTable(["PROCEDURE", "STEPS", "WHAT FOR"], book.procedures.map { [$0.name, "\($0.steps.count)", $0.title] })
      .text
  }

  /// For a terminal or paper.
  /// - Parameter width: in columns. Commands are never broken.
  public static func text(_ procedure: Procedure, width: Int = 78) -> String {
    var page = PlainPage(width: max(width, 40))
    page.lines += ProcedureProse.wrapped("\(procedure.name): \(procedure.title)", width: width)
    page.lines.append(String(repeating: "=", count: min(width, page.lines.map(PrintableText.width).max() ?? 0)))
    page.write("When", procedure.when)
    page.write("Before you begin", points: procedure.needs)
    page.write("What it will not do", points: procedure.willNot)
    for (index, step) in procedure.steps.enumerated() {
      page.lines += ["", ""]
      page.lines += ProcedureProse.wrapped(
        "Step \(index + 1) of \(procedure.steps.count)  \(step.name): \(step.title)", width: width)
      page.lines.append(String(repeating: "-", count: min(width, PrintableText.width(page.lines.last ?? ""))))
      for (label, text) in sections(of: step, in: procedure) { page.write(label, text) }
    }
    return page.lines.map { $0 + "\n" }.joined()
  }

  /// A section of the manual: the heading of the procedure has level 2, those of its steps level 3.
  public static func markdown(_ procedure: Procedure) -> String {
    var page = MarkdownPage()
    page.lines.append("## \(procedure.name): \(procedure.title)")
    page.write("When", procedure.when)
    page.write("Before you begin", points: procedure.needs)
    page.write("What it will not do", points: procedure.willNot)
    for (index, step) in procedure.steps.enumerated() {
      page.lines += ["", "### \(index + 1). \(step.name): \(step.title)"]
      for (label, text) in sections(of: step, in: procedure) { page.write(label, text) }
    }
    return page.lines.map { $0 + "\n" }.joined()
  }

  private static func sections(
    of step: ProcedureStep, in procedure: Procedure
  ) -> [(label: String, text: String)] {
    [
      ("Why", step.why), (handLabel(step), step.byHand), ("Done already when", step.doneWhen),
      ("Verified by", step.verified), ("The way back", step.back),
      ("Postkeep", action(step, procedure.isWaitedFor(step))),
    ]
  }

  private static func handLabel(_ step: ProcedureStep) -> String {
    step.action == .byOperator ? "To do" : "By hand"
  }

  /// What `postkeep restore run` does when the turn of the step has come.
  private static func action(_ step: ProcedureStep, _ isWaitedFor: Bool) -> String {
    switch step.action {
    case .builtIn(let builtIn):
      return builtIn.rawValue == step.name ? "does this step itself." : "does this step itself (\(builtIn.rawValue))."
    case .byOperator:
      return isWaitedFor
        ? "leaves this step to you: the run ends before it, and `postkeep restore resume RUN` goes on behind it."
        : "leaves this step to you, and says so in its report."
    case .commands(let commands):
      let named = [
        ("to ask whether it is done", commands.check), ("to do it", commands.run),
        ("to verify it", commands.verify), ("to undo it", commands.back),
      ]
      return "runs, without a shell:\n"
        + named.compactMap { name, words in words.map { "- \(name): `\(ProcedureStepReader.shown($0))`" } }
        .joined(separator: "\n")
    }
  }
}

/// Labelled texts, indented below their labels.
private struct PlainPage {
  let width: Int
  var lines: [String] = []

  mutating func write(_ label: String, _ text: String) {
    lines += ["", "\(label):"]
    var isFirst = true
    for block in ProcedureProse(text).blocks {
      if !isFirst { lines.append("") }
      isFirst = false
      switch block {
      case .paragraph(let text): add(text, first: "  ", others: "  ")
      case .points(let points): for point in points { add(point, first: "  - ", others: "    ") }
      case .commands(let commands):
        lines += commands.map { $0.isEmpty ? "" : "      " + PrintableText.of($0) }
      }
    }
  }

  mutating func write(_ label: String, points: [String]) {
    guard !points.isEmpty else { return }
    lines += ["", "\(label):"]
    for point in points { add(point, first: "  - ", others: "    ") }
  }

  private mutating func add(_ text: String, first: String, others: String) {
    for (index, line) in ProcedureProse.wrapped(text, width: width - first.count).enumerated() {
      lines.append((index == 0 ? first : others) + line)
    }
  }
}

/// The Markdown that the manual is made of: paragraphs, lists of one level and fenced code.
private struct MarkdownPage {
  var lines: [String] = []

  mutating func write(_ label: String, _ text: String) {
    var lead = "**\(label):** "
    for block in ProcedureProse(text).blocks {
      switch block {
      case .paragraph(let text): add(lead + text)
      case .points(let points):
        if !lead.isEmpty { add("**\(label):**") }
        add(points: points)
      case .commands(let commands):
        if !lead.isEmpty { add("**\(label):**") }
        lines += ["", "```"] + commands + ["```"]
      }
      lead = ""
    }
  }

  mutating func write(_ label: String, points: [String]) {
    guard !points.isEmpty else { return }
    add("**\(label):**")
    add(points: points)
  }

  private mutating func add(points: [String]) {
    lines.append("")
    for point in points {
      for (index, line) in ProcedureProse.wrapped(point, width: 117).enumerated() {
        lines.append((index == 0 ? "- " : "  ") + line)
      }
    }
  }

  private mutating func add(_ text: String) { lines += [""] + ProcedureProse.wrapped(text, width: 119) }
}
