package io.langsong.netjson;

import java.util.Locale;

/** Kinds of {@link Problem}; the sentence of each is {@code netjson.CODE} in the message files. */
public enum Fault {
    // The text
    NOT_JSON,
    NOT_AN_OBJECT,
    NOT_A_LIST,
    // The schema
    MISSING,
    WRONG_TYPE,
    NOT_A_CHOICE,
    NO_ALTERNATIVE,
    TOO_SHORT,
    TOO_LONG,
    TOO_SMALL,
    TOO_LARGE,
    TWICE,
    NOT_A_NAME,
    NOT_A_NETWORK,
    NOT_A_MAC,
    NOT_A_MODE,
    NOT_A_PATH,
    NOT_A_KEY,
    NOT_A_MAPPING,
    NOT_A_NUMBER,
    NOT_A_HOSTNAME,
    NOT_AN_ADDRESS,
    NOT_IPV4,
    NOT_IPV6,
    NOT_CIDR,
    NOT_A_ZONE,
    NO_BAND,
    TWO_PRIMARY,
    ONLY_DSA,
    // What UCI and a file system bear
    CONTROL_CHARACTER,
    OPTION_NAME,
    PACKAGE_NAME,
    SECTION_TYPE,
    SECTION_NAME,
    NESTED,
    SAME_SECTION,
    TAKEN_PATH,
    // Templates and variables
    UNMERGEABLE,
    UNDEFINED,
    NOT_A_VALUE,
    // UCI text and archives
    UNCLOSED_QUOTE,
    NOT_UCI,
    OUTSIDE_SECTION,
    NOT_AN_ARCHIVE,
    ARCHIVE_TOO_LARGE,
    ARCHIVE_MEMBER;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
