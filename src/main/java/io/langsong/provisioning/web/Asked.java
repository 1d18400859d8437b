package io.langsong.provisioning.web;

import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the request of this thread asks for, where a program asks. */
final class Asked {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private Asked() {}

    /** Sentences are in Vietnamese for whoever wants that first ({@code Accept-Language}), else in English. */
    static Locale language() {
        String languages = RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getHeader(HttpHeaders.ACCEPT_LANGUAGE)
                : null;
        return languages != null && languages.strip().startsWith("vi") ? VIETNAMESE : Locale.ENGLISH;
    }
}
