package io.langsong.access;

/** What a person may do; each includes the ones before it. */
public enum Role {
    VIEWER,
    TECHNICIAN,
    ADMIN
}
