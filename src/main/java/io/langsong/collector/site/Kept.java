package io.langsong.collector.site;

import org.jspecify.annotations.Nullable;

/**
 * What a collector has to know to call its server.
 *
 * @param newest null while there is none that was used instead of {@link #identity}
 */
record Kept(
        ServerAddress server, Identity identity, @Nullable Identity newest) {
    /** The one to try first. */
    Identity first() {
        Identity renewed = newest;
        return renewed == null ? identity : renewed;
    }

    Kept with(@Nullable Identity renewed) {
        return new Kept(server, identity, renewed);
    }

    /** The newest worked: the one before is not needed any more. */
    Kept settled() {
        return new Kept(server, first(), null);
    }

    Kept at(ServerAddress other) {
        return new Kept(other, identity, newest);
    }
}
