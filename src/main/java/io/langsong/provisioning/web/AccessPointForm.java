package io.langsong.provisioning.web;

import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.Method;
import java.util.List;
import org.springframework.util.MultiValueMap;

/** What stands in the form of an access point. */
record AccessPointForm(
        String id,
        String name,
        String site,
        String method,
        String group,
        List<String> chosen,
        List<String> leftOff,
        String own,
        String expected,
        String mast,
        String power,
        String ports,
        String contact,
        String version) {
    static AccessPointForm blank() {
        return new AccessPointForm(
                "", "", "", Method.OPENWRT_AGENT.code(), "", List.of(), List.of(), "", "", "", "", "", "", "");
    }

    static AccessPointForm of(AccessPoint one) {
        Notes notes = one.notes();
        return new AccessPointForm(
                one.id().value(),
                one.name(),
                one.site().value(),
                one.method().code(),
                text(one.group()),
                one.chosen().stream().sorted().toList(),
                one.leftOff().stream().sorted().toList(),
                one.own(),
                text(one.expected()),
                text(notes.mast()),
                text(notes.power()),
                text(notes.ports()),
                text(notes.contact()),
                Integer.toString(one.version()));
    }

    private static String text(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    static AccessPointForm of(MultiValueMap<String, String> typed) {
        return new AccessPointForm(
                Page.one(typed, "id"),
                Page.one(typed, "name"),
                Page.one(typed, "site"),
                Page.one(typed, "method"),
                Page.one(typed, "group"),
                Page.all(typed, "chosen"),
                Page.all(typed, "leftOff"),
                Page.one(typed, "own"),
                Page.one(typed, "expected"),
                Page.one(typed, "mast"),
                Page.one(typed, "power"),
                Page.one(typed, "ports"),
                Page.one(typed, "contact"),
                Page.one(typed, "version"));
    }

    AccessPointForm at(int newer) {
        return new AccessPointForm(
                id,
                name,
                site,
                method,
                group,
                chosen,
                leftOff,
                own,
                expected,
                mast,
                power,
                ports,
                contact,
                Integer.toString(newer));
    }

    AccessPointWish wish() {
        return new AccessPointWish(
                name,
                site,
                method.isEmpty() ? null : method,
                group,
                chosen,
                leftOff,
                own,
                expected,
                new Notes(mast, power, ports, contact));
    }

    /** That the form was made from; 0, which no version is, when it is no number. */
    int seen() {
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }
}
