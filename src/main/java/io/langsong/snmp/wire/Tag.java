package io.langsong.snmp.wire;

/** Identifier octets of X.690, RFC 2578 section 7.1 and RFC 3416 section 3. */
public final class Tag {
    public static final int INTEGER = 0x02;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int SEQUENCE = 0x30;

    public static final int IP_ADDRESS = 0x40;
    public static final int COUNTER32 = 0x41;
    public static final int GAUGE32 = 0x42;
    public static final int TIME_TICKS = 0x43;
    public static final int OPAQUE = 0x44;
    public static final int COUNTER64 = 0x46;

    public static final int NO_SUCH_OBJECT = 0x80;
    public static final int NO_SUCH_INSTANCE = 0x81;
    public static final int END_OF_MIB_VIEW = 0x82;

    public static final int GET = 0xa0;
    public static final int GET_NEXT = 0xa1;
    public static final int RESPONSE = 0xa2;
    /** Trap-PDU of version 1, RFC 1157 section 4.1.6. */
    public static final int TRAP_V1 = 0xa4;

    public static final int GET_BULK = 0xa5;
    public static final int INFORM = 0xa6;
    public static final int TRAP_V2 = 0xa7;
    public static final int REPORT = 0xa8;

    private Tag() {}
}
