package io.langsong.notification;

/**
 * Whether our own line to the Internet works. One bean of it, of whoever knows better, takes the place of what the channels
 * see by themselves. Any thread.
 */
@FunctionalInterface
public interface Reach {
    boolean uplinkLost();
}
