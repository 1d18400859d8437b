package io.langsong.inventory.web;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a form that belong together.
 *
 * @param title key of its message; null when the form has one group alone
 * @param folded more of them, which few need
 * @param open whether one of the folded has something that must be seen
 */
record FieldGroup(@Nullable String title, List<FieldView> fields, List<FieldView> folded, boolean open) {
    private static final String VERSION = "snmp.version";
    private static final Set<String> WHAT = Set.of("id", "name", "kind");
    private static final Set<String> WHERE = Set.of("site", "uplinks");
    private static final Set<String> ASKED =
            Set.of("address", "port", VERSION, "snmp.community", "profile", "reachability", "interval");

    FieldGroup {
        fields = List.copyOf(fields);
        folded = List.copyOf(folded);
    }

    /** @param kind of the object; a device has so many fields that they are grouped */
    static List<FieldGroup> of(String kind, List<FieldView> views) {
        if (!kind.equals("device")) {
            return List.of(new FieldGroup(null, views, List.of(), false));
        }
        List<FieldView> versionThree = views.stream()
                .filter(view -> view.name().startsWith("snmp.") && !ASKED.contains(view.name()))
                .toList();
        boolean open = versionThree.stream().anyMatch(FieldGroup::mustBeSeen)
                || views.stream()
                        .anyMatch(view ->
                                view.name().equals(VERSION) && view.value().equals("3"));
        return List.of(
                group("what", views, WHAT),
                group("where", views, WHERE),
                new FieldGroup("inventory.group.asked", among(views, ASKED), versionThree, open),
                new FieldGroup(
                        "inventory.group.more",
                        views.stream()
                                .filter(view -> !versionThree.contains(view)
                                        && !WHAT.contains(view.name())
                                        && !WHERE.contains(view.name())
                                        && !ASKED.contains(view.name()))
                                .toList(),
                        List.of(),
                        false));
    }

    private static boolean mustBeSeen(FieldView view) {
        return view.error() != null || view.secretKept() || !view.value().isEmpty();
    }

    private static FieldGroup group(String name, List<FieldView> views, Set<String> names) {
        return new FieldGroup("inventory.group." + name, among(views, names), List.of(), false);
    }

    private static List<FieldView> among(List<FieldView> views, Set<String> names) {
        return views.stream().filter(view -> names.contains(view.name())).toList();
    }
}
