package io.langsong.provisioning;

import io.langsong.provisioning.Resolved.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of each variable. From weak to strong: a template's default, of several the last one's; commune, village, site, group;
 * what is built in; the access point's own.
 */
final class Resolution {
    private Resolution() {}

    /** One value that stands somewhere. */
    record Found(Source source, String value, boolean secret) {}

    /**
     * @param templates in the order of merging
     * @param set values that bear on the access point, by name, each list ascending by level
     * @param builtIn by name
     * @return ascending by name: what is declared, set or built in
     */
    static List<Resolved> of(List<Template> templates, Map<String, List<Found>> set, Map<String, String> builtIn) {
        Map<String, Variable> declared = new LinkedHashMap<>();
        Map<String, Deque<Found>> found = new LinkedHashMap<>();
        for (Template template : templates) {
            for (Variable variable : template.variables()) {
                declared.merge(variable.name(), variable, Resolution::stricter);
                if (variable.byDefault() != null) {
                    add(
                            found,
                            variable.name(),
                            new Found(new Source.Default(template.id()), variable.byDefault(), false));
                }
            }
        }
        set.forEach((name, values) ->
                values.stream().filter(value -> !isOwn(value)).forEach(value -> add(found, name, value)));
        builtIn.forEach((name, value) -> add(found, name, new Found(new Source.BuiltIn(), value, isSecret(name))));
        set.forEach(
                (name, values) -> values.stream().filter(Resolution::isOwn).forEach(value -> add(found, name, value)));
        TreeSet<String> names = new TreeSet<>(declared.keySet());
        names.addAll(found.keySet());
        return names.stream()
                .map(name -> resolved(name, found.get(name), declared.get(name)))
                .toList();
    }

    private static boolean isSecret(String builtIn) {
        return builtIn.equals("key") || Tunnel.SECRETS.contains(builtIn);
    }

    private static boolean isOwn(Found found) {
        return found.source() instanceof Source.Set set && set.level() == Level.ACCESS_POINT;
    }

    /** The strongest comes first. */
    private static void add(Map<String, Deque<Found>> found, String name, Found one) {
        found.computeIfAbsent(name, any -> new ArrayDeque<>()).addFirst(one);
    }

    /** Of one name in two templates: it is required or secret if one of them says so. */
    private static Variable stricter(Variable one, Variable other) {
        boolean secret = one.secret() || other.secret();
        return new Variable(
                other.name(),
                other.type(),
                one.required() || other.required(),
                secret ? null : other.byDefault(),
                secret,
                other.least(),
                other.most(),
                other.choices(),
                other.about());
    }

    private static Resolved resolved(String name, @Nullable Deque<Found> found, @Nullable Variable declared) {
        boolean secret = declared != null && declared.secret();
        if (found == null) {
            return new Resolved(name, null, null, secret, List.of(), declared);
        }
        List<Found> all = new ArrayList<>(found);
        Found first = all.remove(0);
        return new Resolved(
                name,
                first.value(),
                first.source(),
                secret || first.secret(),
                all.stream().map(Found::source).toList(),
                declared);
    }
}
