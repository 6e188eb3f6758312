public import Music
public import Signal

/// What was found in a recording: how loud, how bright, how wide, how fast, in which key, in which sections.
///
/// A value is nil where the sound is too short or too silent for it. Levels are dB re full scale, loudness is
/// LUFS, times are seconds.
public struct SoundAnalysis: Hashable, Codable, Sendable {
  /// The file, as its header and content say.
  public struct Source: Hashable, Codable, Sendable {
    /// The kind of file, such as `WAVE`.
    public var container: String
    /// The sample rate in hertz.
    public var sampleRate: SampleRate
    /// The number of channels in the file.
    public var channels: Int
    /// The length.
    public var duration: Double

    /// Describes a file.
    public init(container: String, sampleRate: SampleRate, channels: Int, duration: Double) {
      self.container = container
      self.sampleRate = sampleRate
      self.channels = channels
      self.duration = duration
    }
  }

  /// Loudness and peaks after BS.1770, EBU Tech 3341 and 3342.
  public struct Loudness: Hashable, Codable, Sendable {
    /// Gated loudness of the whole.
    public var integrated: LUFS?
    /// The greatest loudness of any 400 ms.
    public var maximumMomentary: LUFS?
    /// The greatest loudness of any 3 s.
    public var maximumShortTerm: LUFS?
    /// Loudness range in LU.
    public var range: Decibels?
    /// The greatest peak between samples, dBTP.
    public var truePeak: Decibels?
    /// The greatest sample.
    public var samplePeak: Decibels?
    /// True peak less integrated loudness (PLR), in LU.
    public var peakToLoudness: Decibels?
    /// True peak of 3 s less their loudness (PSR): the value that 5 % of all moments lie below, in LU.
    public var peakToShortTerm: Decibels?

    /// Makes readings; what is not given was not found.
    public init(
      integrated: LUFS? = nil, maximumMomentary: LUFS? = nil, maximumShortTerm: LUFS? = nil,
      range: Decibels? = nil, truePeak: Decibels? = nil, samplePeak: Decibels? = nil,
      peakToLoudness: Decibels? = nil, peakToShortTerm: Decibels? = nil
    ) {
      self.integrated = integrated
      self.maximumMomentary = maximumMomentary
      self.maximumShortTerm = maximumShortTerm
      self.range = range
      self.truePeak = truePeak
      self.samplePeak = samplePeak
      self.peakToLoudness = peakToLoudness
      self.peakToShortTerm = peakToShortTerm
    }
  }

  /// Levels and what is wrong with them.
  public struct Levels: Hashable, Codable, Sendable {
    /// Root mean square of all channels.
    public var rootMeanSquare: Decibels?
    /// Sample peak less root mean square.
    public var crestFactor: Decibels?
    /// The crest factor of the loudest fifth of 3-second blocks, the mean of the channels.
    public var dynamicRange: Decibels?
    /// The mean of each channel, of full scale.
    public var directCurrent: [Double]
    /// How many flat tops there are, and which share of all samples they hold.
    public var clippedRuns: Int, clippedShare: Double

    /// Makes levels.
    public init(
      rootMeanSquare: Decibels?, crestFactor: Decibels?, dynamicRange: Decibels?,
      directCurrent: [Double], clippedRuns: Int, clippedShare: Double
    ) {
      self.rootMeanSquare = rootMeanSquare
      self.crestFactor = crestFactor
      self.dynamicRange = dynamicRange
      self.directCurrent = directCurrent
      self.clippedRuns = clippedRuns
      self.clippedShare = clippedShare
    }
  }

  /// The long-term average spectrum.
  public struct Spectrum: Hashable, Codable, Sendable {
    /// A third of an octave.
    public struct Band: Hashable, Codable, Sendable {
      /// Its exact middle, IEC 61260-1.
      public var frequency: Hertz
      /// Its power, the mean of the channels, a full-scale sine being -3 dB; nil for none.
      public var level: Decibels?

      /// Makes a band.
      public init(frequency: Hertz, level: Decibels?) {
        self.frequency = frequency
        self.level = level
      }
    }

    /// The bands from 20 Hz to 20 kHz or half the sample rate.
    public var bands: [Band]
    /// How the bands from 100 Hz to 10 kHz fall, dB an octave: 0 for pink noise, 3 for white.
    public var slope: Decibels?
    /// The centre of gravity of the power.
    public var centroid: Hertz?

