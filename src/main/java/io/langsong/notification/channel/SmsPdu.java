package io.langsong.notification.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Short messages as a modem in PDU mode takes and gives them (3GPP TS 23.040 section 9.2). Pure. */
final class SmsPdu {
    /** SMS-SUBMIT, with a relative validity period. */
    private static final int SUBMIT = 0x01 | 0x10;

    private static final int STATUS_REPORT_REQUESTED = 0x20;
    private static final int USER_DATA_HEADER = 0x40;
    private static final int INTERNATIONAL = 0x91;
    private static final int UCS2 = 0x08;
    /** One day: what is older is no news (section 9.2.3.12.1). */
    private static final int VALID_FOR_A_DAY = 0xA7;

    private static final int SEPTETS = 160;
    private static final int SEPTETS_OF_A_PART = 153;
    private static final int OCTETS = 140;
    private static final int OCTETS_OF_A_PART = 134;
    /** Of the header of a part, without its length: concatenation with a reference of 8 bits (section 9.2.3.24.1). */
    private static final int HEADER_OCTETS = 5;

    private static final String DOTS = "...";

    private SmsPdu() {}

    /**
     * One part as {@code AT+CMGS} takes it.
     *
     * @param length octets without that of the service centre, as the command says it
     * @param hex with an empty service centre: the card's own is used
     */
    record Submit(int length, String hex) {}

    /** As much of a text as so many parts hold; what is left out is shown by dots. */
    static String fitting(String text, int mostParts) {
        if (!GsmAlphabet.holds(text)) {
            int most = mostParts == 1 ? OCTETS / 2 : (OCTETS_OF_A_PART / 2 - 1) * mostParts;
            return text.length() <= OCTETS / 2 ? text : Texts.units(text, most);
        }
        // A pair that a cut would part leaves its part one short.
        int most = mostParts == 1 ? SEPTETS : (SEPTETS_OF_A_PART - 1) * mostParts;
        if (GsmAlphabet.septets(text).length <= Math.max(SEPTETS, most)) {
            return text;
        }
        int end = 0;
        int used = 0;
        while (true) {
            used += GsmAlphabet.septets(text.substring(end, end + 1)).length;
            if (used > most - DOTS.length()) {
                return text.substring(0, end) + DOTS;
            }
            end++;
        }
    }

