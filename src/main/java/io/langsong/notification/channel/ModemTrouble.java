package io.langsong.notification.channel;

import java.util.Map;
import java.util.Set;

/** Something that a modem refuses, in words. */
final class ModemTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    /** 3GPP TS 27.005 section 3.2.5; up to 127 the causes of 3GPP TS 24.011 section E-2. */
    private static final Map<Integer, String> CMS = Map.ofEntries(
            Map.entry(1, "unassigned number"),
            Map.entry(8, "barred by the operator"),
            Map.entry(10, "call barred"),
            Map.entry(21, "transfer rejected; is there credit on the card?"),
            Map.entry(27, "destination out of service"),
            Map.entry(28, "unidentified subscriber"),
            Map.entry(29, "facility rejected"),
            Map.entry(30, "unknown subscriber"),
            Map.entry(38, "network out of order"),
            Map.entry(41, "temporary failure"),
            Map.entry(42, "congestion"),
            Map.entry(47, "no resources"),
            Map.entry(50, "the card has no short messages"),
            Map.entry(69, "facility not implemented by the network"),
            Map.entry(81, "invalid reference"),
            Map.entry(95, "invalid message"),
            Map.entry(96, "mandatory information is invalid"),
            Map.entry(97, "message type not implemented"),
            Map.entry(98, "message not compatible with the state"),
            Map.entry(99, "information element not implemented"),
            Map.entry(111, "protocol error"),
            Map.entry(127, "interworking"),
            Map.entry(300, "the modem failed"),
            Map.entry(301, "short messages of the modem are reserved"),
            Map.entry(302, "not allowed"),
            Map.entry(303, "not supported"),
            Map.entry(304, "invalid PDU"),
            Map.entry(305, "invalid text"),
            Map.entry(310, "no card in the modem"),
            Map.entry(311, "the card asks for its PIN"),
            Map.entry(312, "the card asks for its telephone’s PIN"),
            Map.entry(313, "the card failed"),
            Map.entry(314, "the card is busy"),
            Map.entry(315, "wrong card"),
            Map.entry(316, "the card asks for its PUK"),
            Map.entry(320, "memory failed"),
            Map.entry(321, "invalid place in memory"),
            Map.entry(322, "memory full"),
            Map.entry(330, "the number of the service centre is not known"),
            Map.entry(331, "no network"),
            Map.entry(332, "the network did not answer in time"),
            Map.entry(340, "no acknowledgement was awaited"),
            Map.entry(500, "unknown error"));

    /** Those about the number or the message itself: everything else somebody or time will mend. */
    private static final Set<Integer> FOR_GOOD = Set.of(1, 28, 30, 95, 96, 304, 305);

    private final boolean forGood;

    private ModemTrouble(String message, boolean forGood) {
        super(message);
        this.forGood = forGood;
    }

    static ModemTrouble passing(String message) {
        return new ModemTrouble(message, false);
    }

    static ModemTrouble cms(int code) {
        String word = CMS.getOrDefault(code, code >= 512 ? "a word of its maker" : "no code of 3GPP");
        return new ModemTrouble("+CMS ERROR: %d, %s".formatted(code, word), FOR_GOOD.contains(code));
    }

    /** Whether another try of the same message is in vain. */
    boolean forGood() {
        return forGood;
    }
}