    /// Makes a spectrum.
    public init(bands: [Band], slope: Decibels?, centroid: Hertz?) {
      self.bands = bands
      self.slope = slope
      self.centroid = centroid
    }
  }

  /// How left and right belong together.
  public struct Stereo: Hashable, Codable, Sendable {
    /// The correlation of the whole, -1...1.
    public var correlation: Double
    /// The least correlation of any second that sounds.
    public var leastCorrelation: Double
    /// The power of the difference over that of the sum: 0 for mono, 1 for two strangers.
    public var width: Double
    /// Where the power lies, -1 all left, 1 all right.
    public var balance: Double
    /// How much softer both sides played as one are, in LU.
    public var monoLoss: Decibels?

    /// Makes a description.
    public init(
      correlation: Double, leastCorrelation: Double, width: Double, balance: Double,
      monoLoss: Decibels?
    ) {
      self.correlation = correlation
      self.leastCorrelation = leastCorrelation
      self.width = width
      self.balance = balance
      self.monoLoss = monoLoss
    }
  }

  /// How fast the music goes.
  public struct Tempo: Hashable, Codable, Sendable {
    /// Beats a minute.
    public var beatsPerMinute: Double
    /// How sure, 0...1.
    public var confidence: Double
    /// Other readings, best first.
    public var alternatives: [Double]
    /// The deviation of beats from an even row, in seconds, root mean square.
    public var unsteadiness: Double
    /// When the first beat falls.
    public var firstBeat: Double

    /// Makes a tempo.
    public init(
      beatsPerMinute: Double, confidence: Double, alternatives: [Double], unsteadiness: Double,
      firstBeat: Double
    ) {
      self.beatsPerMinute = beatsPerMinute
      self.confidence = confidence
      self.alternatives = alternatives
      self.unsteadiness = unsteadiness
      self.firstBeat = firstBeat
    }
  }

  /// In which key the music is.
  public struct Tonality: Hashable, Codable, Sendable {
    /// The key, major or minor.
    public var key: Key
    /// How sure, 0...1.
    public var confidence: Double
    /// Other readings, best first.
    public var alternatives: [Key]
    /// How far the instruments are tuned from A = 440 Hz, in cents, -50...50.
    public var tuning: Double

    /// Makes a tonality.
    public init(key: Key, confidence: Double, alternatives: [Key], tuning: Double) {
      self.key = key
      self.confidence = confidence
      self.alternatives = alternatives
      self.tuning = tuning
    }
  }

  /// A stretch of music that is alike; like stretches have like names.
  public struct SoundSection: Hashable, Codable, Sendable {
    /// A letter, the same for what sounds alike.
    public var name: String
    /// When it begins and ends.
    public var start: Double, end: Double
    /// Its loudness, gated like a programme.
    public var loudness: LUFS?

    /// Makes a section.
    public init(name: String, start: Double, end: Double, loudness: LUFS?) {
      self.name = name
      self.start = start
      self.end = end
      self.loudness = loudness
    }
  }

  /// What the file is.
  public var source: Source
  /// How loud it is.
  public var loudness: Loudness
  /// Its levels.
  public var levels: Levels
  /// Its long-term spectrum.
  public var spectrum: Spectrum
  /// Its two sides; nil for mono and silence.
  public var stereo: Stereo?
  /// Its tempo; nil where no beat is found.
  public var tempo: Tempo?
  /// Its key; nil where nothing pitched is found.
  public var tonality: Tonality?
  /// Its sections, without gaps.
  public var sections: [SoundSection]
  /// What was doubtful, wrong or changed on the way in, in sentences.
  public var notices: [String]

  /// Makes an analysis.
  public init(
    source: Source, loudness: Loudness, levels: Levels, spectrum: Spectrum, stereo: Stereo?,
    tempo: Tempo?, tonality: Tonality?, sections: [SoundSection], notices: [String]
  ) {
    self.source = source
    self.loudness = loudness
    self.levels = levels
    self.spectrum = spectrum
    self.stereo = stereo
    self.tempo = tempo
    self.tonality = tonality
    self.sections = sections
    self.notices = notices
  }
}
