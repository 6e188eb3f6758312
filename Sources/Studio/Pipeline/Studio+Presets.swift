import PresetFiles

/// The sounds that the program synthesises itself.
extension Studio {
  /// The presets of the program, and those of the user, which replace others of the same name.
  ///
  /// Empty where the program's data has none: the SoundFont plays in their stead, and the song's notices say so.
  /// Throws `PresetLibraryError` for a folder that may not be read. Any thread.
  func presets() throws(PresetLibraryError) -> PresetLibrary {
    try PresetLibrary.load(folders: presetFolders)
  }
}
