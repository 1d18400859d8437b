package io.langsong.notification.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads an SMS-SUBMIT bit by bit, as a network would, by tables and arithmetic of its own. */
public final class SmsReader {
    /** 3GPP TS 23.038 table 6.2.1, as code points. */
    private static final int[] BASIC = {
        0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5, 0xE5,
        0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, -1, 0xC6, 0xE6, 0xDF, 0xC9
    };

    private SmsReader() {}

    /** @param part 0 of a message in one part */
    public record Submitted(
            String number, String text, boolean wantsReport, int reference, int parts, int part, int octets) {}

    static Submitted read(String hex) {
        byte[] pdu = HexFormat.of().parseHex(hex);
        int start = 1 + (pdu[0] & 0xFF);
        int first = pdu[start] & 0xFF;
        if ((first & 3) != 1) {
            throw new IllegalArgumentException("no SMS-SUBMIT: " + hex);
        }
        int digits = pdu[start + 2] & 0xFF;
        StringBuilder number = new StringBuilder((pdu[start + 3] & 0xFF) == 0x91 ? "+" : "");
        int at = start + 4;
        for (int i = 0; i < digits; i++) {
            int pair = pdu[at + i / 2] & 0xFF;
            number.append(i % 2 == 0 ? pair & 15 : pair >>> 4);
        }
        at += (digits + 1) / 2;
        int coding = pdu[at + 1] & 0xFF;
        int length = pdu[at + 3] & 0xFF;
        byte[] content = Arrays.copyOfRange(pdu, at + 4, pdu.length);
        boolean headed = (first & 0x40) != 0;
        int headerOctets = headed ? 1 + (content[0] & 0xFF) : 0;
        String text = coding == 8
                ? new String(content, headerOctets, length - headerOctets, StandardCharsets.UTF_16BE)
                : septets(content, (headerOctets * 8 + 6) / 7, length);
        return new Submitted(
                number.toString(),
                text,
                (first & 0x20) != 0,
                headed ? content[3] & 0xFF : 0,
                headed ? content[4] : 1,
                headed ? content[5] : 0,
                pdu.length - start);
    }

    private static String septets(byte[] content, int from, int until) {
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        for (int septet = from; septet < until; septet++) {
            int value = 0;
            for (int bit = 0; bit < 7; bit++) {
                int place = septet * 7 + bit;
                value |= (content[place / 8] >> (place % 8) & 1) << bit;
            }
            if (value == 0x1B) {
                escaped = true;
            } else {
                text.appendCodePoint(escaped ? extended(value) : basic(value));
                escaped = false;
            }
        }
        return text.toString();
    }

    private static int basic(int septet) {
        return switch (septet) {
            case 0x24 -> 0xA4;
            case 0x40 -> 0xA1;
            case 0x5B -> 0xC4;
            case 0x5C -> 0xD6;
            case 0x5D -> 0xD1;
            case 0x5E -> 0xDC;
            case 0x5F -> 0xA7;
            case 0x60 -> 0xBF;
            case 0x7B -> 0xE4;
            case 0x7C -> 0xF6;
            case 0x7D -> 0xF1;
            case 0x7E -> 0xFC;
            case 0x7F -> 0xE0;
            default -> septet < BASIC.length ? BASIC[septet] : septet;
        };
    }

    private static int extended(int septet) {
        return switch (septet) {
            case 0x14 -> '^';
            case 0x28 -> '{';
            case 0x29 -> '}';
            case 0x2F -> '\\';
            case 0x3C -> '[';
            case 0x3D -> '~';
            case 0x3E -> ']';
            case 0x40 -> '|';
            case 0x65 -> 0x20AC;
            default -> throw new IllegalArgumentException("no such extension: " + septet);
        };
    }

    /** SMS-STATUS-REPORT of a message, without service centre. */
    static String report(int reference, String number, int status) {
        String digits = number.replace("+", "");
        StringBuilder swapped = new StringBuilder();
        String even = digits.length() % 2 == 0 ? digits : digits + "F";
        for (int i = 0; i < even.length(); i += 2) {
            swapped.append(even.charAt(i + 1)).append(even.charAt(i));
        }
        return "0006%02X%02X%s%s%s%s%02X"
                .formatted(
                        reference,
                        digits.length(),
                        number.startsWith("+") ? "91" : "81",
                        swapped,
                        "62605041500382",
                        "62605041500583",
                        status);
    }
}
