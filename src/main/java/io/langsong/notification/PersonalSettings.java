package io.langsong.notification;

import io.langsong.notification.channel.Contact;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one person is told. Pure.
 *
 * @param person name of the account
 * @param contacts by {@link #CONTACTS}; only those that there are
 * @param channels names out of {@link #CHANNELS} in the order in which they are tried; none: as settings have them
 * @param quiet null: told at any hour
 * @param version counts changes; 0 of somebody who said nothing yet
 */
public record PersonalSettings(
        String person,
        Map<String, String> contacts,
        List<String> channels,
        @Nullable Quiet quiet,
        int version) {
    /** Those that find a person. */
    public static final List<String> CHANNELS =
            List.of("email", "zalo", "zns", "ntfy", "telegram", "sms-gateway", "gsm-modem");

    public static final List<String> CONTACTS =
            Arrays.stream(Contact.values()).map(Contact::code).toList();

    /** The clock that hours of people follow. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    public PersonalSettings {
        contacts = Map.copyOf(new TreeMap<>(contacts));
        channels = List.copyOf(channels);
    }

    /** Of somebody who said nothing yet. */
    static PersonalSettings none(String person) {
        return new PersonalSettings(person, Map.of(), List.of(), null, 0);
    }

    /**
     * Hours in which a person wants to sleep, each day; {@code from} later than {@code until} goes over midnight.
     *
     * @param warnings whether warnings wait too; else only what is for information
     */
    public record Quiet(LocalTime from, LocalTime until, boolean warnings) {
        public Quiet {
            if (from.equals(until)) {
                throw new IllegalArgumentException("Quiet hours begin and end at " + from);
            }
        }

        boolean holds(Severity severity) {
            return severity == Severity.INFO || (severity == Severity.WARNING && warnings);
        }

        boolean covers(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(until);
            return from.isBefore(until) ? begun && !over : begun || !over;
        }

        /** The next time that it is {@code until}. */
        Instant end(Instant now) {
            ZonedDateTime there = now.atZone(ZONE);
            ZonedDateTime today = there.toLocalDate().atTime(until).atZone(ZONE);
            return (today.isAfter(there) ? today : today.plusDays(1)).toInstant();
        }
    }

    /** Until when a message of that severity waits; empty when it does not. */
    Optional<Instant> heldUntil(Severity severity, Instant now) {
        return quiet != null
                        && quiet.holds(severity)
                        && quiet.covers(now.atZone(ZONE).toLocalTime())
                ? Optional.of(quiet.end(now))
                : Optional.empty();
    }
}
