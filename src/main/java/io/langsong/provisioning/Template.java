package io.langsong.provisioning;

import io.langsong.inventory.VillageId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece of configuration that many access points share, as it was at one version.
 *
 * @param id lower-case letters, digits and inner dashes; stays when the name changes
 * @param version ascending from 1, one for each change
 * @param rank order of merging, 0 to 9999, ascending, then by id: what is merged later goes before
 * @param content a NetJSON object for {@code NETJSON}, else the text of a script with places for values
 */
public record Template(
        String id,
        int version,
        String name,
        Dialect dialect,
        Use use,
        int rank,
        Scope scope,
        String content,
        List<Variable> variables) {
    public Template {
        variables = List.copyOf(variables);
    }

    /** What a template is written in. */
    public enum Dialect {
        /** NetJSON DeviceConfiguration, for OpenWrt. */
        NETJSON,
        /** A script of MikroTik's RouterOS. */
        ROUTEROS,
        /** Lines for a command line, one after the other. */
        CLI;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When a template within its scope is used. */
    public enum Use {
        /** Always. */
        REQUIRED,
        /** Unless it is left off. */
        DEFAULT,
        /** Only where it is chosen, or by a tag that the box brings. */
        CHOSEN;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which access points a template is for; an empty set is no limit.
     *
     * @param models how the model of a box begins, without regard to case
     * @param tags words by which a box asks for it when it registers
     */
    public record Scope(Set<VillageId> villages, Set<String> groups, Set<String> models, Set<String> tags) {
        public static final Scope EVERYWHERE = new Scope(Set.of(), Set.of(), Set.of(), Set.of());

        public Scope {
            villages = Set.copyOf(villages);
            groups = Set.copyOf(groups);
            models = Set.copyOf(models);
            tags = Set.copyOf(tags);
        }

        boolean covers(@Nullable VillageId village, @Nullable String group, @Nullable String model) {
            return (villages.isEmpty() || village != null && villages.contains(village))
                    && (groups.isEmpty() || group != null && groups.contains(group))
                    && (models.isEmpty()
                            || model != null
                                    && models.stream()
                                            .anyMatch(one -> model.toLowerCase(Locale.ROOT)
                                                    .startsWith(one.toLowerCase(Locale.ROOT))));
        }
    }
}
