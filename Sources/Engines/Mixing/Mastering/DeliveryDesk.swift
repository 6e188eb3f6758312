import AudioFiles
import Effects
import Foundation
import Metering
import Production
import Signal

/// The end of a mastering: encodes the files, measures the master, tries the codecs, all at once.
struct DeliveryDesk: Sendable {
  let source: MasterSource
  let master: SampleCacheReader
  let take: Mastering.Take
  let output: MasterOutput
  let scratch: String
  let crew: Crew
  let cancellation: Cancellation
  private static let block = 16_384

  /// What was measured.
  struct Measured: Sendable {
    var after: DeliveryMeasurement
    var before: DeliveryMeasurement
    var previews: [CodecPreview]
    var previewSeconds: Double
    var files: [String]
    /// The master's loudness in time.
    var curve: LoudnessCurve
  }

  /// Writes all files, without giving them their names yet, and measures.
  func write() throws(MixingError) -> ([Locked<AudioFileWriter>], Measured) {
    let after = try ProgrammeSurvey(
      source: master, crew: crew, cancellation: cancellation, curve: take.curve
    ).run()
    let inputPeak = try ProgrammeSurvey(
      source: source.sound.reader, crew: crew, cancellation: cancellation
    ).truePeak()
    let comparison = comparisonGains(after)
    var writers: [Locked<AudioFileWriter>] = []
    var tasks: [Crew.Task] = []
    func add(
      _ file: MasterOutput.File, from reader: SampleCacheReader, gain: Float, frames: Int,
      silence: Int
    ) throws(AudioFileError) {
      var dither: Dither? = file.isShort ? Dither(bits: 16, shaping: .weighted) : nil
      dither?.prepare(sampleRate: reader.sampleRate, maximumFrames: DeliveryDesk.block)
      let writer = Locked(
        try AudioFileWriter(
          path: file.path, format: file.format, sampleRate: reader.sampleRate, tags: file.tags,
          wordLength: file.wordLength, isDithered: dither != nil))
      writers.append(writer)
      tasks.append { [dither] in
        try writer.use { writer throws(MixingError) in
          try encode(
            reader, to: writer, gain: gain, frames: frames, silence: silence, dither: dither)
        }
      }
    }
    let (frames, silence) = ending(after)
    do {
      for file in output.files {
        try add(file, from: master, gain: 1, frames: frames, silence: silence)
      }
      if let paths = output.comparison {
        let (first, second) = comparison
        for (path, reader, gain) in [
          (paths.before, source.sound.reader, first), (paths.after, master, second),
        ] {
          try add(
            MasterOutput.File(path: path, format: .wave24), from: reader, gain: Float(gain.gain),
            frames: reader.length.count, silence: 0)
        }
      }
    } catch {
      throw .output(error)
    }
    let previews = Locked(output.previewsCodecs ? LossyPeaks.none : [])
    let passage = LossyPeaks.passage(
      of: after.curve, frames: after.frames, sampleRate: after.sampleRate)
    if output.previewsCodecs {
      // The longest tasks first.
      tasks =
        LossyPeaks(master: master, scratch: scratch, passage: passage).tasks(previews) + tasks
    }
    let reading = Locked(LoudnessReading())
    tasks.append {
      let found = try loudness()
      reading.use { $0 = found }
    }
    try crew.run(tasks)
    let found = reading.use { $0 }
    let measured = Measured(
      after: measurement(after, found, peak: take.truePeak),
      before: measurement(source.programme, nil, peak: inputPeak),
      previews: previews.use { $0 },
      previewSeconds: Double(passage.count) / after.sampleRate.hertz,
      files: output.files.map(\.path)
        + (output.comparison.map { [$0.before, $0.after] } ?? []), curve: after.curve)
    return (writers, measured)
  }

  /// How many frames are written and how much silence follows.
  private func ending(_ after: Programme) -> (frames: Int, silence: Int) {
    guard let gap = output.gap else { return (after.frames, 0) }
    let sounding = max(0, after.frames - after.field.trailingSilence)
    let total = sounding + after.sampleRate.frames(in: max(0, gap)).count
    return total <= after.frames ? (total, 0) : (after.frames, total - after.frames)
  }

