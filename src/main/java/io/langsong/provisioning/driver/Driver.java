package io.langsong.provisioning.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the boxes of one family are given their configuration. Where the family can, a box undoes by itself what is not confirmed in time over
 * a new connection, and keeps the checksum of what it has, so that nothing is applied twice. Any thread, one at a time for a box.
 */
public interface Driver {
    /**
     * What a box is to have.
     *
     * @param checksum 32 hexadecimal digits in lower case
     * @param octets as rendered
     * @param before as rendered, what the box had; null when it is not known
     * @param whole whether {@code octets} are all of its configuration as it once was, and not what is to be merged into it
     * @param confirmWithin after that long it undoes what was not confirmed
     */
    record Change(String checksum, byte[] octets, byte @Nullable [] before, boolean whole, Duration confirmWithin) {
        @Override
        public String toString() {
            return "Change[" + checksum + "]";
        }
    }

    /** How far a change is on the box. */
    enum Phase {
        /** Nothing is on trial. */
        IDLE,
        /** The box will undo it, and nothing of it was applied yet: whoever began has to go on. */
        READY,
        /** It is being applied. */
        BEGUN,
        /** It is in force, and undone unless it is confirmed. */
        APPLIED,
        /** The box could not take it. */
        REFUSED,
        /** Nobody confirmed it in time. */
        UNDONE
    }

    /**
     * What a box says of itself.
     *
     * @param has checksum of what was confirmed last; null when it does not know
     * @param phase of the change whose checksum is {@code change}
     * @param change null when nothing is on trial and nothing was
     * @param reason what the box said of a refusal; null otherwise
     */
    record Standing(
            @Nullable String has,
            Phase phase,
            @Nullable String change,
            @Nullable String reason) {
        public static final Standing UNKNOWN = new Standing(null, Phase.IDLE, null, null);

        public boolean is(Phase wanted, String checksum) {
            return phase == wanted && checksum.equals(change);
        }
    }

    /** Whether a box undoes by itself what is not confirmed, and knows what it has. */
    boolean undoes();

    /** Whether a box that undid something says so; else it can only be told from what it has and how late it is. */
    boolean tellsThatItUndid();

    Standing standing(SshConnection box) throws DeviceFailure;

    /** Whether it can be spoken to, for somebody who tries; changes nothing. */
    default Standing tryOut(SshConnection box) throws DeviceFailure {
        return standing(box);
    }

    /**
     * Begins a change, or goes on with one that is {@code READY}. Of a family that undoes it returns when the box has all it needs to go on alone; else when it is applied.
     *
     * @throws DeviceFailure of kind {@code REFUSED} when the box does not take it
     */
    void begin(SshConnection box, Change change) throws DeviceFailure;

    /** Ends a trial well. The connection has to be a new one: it shows that the box can be reached with what it has now. */
    void confirm(SshConnection box, Change change) throws DeviceFailure;

    /** Ends a trial that was refused, at once. */
    void takeBack(SshConnection box, Change change) throws DeviceFailure;

    /**
     * What can be let out so that a box has again all that it had, as {@code whole} of a change.
     *
     * @param running as {@link #running} gave it once
     * @param made when, so that no two are alike and each is applied
     * @return empty when the family can not be brought back in this way
     */
    default Optional<byte[]> whole(String running, Instant made) {
        return Optional.empty();
    }

    /** Its running configuration, in its own words. */
    String running(SshConnection box) throws DeviceFailure;

    /** The lines of a running configuration without what changes by itself. */
    List<String> steady(String running);
}
