import CFluidSynth

/// The synthesizer's C library: its version, and its one-time set-up.
public enum SynthesizerLibrary {
  /// The version of the library that runs, such as `2.3.1`: part of what a sound depends on.
  public static var version: String { String(cString: fluid_version_str()) }

  /// Sets the library up once for the process, whatever the number of threads that ask.
  ///
  /// FluidSynth fills its tables of default modulators when the first synthesizer is made, without
  /// waiting in a second thread that comes meanwhile; and it logs to the terminal unless told not to.
  static func start() { _ = started }

  private static let started: Void = {
    for level in [FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG] {
      fluid_set_log_function(Int32(level.rawValue), nil, nil)
    }
    guard let settings = new_fluid_settings() else { return }
    fluid_settings_setint(settings, "synth.lock-memory", 0)
    if let synthesizer = new_fluid_synth(settings) { delete_fluid_synth(synthesizer) }
    delete_fluid_settings(settings)
  }()
}
