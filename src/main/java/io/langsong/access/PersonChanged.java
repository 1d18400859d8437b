package io.langsong.access;

/** Published after a person was changed in a way that ends the sessions: role, password, enabled. */
public record PersonChanged(String name) {}
