package io.langsong.firmware;

import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.SshAccess;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether firmware can be brought to an access point.
 *
 * @param reasons keys of words below {@code firmware.reason}; empty when it fits
 * @param from version that runs there; null when that is not known
 */
public record Fit(
        Verdict verdict, List<String> reasons, @Nullable String from) {
    /** What has to be free beside the file: the box works on while it is brought. */
    static final long SPARE_OCTETS = 4L << 20;

    public Fit {
        reasons = List.copyOf(reasons);
    }

    /** In one word. */
    public enum Verdict {
        FITS,
        /** It runs there already. */
        HAS_IT,
        DOES_NOT_FIT,
        /** The box has to be asked, or be made reachable first. */
        UNKNOWN;

        /** As written in JSON: {@code does-not-fit}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param access how the box is reached; null when nobody said
     * @param facts what it said last; null when it was not asked
     * @param heard version that its agent told; null for none
     */
    static Fit of(
            Image image,
            AccessPoint place,
            @Nullable SshAccess access,
            @Nullable BoxFacts facts,
            @Nullable String heard) {
        if (place.life().approved() == null || place.life().retired() != null) {
            return no("not-approved", heard);
        } else if (Family.of(place.method()).filter(image.family()::equals).isEmpty()) {
            return no("other-family", heard);
        } else if (access == null) {
            return new Fit(Verdict.UNKNOWN, List.of("no-ssh"), heard);
        } else if (access.hostKey() == null) {
            return new Fit(Verdict.UNKNOWN, List.of("no-host-key"), heard);
        }
        return facts == null ? new Fit(Verdict.UNKNOWN, List.of("not-asked"), heard) : of(image, facts);
    }

    private static Fit no(String reason, @Nullable String from) {
        return new Fit(Verdict.DOES_NOT_FIT, List.of(reason), from);
    }

    /** Of a box that is reached. */
    static Fit of(Image image, BoxFacts box) {
        String from = box.version();
        if (box.family() != image.family()) {
            return no("other-family", from);
        } else if (!image.boards().contains(box.board())) {
            return no(image.family() == Family.OPENWRT ? "other-board" : "other-architecture", from);
        } else if (image.isOn(box)) {
            return new Fit(Verdict.HAS_IT, List.of("has-it"), from);
        } else if (box.freeOctets() < image.octets() + SPARE_OCTETS) {
            return no("too-little-room", from);
        } else if (image.family() == Family.ROUTEROS) {
            return routerOs(image, box);
        }
        return new Fit(Verdict.FITS, List.of(), from);
    }

    /** RouterOS restarts with all its packages of one version or stays as it is, and takes an older one only by other commands. */
    private static Fit routerOs(Image image, BoxFacts box) {
        boolean alone = image.packageName() == null
                ? box.packages().size() <= 1
                : List.of(image.packageName()).containsAll(box.packages());
        if (!alone) {
            return no("other-packages", box.version());
        }
        return isOlder(image.version(), box.version())
                ? no("older", box.version())
                : new Fit(Verdict.FITS, List.of(), box.version());
    }

    /** By the numbers in front; what stands behind them does not count. */
    static boolean isOlder(String one, String other) {
        int[] left = numbers(one);
        int[] right = numbers(other);
        for (int i = 0; i < left.length; i++) {
            if (left[i] != right[i]) {
                return left[i] < right[i];
            }
        }
        return false;
    }

    private static int[] numbers(String version) {
        int[] numbers = new int[3];
        String[] parts = version.replaceFirst("[^0-9.].*", "").split("\\.", 0);
        for (int i = 0; i < Math.min(numbers.length, parts.length); i++) {
            numbers[i] = parts[i].matches("[0-9]{1,6}") ? Integer.parseInt(parts[i]) : 0;
        }
        return numbers;
    }
}
