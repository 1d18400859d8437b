package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file, read strictly: each key is asked for once, and {@link #end} refuses those that nobody asked
 * for. Works on the node tree, so nothing of the file becomes an object and every error knows its place.
 */
final class YamlSection {
    private static final int LONGEST_FILE = 1 << 20;

    private final String file;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlSection(String file, Node node) {
        this.file = file;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, "expected keys with values here; write \"key: value\" lines");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (values.put(key, tuple.getValueNode()) != null) {
                throw error(tuple.getKeyNode(), "\"" + key + "\" stands here twice; remove one");
            }
            keys.put(key, tuple.getKeyNode());
        }
    }

    /** @param file its name, for messages */
    static YamlSection parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(12);
        options.setCodePointLimit(LONGEST_FILE);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new ProfileException(file + ": the file is empty; a profile begins with \"name:\"");
            }
            return new YamlSection(file, root);
        } catch (MarkedYAMLException notYaml) {
            Mark mark = notYaml.getProblemMark();
            String place = mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
            throw new ProfileException(file + place + ": not YAML: " + notYaml.getProblem()
                    + "; check indentation, quotes and brackets before this place");
        } catch (YAMLException refused) {
            throw new ProfileException(
                    file + ": not accepted: " + refused.getMessage() + "; a profile is plain YAML of at most 1 MB");
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    private @Nullable Node take(String key) {
        asked.add(key);
        return values.get(key);
    }

    private Node need(String key) {
        Node value = take(key);
        if (value == null) {
            throw error(node, "\"" + key + "\" is missing; add it");
        }
        return value;
    }

    String text(String key) {
        return scalar(need(key));
    }

    String text(String key, String otherwise) {
        Node value = take(key);
        return value == null ? otherwise : scalar(value);
    }

    boolean flag(String key, boolean otherwise) {
        Node value = take(key);
        if (value == null) {
            return otherwise;
        }
        String text = scalar(value);
        if (!text.equals("true") && !text.equals("false")) {
            throw error(value, "\"" + key + "\" is true or false, not \"" + text + "\"");
        }
        return text.equals("true");
    }

    int number(String key, int otherwise, int least, int most) {
        Node value = take(key);
        if (value == null) {
            return otherwise;
        }
        String text = scalar(value);
        int number = text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : least - 1;
        if (number < least || number > most) {
            throw error(value, "\"%s\" is a whole number from %d to %d, not \"%s\"".formatted(key, least, most, text));
        }
        return number;
    }

    double decimal(String key, double otherwise) {
        Node value = take(key);
        return value == null ? otherwise : decimal(key, value);
    }

    private double decimal(String key, Node value) {
        String text = scalar(value);
        if (!text.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?([eE][+-]?\\d{1,2})?")) {
            throw error(value, "\"" + key + "\" is a number, not \"" + text + "\"");
        }
        return Double.parseDouble(text);
    }

    /** The numbers behind the texts of an enumeration. */
    Map<String, Double> decimals(String key) {
        Node value = take(key);
        if (value == null) {
            return Map.of();
        }
        YamlSection section = new YamlSection(file, value);
        Map<String, Double> numbers = new LinkedHashMap<>();
        section.values.forEach((word, number) -> numbers.put(word, decimal(word, number)));
        return Map.copyOf(numbers);
    }

    <E extends Enum<E>> @Nullable E word(String key, E[] choices, Function<E, String> spelling) {
        Node value = take(key);
        if (value == null) {
            return null;
        }
        String text = scalar(value);
        List<String> words = new ArrayList<>();
        for (E choice : choices) {
            if (spelling.apply(choice).equals(text)) {
                return choice;
            }
            words.add(spelling.apply(choice));
        }
        throw error(value, "\"%s\" is one of %s, not \"%s\"".formatted(key, String.join(", ", words), text));
    }

    Oid oid(String key) {
        return oid(need(key));
    }

    @Nullable
    Oid oidIfGiven(String key) {
        Node value = take(key);
        return value == null ? null : oid(value);
    }

    /** The value of {@code key} where each entry is an OID or a mapping. */
    <T> List<T> oidEntries(String key, Function<Oid, T> ofOid, Function<YamlSection, T> ofSection) {
        return nodes(key).stream()
                .map(value -> value instanceof ScalarNode
                        ? ofOid.apply(oid(value))
                        : ofSection.apply(new YamlSection(file, value)))
                .toList();
    }

    private Oid oid(Node value) {
        String text = scalar(value);
        try {
            Oid oid = Oid.parse(text);
            if (oid.length() < 3 || oid.length() > 100) {
                throw error(value, "an OID here has 3 to 100 numbers, not " + oid.length() + ": " + text);
            }
            return oid;
        } catch (ProfileException known) {
            throw known;
        } catch (IllegalArgumentException notAnOid) {
            throw error(value, notAnOid.getMessage() + "; write it as 1.3.6.1.2.1.1.1.0");
        }
    }

    @Nullable
    Pattern pattern(String key) {
        Node value = take(key);
        if (value == null) {
            return null;
        }
        try {
            return Pattern.compile(scalar(value));
        } catch (PatternSyntaxException wrong) {
            throw error(
                    value,
                    "not a regular expression, " + wrong.getDescription() + ": " + wrong.getPattern()
                            + "; see java.util.regex.Pattern, and put it in single quotes");
        }
    }

    /** A list of texts, or a single one. */
    Set<String> texts(String key) {
        Set<String> texts = new TreeSet<>();
        nodes(key).forEach(value -> texts.add(scalar(value)));
        return texts;
    }

    /** A list of mappings, or a single one. */
    List<YamlSection> sections(String key) {
        return nodes(key).stream().map(value -> new YamlSection(file, value)).toList();
    }

    @Nullable
    YamlSection section(String key) {
        Node value = take(key);
        return value == null ? null : new YamlSection(file, value);
    }

    /** Whether the value is one text, not a list or a mapping. */
    boolean isText(String key) {
        return values.get(key) instanceof ScalarNode;
    }

    /** The value of {@code key} read by {@code reader} where each entry is a text or a mapping. */
    <T> List<T> entries(String key, Function<String, T> ofText, Function<YamlSection, T> ofSection) {
        return nodes(key).stream()
                .map(value -> value instanceof ScalarNode
                        ? ofText.apply(scalar(value))
                        : ofSection.apply(new YamlSection(file, value)))
                .toList();
    }

    private List<Node> nodes(String key) {
        Node value = take(key);
        if (value == null) {
            return List.of();
        }
        return value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }

    private String scalar(Node value) {
        if (!(value instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw error(value, "expected a text or a number here");
        }
        if (!Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP).contains(scalar.getTag())) {
            throw error(
                    value, "a tag like " + scalar.getTag().getValue() + " is not accepted; write the value plainly");
        }
        return scalar.getValue();
    }

    /** Refuses what is left. */
    void end() {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!asked.contains(key.getKey())) {
                throw error(
                        key.getValue(),
                        "unknown key \"%s\"; known here: %s".formatted(key.getKey(), String.join(", ", asked)));
            }
        }
    }

    ProfileException error(String key, String what) {
        return error(values.getOrDefault(key, node), what);
    }

    private ProfileException error(Node at, String what) {
        Mark mark = at.getStartMark();
        return new ProfileException("%s:%d:%d: %s".formatted(file, mark.getLine() + 1, mark.getColumn() + 1, what));
    }
}
