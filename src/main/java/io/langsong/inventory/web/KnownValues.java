package io.langsong.inventory.web;

import io.langsong.inventory.DeviceRule;
import io.langsong.inventory.Form;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes a choice of a field whose values only another module knows: which profiles there are, say. */
@Component
final class KnownValues {
    private final ObjectProvider<DeviceRule> rules;

    KnownValues(ObjectProvider<DeviceRule> rules) {
        this.rules = rules;
    }

    List<FieldView> into(Form<?> form, List<FieldView> views) {
        return form.kind().equals("device") ? views.stream().map(this::into).toList() : views;
    }

    private FieldView into(FieldView view) {
        return view.offering(
                rules.stream().flatMap(rule -> rule.known(view.name()).stream()).toList());
    }
}
