import Production
import Studio
import StudioWeb

/// Makes a command's changes of a project: through the studio that holds it, else in its file.
///
/// What is done, told and stored is the same either way.
struct ProjectHand {
  let project: Project
  let studio: Studio
  private let holder: HoldingStudio?

  init(_ project: Project, studio: Studio) {
    (self.project, self.studio) = (project, studio)
    holder = HoldingStudio(project)
  }

  func edit(_ edit: Edit) throws -> ChangeReport {
    try holder?.edit(edit) ?? studio.edit(project, edit)
  }

  func lock(_ request: LockRequest) throws {
    guard try holder?.lock(request) == nil else { return }
    try studio.lock(project, request)
  }

  func undo(steps: Int) throws {
    guard try holder?.step(isUndo: true, steps: steps) == nil else { return }
    try project.file.undo(steps: steps, by: studio.notary)
  }

  func redo(steps: Int) throws {
    guard try holder?.step(isUndo: false, steps: steps) == nil else { return }
    try project.file.redo(steps: steps, by: studio.notary)
  }

  /// Has a job done that the studio offers, or does the work here; `order` gets the project's id, nil
  /// where no job says all that is wanted.
  func run(
    monitor: WorkMonitor, order: ((_ project: String) -> JobOrder)?,
    _ work: () throws -> ChangeReport
  ) throws -> ChangeReport {
    if let order, let report = try holder?.run(monitor: monitor, order) { return report }
    return try work()
  }
}

/// The jobs by which a studio does what a command asks for; nil where no job says all of it.
extension RegenerateRequest {
  var order: ((_ project: String) -> JobOrder)? {
    guard idea == nil, arpeggiator == nil else { return nil }
    return {
      .regenerate(
        project: $0, bars: bars, parts: parts, composer: composer, controls: controls)
    }
  }
}

extension VaryRequest {
  var order: (_ project: String) -> JobOrder {
    { .vary(project: $0, amount: amount, bars: bars, parts: parts, composer: composer) }
  }
}

extension ContinueRequest {
  var order: ((_ project: String) -> JobOrder)? {
    guard parts.isEmpty, joining == nil, seed == nil else { return nil }
    return { .extend(project: $0, bars: bars, style: style) }
  }
}

extension AccompanyRequest {
  var order: ((_ project: String) -> JobOrder)? {
    guard bars == nil, style == nil, composer == .auto else { return nil }
    return { .accompany(project: $0, parts: parts) }
  }
}

extension HarmonizeRequest {
  var order: ((_ project: String) -> JobOrder)? {
    guard melody == nil, composer == .auto else { return nil }
    return { .harmonize(project: $0, style: style) }
  }
}
