// A procedure as programs read it.

import JSONText

extension ProcedureText {
  /// One document of schema postkeep.restore.procedure/1.
  public static func json(_ procedure: Procedure) -> [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.restore.procedure/1")
      json.member("name", procedure.name)
      json.member("title", procedure.title)
      json.member("when", procedure.when)
      json.member("needs", procedure.needs)
      json.member("will_not", procedure.willNot)
      json.array("steps") { json in
        for step in procedure.steps { write(step, to: &json) }
      }
    }
    return json.bytes
  }

  private static func write(_ step: ProcedureStep, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", step.name)
      json.member("title", step.title)
      json.member("why", step.why)
      json.member("by_hand", step.byHand)
      json.member("done_when", step.doneWhen)
      json.member("verified", step.verified)
      json.member("way_back", step.back)
      switch step.action {
      case .builtIn(let builtIn): json.member("action", builtIn.rawValue)
      case .byOperator: json.member("action", ProcedureStepReader.byOperator)
      case .commands(let commands):
        json.member("action", "commands")
        json.object("commands") { json in
          json.member("check", commands.check)
          json.member("run", commands.run)
          json.member("verify", commands.verify)
          json.member("back", commands.back)
        }
      }
    }
  }
}
