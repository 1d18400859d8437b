package io.langsong.discovery;

/** What is to be done with something that was found. */
public enum Group {
    /** It is not in the inventory. */
    NEW,
    /** It is, under another address, at which it does not answer. */
    MOVED,
    /** It is. */
    KNOWN,
    /** Something answered, and no credential let us read it. */
    UNREAD
}
