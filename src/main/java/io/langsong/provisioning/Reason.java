package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.driver.DeviceFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a box does not have what it is to have.
 *
 * @param code last part of the key of its words: {@code provisioning.reason.CODE}
 * @param arguments those of the words; what a box said is among them, so hostile
 */
public record Reason(String code, List<String> arguments) {
    private static final String SAID = "said";
    /** Arguments that are left out of a sentence, as when a box says no and nothing else. */
    private static final String SILENCE = "reason.silence";

    public Reason {
        arguments = List.copyOf(arguments);
    }

    /** What a push itself finds; beside these are those of {@link DeviceFailure.Reason}. */
    enum Found {
        /** It came to no end, and did not put back what it had. */
        NO_END,
        /** The server or the line ended in the middle, and the box can not say how far it got. */
        CUT_SHORT,
        /** Seconds. */
        UNDONE;

        private String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Reason of(Found found, Object... arguments) {
        return new Reason(
                found.code(), Stream.of(arguments).map(Object::toString).toList());
    }

    public static Reason of(DeviceFailure failure) {
        return new Reason(failure.reason().code(), failure.arguments());
    }

    /** A box's own words; null when it said nothing. */
    static @Nullable Reason said(@Nullable String words) {
        return words == null ? null : new Reason(SAID, List.of(words));
    }

    /** As kept in {@code reason_code} and {@code reason_arguments}; null when there is none. */
    static @Nullable Reason kept(ResultSet row) throws SQLException {
        String code = row.getString("reason_code");
        return code == null
                ? null
                : new Reason(code, List.of((String[])
                        row.getArray("reason_arguments").getArray()));
    }

    static String @Nullable [] argumentsOf(@Nullable Reason reason) {
        return reason == null ? null : reason.arguments().toArray(String[]::new);
    }

    /** With stars for secrets: a command line repeats what was typed. */
    Reason masked(@Nullable Dialect dialect) {
        return new Reason(
                code, arguments.stream().map(text -> Masks.ofBox(dialect, text)).toList());
    }

    /** What it makes of what somebody wanted of a box. */
    public Refused refusal(DeviceId place) {
        return Refused.conflict(
                "id",
                place.value(),
                "provisioning.reason." + code,
                List.copyOf(arguments),
                "can not be asked: " + text(Locale.ENGLISH),
                "look at the box and at how it is reached, and try again");
    }

    /** As a sentence, in which what the box said stands in quotation marks. */
    public String text(Locale language) {
        return ProvisioningWords.say(
                language,
                "reason." + code,
                arguments.stream()
                        .map(text -> text.isBlank() ? ProvisioningWords.say(language, SILENCE) : text)
                        .toArray());
    }
}
