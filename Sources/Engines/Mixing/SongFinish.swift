import AudioFiles
import Foundation
import Production
import Signal

/// Brings the sum of a song's strips into the spectrum of its genre, before its loudness is set.
///
/// The equalizer is that of mastering (`MasterPlanner`, `MasterChain`); here it may go further, because the
/// song has no sound of its own that a person chose.
struct SongFinish: Sendable {
  let premix: SampleCacheReader
  let loops: Bool
  let crew: Crew
  let cancellation: Cancellation

  /// The equalizer that takes back what lies outside a corridor; nil for none and for silence.
  func tone(into corridor: GenreCorridor?) throws(MixingError) -> MasterPlan.Tone? {
    guard let corridor else { return nil }
    let programme = try ProgrammeSurvey(source: premix, crew: crew, cancellation: cancellation)
      .run()
    guard programme.loudness != nil else { return nil }
    return MasterPlanner(intent: MasterIntent(genre: corridor.name), corridor: corridor)
      .songTone(programme)
  }

  /// Writes the premix behind the equalizer to a cache file.
  func apply(_ tone: MasterPlan.Tone, to path: String) throws(MixingError) {
    let plan = MasterPlan(
      intent: MasterIntent(), gain: 0, tone: tone,
      limiter: MasterPlan.Limiter(loudness: -14, ceiling: -1, mostReduction: 0, reason: ""))
    let chain = MasterChain(plan: plan, source: premix, loops: loops)
    do {
      let writer = try SampleCacheWriter(path: path, sampleRate: premix.sampleRate)
      let stretches = Stretch.all(frames: premix.length.count, sampleRate: premix.sampleRate)
      var start = 0
      while start < stretches.count {
        let batch = Array(stretches[start..<min(start + crew.threads, stretches.count)])
        let parts = try crew.map(batch) { range in
          try chain.render(range, cancellation: cancellation).sound
        }
        for part in parts { try writer.write(part) }
        start += batch.count
      }
      try writer.finish()
    } catch let error as AudioFileError {
      throw .output(error)
    } catch let error as MixingError {
      throw error
    } catch {
      throw .cancelled
    }
  }
}
