package io.langsong.inventory;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of object is written and read as named fields; JSON and CSV are two spellings of the same form.
 *
 * @param <T> the kind
 */
public abstract class Form<T extends InventoryObject> {
    private static final List<Form<?>> ALL = List.of(
            new PlaceForms.Villages(),
            new PeopleForms.Contacts(),
            new PlaceForms.PowerAreas(),
            new PlaceForms.Sites(),
            new DeviceForm(),
            new PeopleForms.Providers(),
            new PeopleForms.Contracts(),
            new LineForms.Links(),
            new LineForms.Services());

    static <E> String[] codes(E[] values, Function<E, String> code) {
        return Arrays.stream(values).map(code).toArray(String[]::new);
    }

    private final String kind;
    private final String plural;
    private final Class<T> type;
    private final List<Field> fields;
    private final @Nullable String scoped;

    Form(String kind, String plural, Class<T> type, Field... fields) {
        this.kind = kind;
        this.plural = plural;
        this.type = type;
        this.fields = List.of(fields);
        this.scoped = Stream.of("site", "village", "provider")
                .filter(name -> this.fields.stream()
                        .anyMatch(field -> field.required() && field.name().equals(name)))
                .findFirst()
                .orElse(null);
    }

    /** One for each kind; what others refer to comes first. */
    public static List<Form<?>> all() {
        return ALL;
    }

    /** @param plural as in addresses and file names: {@code power-areas} */
    public static Optional<Form<?>> named(String plural) {
        return ALL.stream().filter(form -> form.plural.equals(plural)).findFirst();
    }

    static Form<?> of(InventoryObject object) {
        return ALL.stream()
                .filter(form -> form.type.isInstance(object))
                .findFirst()
                .orElseThrow();
    }

    /** The fields of {@code object} that have a value, secrets too: for comparing and for export only. */
    static Map<String, String> cells(InventoryObject object) {
        return of(object).write(object);
    }

    /** {@code power-area}. */
    public String kind() {
        return kind;
    }

    /** {@code power-areas}. */
    public String plural() {
        return plural;
    }

    /** In the order of the columns. */
    public List<Field> fields() {
        return fields;
    }

    /** @throws InventoryRefused when {@code value} is not of the form of ids */
    public abstract InventoryId id(String value);

    /** All of this kind. */
    public abstract Collection<T> in(InventorySnapshot snapshot);

    /** An id for an object of this name that is not taken: Vietnamese without its marks, numbered when needed. */
    public String freeId(String name, InventorySnapshot snapshot) {
        return freeId(name, value -> snapshot.find(id(value)).isPresent());
    }

    /** The same, where more than what is stored may be taken. */
    public String freeId(String name, Predicate<String> taken) {
        return Ids.from(name, kind, taken);
    }

    /** The field that says within what a name is the only one: there is a culture house in every village. */
    @Nullable
    Field scope() {
        return scoped == null
                ? null
                : fields.stream()
                        .filter(field -> field.name().equals(scoped))
                        .findFirst()
                        .orElseThrow();
    }

    /** The id of what {@code object} stands in, empty for kinds that stand in nothing. */
    String scopeOf(InventoryObject object) {
        return scoped == null ? "" : write(object).getOrDefault(scoped, "");
    }

    /** This kind as people call one of it: {@code điểm lắp đặt}. */
    public String label(Locale language) {
        return Wording.message("inventory.kind." + kind, language);
    }

    /** This kind as people call all of them: {@code Điểm lắp đặt}. */
    public String plainLabel(Locale language) {
        return Wording.message("inventory.kinds." + plural, language);
    }

    /** A field as people call it. */
    public String label(Field field, Locale language) {
        return Wording.message(labelKey(field), language);
    }

    /** Where the message files have the label: of this kind alone, or of all that have such a field. */
    String labelKey(Field field) {
        String own = "inventory.field." + kind + "." + field.name();
        return Wording.messageOrNull(own, Locale.ENGLISH) == null ? "inventory.field." + field.name() : own;
    }

    /** What is written into a field, for who fills it in; empty when the label says it all. */
    public String hint(Field field, Locale language) {
        String own = Wording.messageOrNull("inventory.hint." + kind + "." + field.name(), language);
        String common = own == null ? Wording.messageOrNull("inventory.hint." + field.name(), language) : own;
        return common == null ? "" : common;
    }

    /** A value of a choice, or {@code true} or {@code false}, as people call it; the value itself when it is a name. */
    public String label(Field field, String value, Locale language) {
        String key = field.type() == Field.Type.TRUTH
                ? "inventory.truth." + value
                : "inventory.choice." + kind + "." + field.name() + "." + value;
        String label = Wording.messageOrNull(key, language);
        return label == null ? value : label;
    }

    /** The fields of {@code object} that have a value, without its secrets. */
    public Map<String, String> publicCells(InventoryObject object) {
        Map<String, String> cells = write(object);
        fields.stream().filter(Field::secret).map(Field::name).forEach(cells::remove);
        return cells;
    }

    /** The names of the secrets that {@code object} has. */
    public List<String> secretsOf(InventoryObject object) {
        Map<String, String> cells = write(object);
        return fields.stream()
                .filter(Field::secret)
                .map(Field::name)
                .filter(cells::containsKey)
                .toList();
    }

    /**
     * The object that these fields describe. A field that is missing or empty has its default; a secret that is not
     * given is taken from {@code stored}.
     *
     * @throws InventoryRefused naming the field that is wrong
     */
    public T read(Map<String, String> cells, @Nullable InventoryObject stored) {
        T before = type.isInstance(stored) ? type.cast(stored) : null;
        String id = cells.getOrDefault("id", "");
        try {
            return read(new Cells(kind, cells), before);
        } catch (InventoryRefused refused) {
            InventoryRefused.Problem problem = refused.problem();
            throw problem.object() != null || problem.field().equals("id")
                    ? refused
                    : refused.at(id(id), problem.field());
        }
    }

    Map<String, String> write(InventoryObject object) {
        Cells.Written cells = new Cells.Written().put("id", object.id()).put("name", object.name());
        write(type.cast(object), cells);
        return cells.cells();
    }

    abstract T read(Cells cells, @Nullable T stored);

    abstract void write(T object, Cells.Written cells);
}