    /**
     * Cut into as few parts as it needs.
     *
     * @param number E.164 with {@code +}
     * @param reference of the parts of one text, 0 to 255
     * @param mostParts what does not fit is left out
     */
    static List<Submit> submits(String number, String text, int reference, int mostParts) {
        String kept = fitting(text, mostParts);
        boolean seven = GsmAlphabet.holds(kept);
        List<byte[]> parts = seven ? sevenBit(kept) : sixteenBit(kept);
        List<Submit> submits = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            byte[] header = parts.size() == 1
                    ? new byte[0]
                    : new byte[] {HEADER_OCTETS, 0, 3, (byte) reference, (byte) parts.size(), (byte) (part + 1)};
            submits.add(submit(number, seven, header, parts.get(part)));
        }
        return submits;
    }

    private static List<byte[]> sevenBit(String text) {
        byte[] septets = GsmAlphabet.septets(text);
        if (septets.length <= SEPTETS) {
            return List.of(septets);
        }
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        while (from < septets.length) {
            int end = Math.min(septets.length, from + SEPTETS_OF_A_PART);
            if (GsmAlphabet.isSecondOfPair(septets, end)) {
                end--;
            }
            parts.add(Arrays.copyOfRange(septets, from, end));
            from = end;
        }
        return parts;
    }

    private static List<byte[]> sixteenBit(String text) {
        if (text.length() <= OCTETS / 2) {
            return List.of(text.getBytes(StandardCharsets.UTF_16BE));
        }
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = Math.min(text.length(), from + OCTETS_OF_A_PART / 2);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            parts.add(text.substring(from, end).getBytes(StandardCharsets.UTF_16BE));
            from = end;
        }
        return parts;
    }

    private static Submit submit(String number, boolean seven, byte[] header, byte[] content) {
        ByteArrayOutputStream pdu = new ByteArrayOutputStream();
        pdu.write(SUBMIT | STATUS_REPORT_REQUESTED | (header.length > 0 ? USER_DATA_HEADER : 0));
        // The modem sets the message reference, and tells it with +CMGS.
        pdu.write(0);
        address(pdu, number);
        pdu.write(0);
        pdu.write(seven ? 0 : UCS2);
        pdu.write(VALID_FOR_A_DAY);
        if (seven) {
            int headerSeptets = (header.length * 8 + 6) / 7;
            int fill = headerSeptets * 7 - header.length * 8;
            pdu.write(headerSeptets + content.length);
            pdu.writeBytes(header);
            pdu.writeBytes(GsmAlphabet.pack(content, fill));
        } else {
            pdu.write(header.length + content.length);
            pdu.writeBytes(header);
            pdu.writeBytes(content);
        }
        return new Submit(pdu.size(), "00" + HexFormat.of().withUpperCase().formatHex(pdu.toByteArray()));
    }

    /** Digits in pairs, the first in the lower half; an odd last one is filled with F (section 9.1.2.5). */
    private static void address(ByteArrayOutputStream pdu, String number) {
        String digits = number.substring(1);
        pdu.write(digits.length());
        pdu.write(INTERNATIONAL);
        String even = digits.length() % 2 == 0 ? digits : digits + "F";
        for (int i = 0; i < even.length(); i += 2) {
            pdu.write(Character.digit(even.charAt(i + 1), 16) << 4 | Character.digit(even.charAt(i), 16));
        }
    }

    /**
     * What became of a part.
     *
     * @param reference as {@code +CMGS} told it, 0 to 255
     * @param number of whom it was for: digits, with {@code +} when international
     * @param status TP-Status (section 9.2.3.15)
     */
    record StatusReport(int reference, String number, int status) {
        /** On the telephone, or handed to somebody who answers for it. */
        boolean arrived() {
            return status <= 0x02;
        }

        /** The service centre does not try any more. */
        boolean lost() {
            return status >= 0x40;
        }

        /** In words, as 3GPP names it. */
        String why() {
            String word = switch (status) {
                case 0x40 -> "remote procedure error";
                case 0x41 -> "incompatible destination";
                case 0x42 -> "connection rejected by the telephone";
                case 0x43 -> "not obtainable";
                case 0x44 -> "quality of service not available";
                case 0x45 -> "no interworking available";
                case 0x46 -> "validity period expired";
                case 0x47 -> "deleted by the sender";
                case 0x48 -> "deleted by the service centre";
                case 0x49 -> "the message does not exist";
                default -> status >= 0x60 ? "temporary error, no longer tried" : "permanent error";
            };
            return "status report %s: %s".formatted(String.format(Locale.ROOT, "0x%02X", status), word);
        }
    }

    /** Reads what follows {@code +CDS:}; empty when it is no status report. */
    static Optional<StatusReport> statusReport(String hex) {
        byte[] pdu;
        try {
            pdu = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
        try {
            int at = 1 + (pdu[0] & 0xFF);
            boolean isReport = (pdu[at] & 0x03) == 0x02;
            int reference = pdu[at + 1] & 0xFF;
            int digits = pdu[at + 2] & 0xFF;
            int type = pdu[at + 3] & 0xFF;
            int number = at + 4;
            // Two times of seven octets lie between the number and the status.
            int status = pdu[number + (digits + 1) / 2 + 14] & 0xFF;
            return isReport
                    ? Optional.of(new StatusReport(reference, number(pdu, number, digits, type), status))
                    : Optional.empty();
        } catch (ArrayIndexOutOfBoundsException tooShort) {
            return Optional.empty();
        }
    }

    private static String number(byte[] pdu, int from, int digits, int type) {
        StringBuilder number = new StringBuilder((type & 0x70) == 0x10 ? "+" : "");
        for (int i = 0; i < digits; i++) {
            int octet = pdu[from + i / 2] & 0xFF;
            int digit = i % 2 == 0 ? octet & 0x0F : octet >> 4;
            number.append(Character.forDigit(digit, 16));
        }
        return number.toString();
    }
}
