package io.langsong.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The version of an object as HTTP carries it: {@code ETag: "7"}, and back in {@code If-Match} (RFC 9110 section 13.1.1). */
public final class EntityTag {
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,8})\"");

    private EntityTag() {}

    /**
     * The version that a change was made from.
     *
     * @param match value of {@code If-Match}; null or {@code *}: whatever is there
     * @throws RequestRefused when it is no tag of ours
     */
    public static @Nullable Integer version(@Nullable String match) {
        if (match == null || match.strip().equals("*")) {
            return null;
        }
        Matcher tag = VERSION.matcher(match.strip());
        if (!tag.matches()) {
            throw RequestRefused.wrong(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not one of our entity tags",
                    "send the ETag that came with the object");
        }
        return Integer.valueOf(tag.group(1));
    }
}
