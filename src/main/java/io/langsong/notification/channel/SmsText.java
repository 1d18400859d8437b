package io.langsong.notification.channel;

import java.text.Normalizer;

/**
 * What of a letter goes into a short message: its subject, since a telephone shows little more, and every part costs. Links
 * are left out; they belong to the text, which is. Pure.
 */
final class SmsText {
    private SmsText() {}

    /** Without marks, so that a part holds 160 characters rather than 70. */
    static String plain(Letter letter) {
        return withoutMarks(letter.subject());
    }

    /** As a Vietnamese writes who has no marks: {@code Mất điện Đồng Tâm} is {@code Mat dien Dong Tam}. */
    static String withoutMarks(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .replaceAll("[–—−]", "-")
                .replaceAll("[“”„«»]", "\"")
                .replaceAll("[‘’‚]", "'")
                .replace("…", "...")
                .replaceAll("[·•]", "-")
                .replace("→", "->")
                .replace('\u00A0', ' ');
    }
}
