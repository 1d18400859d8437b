package io.langsong.polling;

/** The operator's own profiles are others than before. */
public record ProfilesChanged() {}
