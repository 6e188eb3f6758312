public import Foundation
import Mixing
import Music
import Production

extension Studio {
  /// Lets a project follow a mix plan that a person changed; nothing is rendered.
  ///
  /// `json` is a plan as `etude mix` writes it, with a strip for every part; `name` is what it is called
  /// in the ledger. Throws `MixRequestError` and `ProjectError`.
  public func follow(mixPlan json: Data, named name: String, in project: Project) throws
    -> ChangeReport
  {
    let plan = try MixPlanFile.decode(json, path: name)
    try project.file.change(by: notary) { song, _ in
      let parts = song.score.parts.map(\.id)
      for part in parts where plan.channel(part) == nil {
        throw MixRequestError.planLacks(path: name, stem: part)
      }
      var changed = song
      changed.mix = plan
      changed.mix?.channels.removeAll { !parts.contains($0.id) }
      return (
        changed,
        ProjectOperation(
          verb: "mix", inputs: try JSONText.line(["plan": name]),
          summary: "Changed the mix by hand", actor: .person)
      )
    }
    return ChangeReport(text: "The mix is as you set it; render to hear it.")
  }
}
