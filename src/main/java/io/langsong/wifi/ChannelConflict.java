package io.langsong.wifi;

/**
 * Two radios that take turns or disturb each other, since what they take up overlaps.
 *
 * @param sameSite whether they stand at one site, so that they surely hear each other
 * @param sameChannel whether they at least take turns; radios that overlap in part disturb each other without knowing
 */
public record ChannelConflict(WifiRadio one, WifiRadio other, boolean sameSite, boolean sameChannel) {}
