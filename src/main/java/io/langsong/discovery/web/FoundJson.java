package io.langsong.discovery.web;

import io.langsong.discovery.Found;
import io.langsong.discovery.FoundRow;
import io.langsong.polling.profile.Reason;
import io.langsong.web.ApiValue;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that was found, for programs; its texts are the device's own.
 *
 * @param group new, moved, known or unread
 * @param device id of the one of the inventory that it is
 * @param knownBy address, serial, engine_id, mac or name
 * @param credential place of the one that worked, from 0
 * @param error kind of what went wrong, as {@code probe} has it
 */
record FoundJson(
        int number,
        String address,
        int port,
        String group,
        @Nullable String device,
        @Nullable String knownBy,
        @Nullable String sameAs,
        @Nullable Integer credential,
        @Nullable String error,
        @Nullable String profile,

        @ApiValue("what spoke for it, in Vietnamese where Accept-Language begins with vi, else in English") @Nullable
        String profileReason,

        List<ReasonJson> profileReasons,
        @Nullable String sysObjectID,
        @Nullable String sysDescr,
        @Nullable String sysName,
        @Nullable String sysLocation,
        @Nullable String vendor,
        @Nullable String model,
        @Nullable String firmware,
        @Nullable String serial,
        String name,
        String kind,
        @Nullable String site,
        List<UplinkJson> uplinks,
        boolean acceptable,
        @Nullable String acceptedAs) {

    /**
     * @param key by which it is chosen
     * @param number of the parent among what was found; null when it is not one of those
     */
    record UplinkJson(
            String key, @Nullable Integer number, @Nullable String device, String name, List<EvidenceJson> evidence) {}

    /**
     * One thing that spoke for the profile.
     *
     * @param sign object-id, descr, answers, answer-matches or nothing
     * @param mark the sysObjectID or the object that was asked for; empty when it is neither
     * @param pattern what matched, as the profile writes it; empty when any answer did
     */
    record ReasonJson(String sign, String mark, String pattern) {}

    /** One box sees another. @param source lldp, cdp, bridge or arp */
    record EvidenceJson(String source, String port, String by, String sees) {}

    static FoundJson of(FoundRow row, UnaryOperator<String> word) {
        Found found = row.found();
        return new FoundJson(
                found.number(),
                found.address(),
                found.port(),
                row.group().name().toLowerCase(Locale.ROOT),
                row.device() == null ? null : row.device().value(),
                row.by(),
                row.sameAs(),
                found.credential() < 0 ? null : Integer.valueOf(found.credential()),
                found.fault(),
                found.profile(),
                found.reasons().isEmpty() ? null : inWords(found.reasons(), word),
                found.reasons().stream()
                        .map(one -> new ReasonJson(one.sign().code(), one.mark(), one.pattern()))
                        .toList(),
                found.sysObjectId(),
                found.sysDescr(),
                found.sysName(),
                found.sysLocation(),
                found.vendor(),
                found.model(),
                found.firmware(),
                found.serial(),
                row.name(),
                found.kind().code(),
                row.site() == null ? null : row.site().value(),
                row.uplinks().stream()
                        .map(one -> new UplinkJson(
                                one.key(),
                                one.parentNumber(),
                                one.parentDevice() == null
                                        ? null
                                        : one.parentDevice().value(),
                                one.label(),
                                one.evidence().stream()
                                        .map(each ->
                                                new EvidenceJson(each.source(), each.port(), each.by(), each.sees()))
                                        .toList()))
                        .toList(),
                row.acceptable(),
                found.acceptedAs());
    }

    /** As the page has it. */
    private static String inWords(List<Reason> reasons, UnaryOperator<String> word) {
        return reasons.stream()
                .map(one -> Stream.of(
                                word.apply("discovery.sign." + one.sign().code()),
                                one.mark(),
                                one.mark().isEmpty() || one.pattern().isEmpty()
                                        ? ""
                                        : word.apply("discovery.sign.with"),
                                one.pattern())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }
}
