package io.langsong.inventory;

import java.util.Locale;

/**
 * What can be wrong with a value or a change. Each has two sentences in the message files of this module, one that says
 * what is wrong and one that says what to do, with the arguments of its {@link Wording}.
 */
public enum Fault {
    ADDRESS_TAKEN,
    BAD_OCTETS,
    BAD_SECRET,
    CELLS_COUNT,
    CHANGED_MEANWHILE,
    CHOICE_MISSING,
    CHOICE_UNKNOWN,
    COLUMN_TWICE,
    DISGUISED_ADDRESS,
    EMPTY,
    EMPTY_OCTETS,
    ENDS_BEFORE_START,
    FILE_EMPTY,
    GIVEN_TWICE,
    HIDDEN_CHARACTER,
    ID_COLUMN_MISSING,
    ID_TAKEN,
    IMPOSSIBLE_INTERVAL,
    IMPOSSIBLE_REQUIRED,
    IN_USE,
    LINK_MISSING,
    LINK_OF_WIFI,
    LOOP,
    MEMBERS_OF_LINE,
    MISSING,
    NAME_TAKEN,
    NAME_UNCLEAR,
    NONE_CHOSEN,
    NOT_ACCESS_POINTS,
    NOT_AN_ADDRESS,
    NOT_AN_ASCII_NAME,
    NOT_AN_ID,
    NOT_A_DATE,
    NOT_A_PHONE,
    NOT_A_PHOTO,
    NOT_A_PORT,
    NOT_A_PROFILE_NAME,
    NOT_A_RATE,
    NOT_A_SHEET,
    NOT_A_SPAN,
    NOT_A_VERSION,
    NOT_CSV,
    NOT_DEGREES,
    NOT_IPV6,
    NOT_OF_VERSION,
    NOT_ONE_DEVICE,
    NOT_ON_EARTH,
    NOT_THERE,
    NOT_TRUTH,
    NOT_UTF_8,
    NOT_WHOLE,
    NO_AUTHENTICATION,
    NO_SUCH,
    OTHER_PROVIDER,
    OUT_OF_RANGE,
    OWN_UPLINK,
    POSITION_TAKEN,
    PROTOCOL_MISSING,
    PROTOCOL_UNKNOWN,
    REQUIRED_OF_LINE,
    ROW_TWICE,
    SAME_PORT,
    SECRET_MISSING,
    TOO_LARGE,
    TOO_LONG,
    TOO_MANY_UPLINKS,
    UNKNOWN_COLUMN,
    UNKNOWN_HEADER,
    UNKNOWN_PROFILE;

    /** As in the keys of the messages: {@code not-a-port}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
