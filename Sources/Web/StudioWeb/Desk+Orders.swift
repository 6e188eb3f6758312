import Foundation
import Production
import Studio

extension Desk {
  /// Refuses an order of projects that are not there, before it waits for its turn.
  func check(_ order: JobOrder) throws {
    if let project = order.project { _ = try library.file(of: project) }
    switch order {
    case .compose(let wish):
      guard JobWorker.variations.contains(wish.variations) else {
        throw Problem(422, "Variations are 1 to \(JobWorker.variations.upperBound)")
      }
      try check(prompt: wish.prompt)
      _ = try studio.brief(prompt: wish.prompt, named: wish.options)
    case .vary(_, let amount, _, _, _):
      guard (0...1).contains(amount) else { throw Problem(422, "An amount is 0 to 1") }
    case .extend(_, let bars, _):
      guard (1...ContinueRequest.mostBars).contains(bars) else {
        throw Problem(422, "Bars are 1 to \(ContinueRequest.mostBars)")
      }
    case .more(let ids, let count):
      guard JobWorker.variations.contains(count) else {
        throw Problem(422, "Variations are 1 to \(JobWorker.variations.upperBound)")
      }
      guard !ids.isEmpty, ids.count <= 64 else { throw Problem(422, "Projects are needed") }
      for id in ids { _ = try library.file(of: id) }
    case .blend(let first, let second, let share):
      for id in [first, second] { _ = try library.file(of: id) }
      guard (0...1).contains(share) else { throw Problem(422, "A share is 0 to 1") }
    case .export(let id, let state, _):
      _ = try library.project(id).file.song(state: state)
    case .master(let id, let wish): try check(wish, of: try library.project(id))
    case .sameness(let ids):
      guard ids.count != 1, ids.count <= SamenessRequest.limit else {
        throw Problem(422, "2 to \(SamenessRequest.limit) projects are compared")
      }
      for id in ids { _ = try library.file(of: id) }
    default: break
    }
  }

  /// Refuses a prompt that nobody types: reading one takes as long as it is.
  func check(prompt: String) throws(Problem) {
    guard prompt.utf8.count <= 20_000 else {
      throw Problem(422, "The words are too many", hint: "At most 20,000 bytes are read.")
    }
  }

  private func check(_ wish: MasterOrder, of project: Project) throws {
    guard MasterRequest.intensities.contains(wish.intensity) else {
      throw Problem(422, "Intensity is 0 to 100")
    }
    guard wish.loudness.map(MasterRequest.loudnesses.contains) ?? true else {
      throw Problem(422, "Loudness is -40 to -5 LUFS")
    }
    guard wish.ceiling.map(MasterRequest.ceilings.contains) ?? true else {
      throw Problem(422, "A ceiling is -20 to 0 dBTP")
    }
    if let target = wish.target {
      guard try studio.deliveryTargets().contains(where: { $0.name == target }) else {
        throw Problem(422, "There is no such delivery target")
      }
    }
    let shelf = ReferenceShelf(of: project)
    for name in wish.references { _ = try shelf.path(name) }
  }
}