  /// The gains that make input and master equally loud, neither beyond full scale.
  private func comparisonGains(_ after: Programme) -> (before: Decibels, after: Decibels) {
    guard let first = source.loudness, let second = after.loudness else { return (0, 0) }
    let gain = second - first
    let peak = Decibels(gain: Double(source.programme.curve.peak)) ?? -100
    let excess = max(0, (peak + gain).value + 0.5)
    return (gain - Decibels(excess), Decibels(-excess))
  }

  private func encode(
    _ reader: SampleCacheReader, to writer: AudioFileWriter, gain: Float, frames: Int,
    silence: Int, dither: Dither?
  ) throws(MixingError) {
    var dither = dither
    var buffer = AudioBuffer(frameCount: DeliveryDesk.block)
    var position = 0
    while position < frames + silence {
      try cancellation.check()
      let count = min(DeliveryDesk.block, frames + silence - position)
      do {
        try buffer.withMutableBlock { block throws(AudioFileError) in
          let part = block[frames: 0..<count]
          try reader.read(at: position, into: part)
          if gain != 1 { part.scale(by: gain) }
          let sounding = max(0, min(count, frames - position))
          part[frames: sounding..<count].silence()
          dither?.process(part)
          try writer.write(part)
        }
      } catch {
        throw .output(error)
      }
      position += count
    }
  }

  /// Loudness and range of the master by libebur128.
  private func loudness() throws(MixingError) -> LoudnessReading {
    let meter = LoudnessMeter(sampleRate: master.sampleRate, measures: [.integrated, .range])
    var buffer = AudioBuffer(frameCount: DeliveryDesk.block)
    var position = 0
    while position < master.length.count {
      try cancellation.check()
      let count = min(DeliveryDesk.block, master.length.count - position)
      do {
        try buffer.withMutableBlock { block throws(AudioFileError) in
          let part = block[frames: 0..<count]
          try master.read(at: position, into: part)
          meter.add(part)
        }
      } catch {
        throw .output(error)
      }
      position += count
    }
    return meter.reading
  }

  /// What a survey found; loudness and range by a meter where one has read the programme.
  private func measurement(
    _ programme: Programme, _ reading: LoudnessReading?, peak: Decibels?
  ) -> DeliveryMeasurement {
    let tone = programme.tone
    let maxima = programme.curve.maxima()
    let rate = programme.sampleRate.hertz
    return DeliveryMeasurement(
      loudness: reading?.integrated ?? programme.loudness,
      range: reading?.range ?? LoudnessRange.of(programme.curve.shortTerm()).map { Decibels($0) },
      maximumShortTerm: maxima.shortTerm, maximumMomentary: maxima.momentary,
      samplePeak: Decibels(gain: Double(programme.curve.peak)), truePeak: peak,
      offset: [programme.field.offset.x, programme.field.offset.y],
      fullScaleSamples: programme.field.fullScaleSamples,
      correlation: programme.field.correlation,
      outOfPhaseSeconds: programme.field.longestOutOfPhase,
      width: tone.width > -149 ? Decibels(tone.width) : nil,
      leadingSilence: Double(programme.field.leadingSilence) / rate,
      trailingSilence: Double(programme.field.trailingSilence) / rate,
      thirdOctaves: tone.levels.map { ($0 * 100).rounded() / 100 }, seconds: programme.seconds)
  }

  /// The report.
  func delivery(
    plan: MasterPlan, measured: Measured
  ) -> MasterDelivery {
    let missed = (measured.after.loudness?.value ?? -150) < plan.limiter.loudness.value - 0.1
    return MasterDelivery(
      input: source.path, files: measured.files, plan: plan, before: measured.before,
      after: measured.after, limiting: take.reduction, meanLimiting: take.meanReduction,
      limitingAboveThree: take.shareAboveThree, stoppedByLimiting: take.isHeld && missed,
      codecs: measured.previews, previewSeconds: measured.previewSeconds,
      notes: DeliveryNotes.notes(plan: plan, take: take, measured: measured, missed: missed))
  }
}
