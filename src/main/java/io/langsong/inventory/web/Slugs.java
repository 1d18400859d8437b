package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import java.util.Map;
import java.util.Optional;

/** The names of the kinds in the addresses of pages: {@code diem-lap-dat} for sites. */
final class Slugs {
    private static final Map<String, String> BY_PLURAL = Map.of(
            "villages", "thon",
            "contacts", "dau-moi",
            "power-areas", "khu-vuc-dien",
            "sites", "diem-lap-dat",
            "devices", "thiet-bi",
            "providers", "nha-mang",
            "contracts", "hop-dong",
            "links", "duong-truyen",
            "services", "dich-vu");

    private Slugs() {}

    static String of(Form<?> form) {
        return BY_PLURAL.getOrDefault(form.plural(), form.plural());
    }

    static Optional<Form<?>> form(String slug) {
        return Form.all().stream().filter(form -> of(form).equals(slug)).findFirst();
    }
}
