package io.langsong.event;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the engines of SNMPv3 of some devices, so that a person has to set it right; polls go on meanwhile.
 *
 * @param engineId in hexadecimal digits
 * @param members the devices it is about, never none
 * @param unseen how many more there are that whoever asks may not see
 * @param firstAt since when; {@code lastAt} when it was seen last
 * @param endedAt when it was seen to be over; null while it lasts
 * @param times how often a clock went back; of no meaning for a shared id
 * @param bootsBefore snmpEngineBoots before the clock went back last, {@code boots} after; the same where only its time did
 */
public record EngineFault(
        Kind kind,
        String engineId,
        List<Member> members,
        int unseen,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant endedAt,
        long times,
        int bootsBefore,
        int boots) {
    public EngineFault {
        members = List.copyOf(members);
    }

    /** Each has words: {@code event.fault.CODE}. */
    public enum Kind {
        /** Devices answer with one engine id, as copies of one image do. */
        SHARED_ID,
        /** The clock of an engine went back, which none does by itself. */
        SET_BACK;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * @param name null where it has left the inventory
     * @param address where it answered
     */
    public record Member(DeviceId device, @Nullable String name, String address) {}

    public boolean lasts() {
        return endedAt == null;
    }

    /** As whoever sees this inventory may know of it, with the names that the devices have there. */
    public Optional<EngineFault> seenIn(InventorySnapshot inventory) {
        List<Member> seen = members.stream()
                .filter(one -> inventory.mayName(one.device()))
                .map(one -> new Member(
                        one.device(),
                        inventory.device(one.device()).map(Device::name).orElse(null),
                        one.address()))
                .toList();
        int left = unseen + members.size() - seen.size();
        return seen.isEmpty()
                ? Optional.empty()
                : Optional.of(new EngineFault(
                        kind, engineId, seen, left, firstAt, lastAt, endedAt, times, bootsBefore, boots));
    }
}
