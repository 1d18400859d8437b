package io.langsong.alert.web;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.alert.AlertRule;
import io.langsong.alert.AlertRulesChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes each change of a rule into the audit trail, in the transaction that makes it. */
@Component
final class AlertAudit {
    private final AuditTrail trail;

    AlertAudit(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener
    void on(AlertRulesChanged changed) {
        AlertRule any = changed.now() == null ? changed.before() : changed.now();
        String done = changed.before() == null ? "add" : changed.now() == null ? "remove" : "change";
        if (any != null) {
            trail.record("alert.rule." + done, "alert-rule:" + any.id(), changes(changed.before(), changed.now()));
        }
    }

    private static List<Change> changes(@Nullable AlertRule before, @Nullable AlertRule now) {
        Map<String, Object> old = fields(before);
        Map<String, Object> fresh = fields(now);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Object was = old.get(name);
            Object is = fresh.get(name);
            if (!Objects.equals(was, is)) {
                changes.add(new Change(name, text(was), text(is)));
            }
        }
        return changes;
    }

    private static Map<String, Object> fields(@Nullable AlertRule rule) {
        return rule == null ? Map.of() : RuleJson.fields(rule);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
