// Which name is offered for a mistyped one.

import Bytes
import Conditions
import Testing

@Test(
  "The nearest known name is offered, and none if none is near",
  arguments: [
    ("maximal_backof_time", "maximal_backoff_time"), ("minimal-backoff-time", "minimal_backoff_time"),
    ("SENDER", "sender"), ("maximal_boff_time", "maximal_backoff_time"), ("sneder", "sender"), ("ag", "age"),
    ("zzz", nil), ("", nil), ("subjects", "subject"),
    ("completely_different_name", nil),
  ] as [(String, String?)])
func nearestName(_ typed: String, _ meant: String?) {
  let known = ["age", "maximal_backoff_time", "minimal_backoff_time", "sender", "subject"]
  #expect(Spelling.nearest(to: typed, in: known) == meant)
}
