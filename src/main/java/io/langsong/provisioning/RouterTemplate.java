package io.langsong.provisioning;

import io.langsong.netjson.DeviceReading;
import io.langsong.netjson.DeviceReading.Unread;
import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.Problem;
import io.langsong.provisioning.TemplateWish.VariableWish;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A template that is proposed from what a router has: secrets and what is the router's own are taken out of it. Nothing is kept of it.
 *
 * @param content NetJSON with places for variables
 * @param variables those that {@code content} names; none has a value of the router but in its words
 * @param leftOut what was the router's alone, by its place in the configuration
 * @param unread options that the content does not say, as UCI, with stars for secrets
 * @param files of an archive that were not taken
 * @param problems why the content can not be rendered as it is
 */
public record RouterTemplate(
        String content,
        List<VariableWish> variables,
        Map<String, String> leftOut,
        List<String> unread,
        List<String> files,
        List<Problem> problems) {
    /** Of one text or archive; what a router with all its packages has is a tenth of it. */
    public static final int MOST_OCTETS = 2 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int GZIP = 0x1f;
    private static final int TAR_MAGIC_AT = 257;

    public RouterTemplate {
        variables = List.copyOf(variables);
        leftOut = Map.copyOf(leftOut);
        unread = List.copyOf(unread);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * @param given what {@code uci export} or {@code sysupgrade -b} gives
     * @throws NetJsonException when it is neither
     */
    public static RouterTemplate of(byte[] given) {
        DeviceReading reading = isArchive(given)
                ? DeviceReading.ofArchive(given)
                : DeviceReading.ofText(new String(given, StandardCharsets.UTF_8).replace("\r\n", "\n"));
        return of(reading);
    }

    private static boolean isArchive(byte[] given) {
        boolean packed = given.length > 1 && given[0] == GZIP && (given[1] & 0xff) == 0x8b;
        boolean tar = given.length > TAR_MAGIC_AT + 5
                && new String(given, TAR_MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar");
        return packed || tar;
    }

    static RouterTemplate of(DeviceReading reading) {
        TakenOut taken = TakenOut.of(reading.config());
        Map<String, String> leftOut = new LinkedHashMap<>();
        taken.leftOut().forEach((place, value) -> leftOut.put(place, value.asString("")));
        return new RouterTemplate(
                written(taken.config()),
                taken.variables(),
                leftOut,
                reading.unread().stream().map(one -> line(one, taken.secrets())).toList(),
                reading.files(),
                reading.problems());
    }

    private static String written(ObjectNode config) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n";
    }

    private static String line(Unread one, Set<String> secrets) {
        String place = one.uciPackage() + "." + one.section();
        boolean hidden = Masks.OPTIONS.contains(one.option())
                || secrets.stream().anyMatch(secret -> one.value().contains(secret));
        return one.option().isEmpty()
                ? place
                : place + "." + one.option() + "='" + (hidden ? Masks.STARS : one.value()) + "'";
    }

    /** Names of the variables that have to be given a value. */
    public List<String> required() {
        return variables.stream()
                .filter(VariableWish::required)
                .map(VariableWish::name)
                .collect(Collectors.toList());
    }
}
