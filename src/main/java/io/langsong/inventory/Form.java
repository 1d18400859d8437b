package io.langsong.inventory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of object is written and read as named fields; JSON and CSV are two spellings of the same form.
 *
 * @param <T> the kind
 */
public abstract class Form<T extends InventoryObject> {
    private static final List<Form<?>> ALL = List.of(
            new PlaceForms.Villages(),
            new PlaceForms.PowerAreas(),
            new PlaceForms.Sites(),
            new DeviceForm(),
            new LineForms.Links(),
            new LineForms.Services());

    private final String kind;
    private final String plural;
    private final Class<T> type;
    private final List<Field> fields;

    Form(String kind, String plural, Class<T> type, Field... fields) {
        this.kind = kind;
        this.plural = plural;
        this.type = type;
        this.fields = List.of(fields);
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
        return Ids.from(name, kind, value -> snapshot.find(id(value)).isPresent());
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
            return read(new Cells(cells), before);
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
