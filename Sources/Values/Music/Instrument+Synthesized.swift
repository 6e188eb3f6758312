/// The instruments that presets synthesise, one line each.
extension Instrument {
  /// A synthesised instrument; `program` is the nearest of General MIDI.
  private static func synthesized(
    _ id: String, _ name: String, _ family: InstrumentFamily, _ program: Int,
    _ range: ClosedRange<Int>, _ comfort: ClosedRange<Int>, _ polyphony: Int
  ) -> Instrument {
    Instrument(id, name, family, program, range, comfort, polyphony, 0, isSynthesized: true)
  }

  /// All of them: each has a file of its id among the preset files.
  static let synthesized: [Instrument] = [
    synthesized("analog-bass", "Analogue Bass", .bass, 38, 24...72, 26...60, 1),
    synthesized("acid-bass", "Acid Bass", .bass, 38, 24...72, 26...60, 1),
    synthesized("reese-bass", "Reese Bass", .bass, 39, 24...72, 26...60, 1),
    synthesized("wobble-bass", "Wobble Bass", .bass, 39, 24...72, 26...60, 1),
    synthesized("sub-bass", "Sub Bass", .bass, 39, 24...72, 26...60, 1),
    synthesized("808-bass", "Gliding 808 Bass", .bass, 39, 24...72, 26...60, 1),
    synthesized("fm-bass", "FM Bass", .bass, 38, 24...72, 26...60, 1),
    synthesized("chip-bass", "Chip Triangle Bass", .bass, 38, 24...72, 26...60, 1),
    synthesized("supersaw", "Supersaw", .synthLead, 81, 28...103, 36...96, 12),
    synthesized("analog-lead", "Analogue Lead", .synthLead, 81, 36...103, 48...91, 2),
    synthesized("chip-lead", "Chip Pulse Lead", .synthLead, 80, 36...103, 48...96, 2),
    synthesized("analog-pluck", "Analogue Pluck", .synthPad, 90, 36...103, 43...96, 12),
    synthesized("analog-poly", "Analogue Polysynth", .synthPad, 90, 36...96, 40...88, 12),
    synthesized("analog-brass", "Analogue Brass", .synthPad, 62, 36...96, 40...84, 12),
    synthesized("analog-strings", "Analogue Strings", .synthPad, 50, 28...103, 36...96, 12),
    synthesized("analog-pad", "Analogue Pad", .synthPad, 89, 36...96, 43...88, 12),
    synthesized("wavetable-pad", "Wavetable Pad", .synthPad, 94, 36...96, 43...88, 12),
    synthesized("glass-pad", "Glass Pad", .synthPad, 92, 36...96, 43...88, 12),
    synthesized("fm-piano", "FM Piano", .piano, 5, 28...103, 33...96, 10),
    synthesized("fm-bell", "FM Bell", .chromaticPercussion, 14, 48...96, 55...91, 8),
    synthesized("fm-mallet", "FM Mallet", .chromaticPercussion, 11, 41...96, 48...91, 8),
    synthesized("plucked-string", "Plucked String", .ethnic, 25, 36...88, 40...84, 6),
    synthesized("struck-string", "Struck String", .ethnic, 15, 28...96, 36...88, 10),
    synthesized("analog-kit", "Analogue Kit", .drumKit, 25, 27...87, 27...87, 16),
    synthesized("808-kit-synth", "Synthesised 808 Kit", .drumKit, 25, 27...87, 27...87, 16),
    synthesized("dance-kit", "Synthesised Dance Kit", .drumKit, 24, 27...87, 27...87, 16),
    synthesized("chip-kit", "Chip Noise Kit", .drumKit, 24, 27...87, 27...87, 16),
    synthesized("riser", "Riser", .synthEffects, 95, 36...96, 43...88, 4),
    synthesized("downlifter", "Downlifter", .synthEffects, 97, 36...96, 43...88, 4),
    synthesized("noise-sweep", "Noise Sweep", .synthEffects, 95, 36...96, 43...88, 4),
    synthesized("impact", "Impact", .soundEffects, 127, 36...84, 48...72, 4),
    synthesized("sub-drop", "Sub Drop", .soundEffects, 118, 36...84, 48...72, 2),
    synthesized("vinyl-texture", "Vinyl Texture", .soundEffects, 122, 48...72, 60...60, 1),
    synthesized("tape-texture", "Tape Texture", .soundEffects, 122, 48...72, 60...60, 1),
  ]
}
