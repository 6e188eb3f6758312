import AudioFiles
import Foundation
import Mixing
import Production
import Signal

extension MasterSession {
  /// The rate that the masters need: the target's, else that of the codec, else each input's own.
  private func sampleRate(of path: String) throws -> SampleRate? {
    if let rate = target?.sampleRate { return rate }
    guard let allowed = format.allowedSampleRates else { return nil }
    let own: SampleRate
    do {
      own = try AudioIntake(sampleRate: nil).inspect(path).sampleRate
    } catch {
      throw MixingError.unfit(.unreadable(path: path, error))
    }
    guard !allowed.contains(own) else { return nil }
    return format == .mp3 && own.framesPerSecond % 44_100 == 0 ? .compactDisc : .studio
  }

  /// Reads all tracks and plans their masters.
  func plans() throws -> [Planned] {
    let isCancelled = monitor.isCancelled
    report(0.05, nil)
    var files: [(path: String, sampleRate: SampleRate?)] = []
    for track in tracks { files.append((track.path, try sampleRate(of: track.path))) }
    for reference in intent.references { files.append((reference.path, nil)) }
    let opened = try desk.open(files, isCancelled: isCancelled)
    let sources = Array(opened.prefix(tracks.count))
    let references = zip(opened.dropFirst(tracks.count), intent.references).map {
      ($0, $1.weight)
    }
    for source in sources {
      if let same = references.first(where: { $0.0.soundsLike(source) }) {
        throw MasterRequestError.referenceIsInput(path: same.0.path)
      }
    }
    report(0.3, nil)
    if let file = request.planFile, let source = sources.first {
      return [Planned(source: source, plan: try MasterSession.plan(file: file))]
    }
    let plans: [MasterPlan]
    if request.isAlbum, sources.count > 1 {
      plans = try desk.albumPlans(
        sources, intent: intent, references: references, corridor: corridor,
        keepsRelativeLoudness: request.albumLoudness == .kept, isCancelled: isCancelled)
    } else {
      plans = try sources.map { source in
        try desk.plan(
          source, intent: intent, references: references, corridor: corridor,
          isCancelled: isCancelled)
      }
    }
    return zip(sources, plans).map { Planned(source: $0, plan: $1) }
  }

  private static func plan(file: String) throws -> MasterPlan {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw StudioError.unreadable(path: file, cause: "it does not exist or may not be read")
    }
    do {
      let plan = try JSONDecoder().decode(MasterPlan.self, from: data)
      if let fault = plan.fault {
        throw MasterRequestError.unreadablePlan(path: file, cause: fault)
      }
      if let fault = try PlanKeys.fault(in: data, readAs: plan) {
        throw MasterRequestError.unreadablePlan(path: file, cause: "\(fault.key): \(fault.cause)")
      }
      return plan
    } catch let error as DecodingError {
      throw MasterRequestError.unreadablePlan(
        path: file,
        cause: DecodingFault(error, like: "those that etude writes")
          .map { "\($0.key) should be \($0.expected)" } ?? DecodingFault.cause(in: data))
    }
  }
}
